/**
 * Stores what a pull brings. A page is stored in one transaction together with its cursor, so an app that is killed
 * either has both or neither. A page that was cut off is stored as far as whole frames came, without a cursor: it is
 * asked for again, and storing a record twice does no harm.
 */
import { isPending, leaveScope, putRecord, recordKey, UNSCOPED, type StoredRecord } from './records.js'
import type { Transaction } from './storage.js'
import type { CheckpointFrame, Frame, RowsFrame, TombstonesFrame } from './wire.js'

/** Of collections with very many records a phone keeps that many of each scope, those with the highest versions. */
export type Latest = { [collection: string]: number }

/** Where this replica stands. */
export interface Position {
  /** What to send with the next pull; null for a first sync. */
  cursor: string | null
  /** The cursor of the last complete pull: a copy that never was complete need not be compared. */
  complete: string | null
  /** Whether the copy is to be compared with the server by digests after the last page. */
  verify: boolean
  /** When the server last said `RESYNC_REQUIRED`, in milliseconds since 1970. */
  resyncedAt: number
}

export async function position(transaction: Transaction): Promise<Position> {
  const start: Position = { cursor: null, complete: null, verify: false, resyncedAt: 0 }
  return (await transaction.get<Position>('meta', 'position')) ?? start
}

export async function setPosition(transaction: Transaction, change: Partial<Position>): Promise<void> {
  await transaction.put('meta', 'position', { ...(await position(transaction)), ...change })
}

export async function storePage(transaction: Transaction, page: Frame[], latest: Latest): Promise<void> {
  for (const frame of page) {
    switch (frame.frame) {
      case 'hello':
        if (frame.verify) {
          await setPosition(transaction, { verify: true })
        }
        break
      case 'drop':
        for (const entry of await transaction.tagged<StoredRecord>('records', frame.scope)) {
          await leaveScope(transaction, entry.value, frame.scope)
        }
        break
      case 'rows':
        await storeRows(transaction, frame, latest)
        break
      case 'tombstones':
        await removeRecords(transaction, frame)
        break
      case 'checkpoint':
        await storeCursor(transaction, frame)
        break
      default: // Of the page itself, or of a newer server.
    }
  }
}

/** A verdict may have brought a newer record than a page that was on its way; a repair is right whatever was there. */
export async function storeRows(
  transaction: Transaction,
  { collection, columns, rows }: Omit<RowsFrame, 'frame'>,
  latest: Latest,
  repairing = false,
): Promise<void> {
  const touched = new Set<string>()
  for (const row of rows) {
    const all = Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]))
    const { syncScope, syncVersion, ...fields } = all
    const [id, scope, version] = [String(fields['id']), String(syncScope), Number(syncVersion)]
    const known = await transaction.get<StoredRecord>('records', recordKey(collection, id))
    const scopes = [...new Set([...(known?.scopes ?? []), scope])]
    const newest = known !== undefined && known.version > version && !repairing ? known : { version, fields }
    await putRecord(transaction, { collection, id, version: newest.version, fields: newest.fields, scopes })
    touched.add(scope)
  }
  const last = latest[collection]
  if (last !== undefined) {
    for (const scope of touched) {
      await keepLatest(transaction, collection, scope, last)
    }
  }
}

export async function removeRecords(transaction: Transaction, frame: TombstonesFrame): Promise<void> {
  for (const [scope, id] of frame.records) {
    const record = await transaction.get<StoredRecord>('records', recordKey(frame.collection, id))
    if (record !== undefined) {
      await leaveScope(transaction, record, scope)
    }
  }
}

async function storeCursor(transaction: Transaction, { cursor, more }: CheckpointFrame): Promise<void> {
  await setPosition(transaction, more ? { cursor } : { cursor, complete: cursor })
  if (!more) {
    await forgetUnscoped(transaction)
  }
}

/** After a complete pull, a record that stands in no scope is not this user's any more. */
async function forgetUnscoped(transaction: Transaction): Promise<void> {
  for (const { key, value } of await transaction.tagged<StoredRecord>('records', UNSCOPED)) {
    if (!(await isPending(transaction, value.collection, value.id))) {
      await transaction.delete('records', key)
    }
  }
}

async function keepLatest(transaction: Transaction, collection: string, scope: string, last: number): Promise<void> {
  const records = (await transaction.tagged<StoredRecord>('records', scope))
    .map(entry => entry.value)
    .filter(record => record.collection === collection)
    .sort((one, other) => other.version - one.version || (one.id < other.id ? 1 : -1))
  for (const record of records.slice(last)) {
    await leaveScope(transaction, record, scope)
  }
}
