/**
 * Edits on their way to the server. An edit is stored before the app goes on, and leaves the queue only by a final
 * verdict: a lost answer, an expired session or a killed app cost nothing, because sending a mutation again does nothing but
 * repeat its verdict.
 */
import type { Upload } from './attachments.js'
import { newId } from './ids.js'
import { position } from './pages.js'
import { isPending, putRecord, recordKey, view, type Queued, type StoredRecord } from './records.js'
import type { Entry, Transaction } from './storage.js'
import type { Fields, Mutation, Operation, Verdict } from './wire.js'

/** What the app wants done. */
export interface Edit {
  op: Operation
  collection: string
  recordId: string
  fields: Fields
}

/** A mutation that was refused, or lost a conflict in part. The server keeps it too, as a `SyncIssue`, when it could. */
export interface Issue {
  mutation: Mutation
  verdict: Verdict
  at: string
}

/** Fewer than a server takes, so that a bad network gets something done. */
export const MOST_MUTATIONS = 100
const MOST_CHARACTERS = 500_000

/** Stores edits; several that belong together become a group, which the server applies as a whole or not at all. */
export async function enqueue(transaction: Transaction, author: string, now: Date, edits: Edit[]): Promise<Mutation[]> {
  let sequence = (await transaction.get<number>('meta', 'sequence')) ?? 0
  const { cursor } = await position(transaction)
  const group = edits.length > 1 ? newId(now.getTime()) : undefined
  const mutations: Mutation[] = []
  for (const edit of edits) {
    if (edit.op !== 'CREATE' && (await view(transaction, edit.collection, edit.recordId)) === undefined) {
      throw new Error(`there is no ${recordKey(edit.collection, edit.recordId)}`)
    }
    const base = await transaction.get<StoredRecord>('records', recordKey(edit.collection, edit.recordId))
    const mutation: Mutation = {
      id: newId(now.getTime()),
      sequence: ++sequence,
      author,
      ...(group === undefined ? {} : { group }),
      collection: edit.collection,
      recordId: edit.recordId,
      op: edit.op,
      baseVersion: base?.version ?? null,
      baseCursor: cursor,
      fields: edit.fields,
      occurredAt: now.toISOString(),
    }
    await putQueued(transaction, { mutation, state: 'WAITING' })
    mutations.push(mutation)
  }
  await transaction.put('meta', 'sequence', sequence)
  return mutations
}

/** The next mutations to send after that key, in order: as many as fit, but a group is never torn. */
export async function batch(transaction: Transaction, after: string, most = MOST_MUTATIONS): Promise<Entry<Queued>[]> {
  const taken: Entry<Queued>[] = []
  let characters = 0
  for (const unit of units(await transaction.list<Queued>('queue'), after)) {
    characters += JSON.stringify(unit).length
    if (taken.length > 0 && (taken.length + unit.length > most || characters > MOST_CHARACTERS)) {
      break
    }
    taken.push(...unit)
  }
  return taken
}

function units(queue: Entry<Queued>[], after: string): Entry<Queued>[][] {
  const found: Entry<Queued>[][] = []
  for (const entry of queue) {
    const group = entry.value.mutation.group
    const last = found.at(-1)
    if (entry.key <= after || entry.value.state === 'STUCK') {
      continue
    }
    if (group !== undefined && last?.[0]?.value.mutation.group === group) {
      last.push(entry)
    } else {
      found.push([entry])
    }
  }
  return found
}

/** Does what the server's verdict asks for; the issue, when there is something to show to the user. */
export async function settle(
  transaction: Transaction,
  { key, value: { mutation } }: Entry<Queued>,
  verdict: Verdict,
  now: Date,
): Promise<Issue | undefined> {
  switch (verdict.status) {
    case 'APPLIED':
    case 'MERGED':
      await transaction.delete('queue', key)
      await storeOutcome(transaction, mutation, verdict)
      return undefined
    case 'CONFLICT':
    case 'REJECTED': {
      await transaction.delete('queue', key)
      await storeOutcome(transaction, mutation, verdict)
      await refuseUpload(transaction, mutation, verdict)
      const issue: Issue = { mutation, verdict, at: now.toISOString() }
      await transaction.put('issues', mutation.id, issue, [recordKey(mutation.collection, mutation.recordId)])
      return issue
    }
    case 'HELD':
      // The server has it and waits for another record. It is sent again with later pushes, to learn what became of it.
      await putQueued(transaction, { mutation, state: 'HELD' })
      return undefined
    default:
      // Nothing was done, or it is a word of a newer server: what is not understood is kept.
      await putQueued(transaction, { mutation, state: verdict.retry === false ? 'STUCK' : 'WAITING' })
      return undefined
  }
}

async function storeOutcome(transaction: Transaction, mutation: Mutation, verdict: Verdict): Promise<void> {
  const { collection, recordId: id } = mutation
  const known = await transaction.get<StoredRecord>('records', recordKey(collection, id))
  if (verdict.record !== null && verdict.syncVersion != null) {
    const [fields, version] = [verdict.record, verdict.syncVersion]
    // The scopes of a new record come with the pull that follows.
    await putRecord(transaction, { collection, id, version, fields, scopes: known?.scopes ?? [] })
  } else if (known !== undefined && !(await isPending(transaction, collection, id))) {
    const deleted = mutation.op === 'DELETE' && verdict.status !== 'REJECTED'
    if (deleted || known.scopes.length === 0) {
      await transaction.delete('records', recordKey(collection, id))
    }
  }
}

/** The content of an attachment that was refused is never sent; the app offers it to the user, or discards it. */
async function refuseUpload(transaction: Transaction, mutation: Mutation, verdict: Verdict): Promise<void> {
  const upload = await transaction.get<Upload>('files', mutation.recordId)
  if (upload !== undefined && mutation.op === 'CREATE') {
    await transaction.put('files', mutation.recordId, { ...upload, refused: verdict.error?.code ?? verdict.status })
  }
}

async function putQueued(transaction: Transaction, queued: Queued): Promise<void> {
  const { sequence, collection, recordId } = queued.mutation
  const key = String(sequence).padStart(16, '0')
  await transaction.put('queue', key, queued, [collection, recordKey(collection, recordId)])
}
