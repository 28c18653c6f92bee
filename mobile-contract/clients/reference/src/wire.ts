/**
 * What goes over the wire, as `PROTOCOL.md` defines it: bodies of requests and answers, and the frames of a pull.
 *
 * A client must skip what it does not know (frames, members, statuses): servers are newer than apps. The same types are
 * generated from the contract for those who prefer that; the test programs check that both agree.
 */

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** The fields of a record by name. */
export type Fields = { [name: string]: Json }

/** The version of the protocol that this client speaks. */
export const PROTOCOL = 1

export type Frame = HelloFrame | DropFrame | RowsFrame | TombstonesFrame | DigestFrame | CheckpointFrame

/** Always first. `verify` asks the client to compare digests after the last page. */
export interface HelloFrame {
  frame: 'hello'
  protocol: number
  schema: number
  serverTime: string
  verify: boolean
}

/** A scope that the user lost. Drops come before all rows. */
export interface DropFrame {
  frame: 'drop'
  scope: string
}

/** Records as they are now. Columns are `syncScope`, `syncVersion`, `id`, then fields. */
export interface RowsFrame {
  frame: 'rows'
  collection: string
  columns: string[]
  rows: Json[][]
}

/** Pairs of a scope and the id of a record that left it. */
export interface TombstonesFrame {
  frame: 'tombstones'
  collection: string
  records: [string, string][]
}

/** What the client must hold when it has stored the last page; only when it asked. */
export interface DigestFrame {
  frame: 'digest'
  digests: CollectionDigest[]
}

/** Always last: the page is complete, and this is where the client stands when it has stored it. */
export interface CheckpointFrame {
  frame: 'checkpoint'
  cursor: string
  more: boolean
}

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE'

/** One edit. It must be sent again exactly as it was; only `sequence` and `baseCursor` may differ. */
export interface Mutation {
  /** Chosen once, when the edit is made: what makes it safe to send again. */
  id: string
  sequence: number
  author: string
  group?: string
  collection: string
  recordId: string
  op: Operation
  /** The version of the record that the author saw; null when he saw none that the server had confirmed. */
  baseVersion: number | null
  baseCursor: string | null
  /** Only what the edit sets. */
  fields: Fields
  occurredAt: string
}

export interface PushRequest {
  protocol: number
  schema: number
  device: string
  sentAt: string
  mutations: Mutation[]
}

export type Status = 'APPLIED' | 'MERGED' | 'CONFLICT' | 'HELD' | 'REJECTED'

/** What became of a mutation. Without a status nothing did, and the client keeps the mutation. */
export interface Verdict {
  id: string | null
  status: Status | null
  replayed: boolean
  collection?: string | null
  recordId?: string | null
  /** The record as it stands now for this user; null when he may not see it or it is gone. */
  record: Fields | null
  syncVersion?: number | null
  issueId?: string | null
  error?: Refusal | null
  /** Without a status: whether to send the mutation again by itself. */
  retry?: boolean
}

export interface PushResult {
  protocol: number
  serverTime: string
  verdicts: Verdict[]
}

/** Why something was refused. */
export interface Refusal {
  code: string
  message: string
  field?: string[] | null
  details?: Fields | null
}

export interface CollectionDigest {
  collection: string
  count: number
  hash: string
}

export interface ScopeDigest {
  scope: string
  count: number
  hash: string
}

/** Answer of `POST /sync/digest`: what the user's copy is to hold, and a cursor that goes on from there. */
export interface Totals {
  serverTime: string
  cursor: string
  collections: CollectionDigest[]
}

/** Its answer for a collection: scopes that hold something, in order, after the one that was named. */
export interface ScopeDigests {
  collection: string
  scopes: ScopeDigest[]
  more: boolean
}

/** Its answer for a scope of a collection: what is to be stored and what is to be forgotten. */
export interface Repair {
  collection: string
  scope: string
  columns: string[]
  rows: Json[][]
  forget: string[]
  more: boolean
}
