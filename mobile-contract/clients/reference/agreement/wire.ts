/**
 * Compiles only as long as the types of `src/wire.ts` are those that are generated from the contract: `ReferenceClientIT` puts
 * these into `generated` and has the compiler look.
 */
import type * as generated from '../generated/sync.js'
import { collections } from '../generated/collections.js'
import type * as own from '../src/wire.js'

/** A value of the one type is a value of the other. */
type Is<Own extends Generated, Generated> = Own

export type Agreement = [
  Is<own.Frame, generated.Frame>,
  Is<own.PushRequest, generated.PushRequest>,
  Is<own.PushResult, generated.PushResult>,
  Is<own.Refusal, generated.Refusal>,
  Is<own.Totals, generated.DigestTotals>,
  Is<own.ScopeDigests, generated.DigestScopes>,
  Is<own.Repair, generated.DigestRepair>,
  Is<keyof own.Mutation, keyof generated.Mutation>,
  Is<keyof own.HelloFrame, keyof generated.HelloFrame>,
]

/** How an app finds out of which collections it keeps the latest. */
export const latest = Object.fromEntries(
  Object.entries(collections).flatMap(([name, { last }]) => (last === null ? [] : [[name, last as number] as const])),
)
