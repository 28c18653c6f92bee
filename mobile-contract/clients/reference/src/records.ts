/**
 * The copy: what the server last told about each record, untouched by local edits, and the view that the app shows, which
 * is that plus the edits in the queue. Keeping them apart is what makes digests, conflicts and refusals simple: an edit
 * that is refused disappears from the view by leaving the queue.
 */
import type { Fields, Mutation } from './wire.js'
import type { Transaction } from './storage.js'

export interface StoredRecord {
  collection: string
  id: string
  /** The server's version of it: `syncVersion`. */
  version: number
  fields: Fields
  /** The granted scopes that it stands in. With none left it goes, as soon as no edit of it waits. */
  scopes: string[]
}

/** A record as the app sees it. */
export interface LocalRecord {
  collection: string
  id: string
  fields: Fields
  /** Whether edits of it wait to be accepted. */
  pending: boolean
}

/** A mutation in the queue. */
export interface Queued {
  mutation: Mutation
  /** Why it is still there: not sent or not answered; waiting on the server for another record; needs a person. */
  state: 'WAITING' | 'HELD' | 'STUCK'
}

/** Tag of records that stand in no scope (yet, or any more). */
export const UNSCOPED = '-'

export function recordKey(collection: string, id: string): string {
  return `${collection}/${id}`
}

export async function putRecord(transaction: Transaction, record: StoredRecord): Promise<void> {
  const tags = record.scopes.length === 0 ? [UNSCOPED] : record.scopes
  await transaction.put('records', recordKey(record.collection, record.id), record, tags)
}

/** Takes a record out of a scope; it stays while it stands in another one or an edit of it waits. */
export async function leaveScope(transaction: Transaction, record: StoredRecord, scope: string): Promise<void> {
  const scopes = record.scopes.filter(other => other !== scope)
  if (scopes.length > 0 || (await isPending(transaction, record.collection, record.id))) {
    await putRecord(transaction, { ...record, scopes })
  } else {
    await transaction.delete('records', recordKey(record.collection, record.id))
  }
}

export async function isPending(transaction: Transaction, collection: string, id: string): Promise<boolean> {
  return (await transaction.tagged('queue', recordKey(collection, id))).length > 0
}

/** One record as the app sees it. */
export async function view(transaction: Transaction, collection: string, id: string): Promise<LocalRecord | undefined> {
  const key = recordKey(collection, id)
  const base = await transaction.get<StoredRecord>('records', key)
  const edits = await transaction.tagged<Queued>('queue', key)
  return overlay(collection, id, base, edits.map(entry => entry.value.mutation))
}

/** All records of a collection as the app sees them. */
export async function viewAll(transaction: Transaction, collection: string): Promise<LocalRecord[]> {
  const bases = new Map<string, StoredRecord>()
  for (const entry of await transaction.list<StoredRecord>('records', `${collection}/`)) {
    bases.set(entry.value.id, entry.value)
  }
  const edits = new Map<string, Mutation[]>()
  for (const entry of await transaction.tagged<Queued>('queue', collection)) {
    const { mutation } = entry.value
    edits.set(mutation.recordId, [...(edits.get(mutation.recordId) ?? []), mutation])
  }
  return [...new Set([...bases.keys(), ...edits.keys()])]
    .map(id => overlay(collection, id, bases.get(id), edits.get(id) ?? []))
    .filter(record => record !== undefined)
}

function overlay(
  collection: string,
  id: string,
  base: StoredRecord | undefined,
  edits: Mutation[],
): LocalRecord | undefined {
  let fields = base?.fields
  for (const edit of edits) {
    if (edit.op === 'DELETE') {
      fields = undefined
    } else if (edit.op === 'CREATE') {
      fields = { ...fields, ...edit.fields, id }
    } else if (fields !== undefined) {
      fields = { ...fields, ...edit.fields }
    }
  }
  return fields === undefined ? undefined : { collection, id, fields, pending: edits.length > 0 }
}
