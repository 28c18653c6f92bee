/** What runs inside the browser: the contract of storages on IndexedDB, and a client whose copy can be looked at. */
import { IndexedDbStorage } from '../src/indexeddb-storage.js'
import { SyncClient, type Fields } from '../src/index.js'
import type { StoredRecord } from '../src/records.js'
import { STORAGE_CONTRACT } from '../test/storage-contract.js'

/** What went wrong, by the name of the check. */
export async function checkStorage(): Promise<string[]> {
  const failures: string[] = []
  for (const [name, check] of Object.entries(STORAGE_CONTRACT)) {
    try {
      await check(await IndexedDbStorage.open(name), () => IndexedDbStorage.open(name))
    } catch (failure) {
      failures.push(`${name}: ${String(failure)}`)
    }
  }
  return failures
}

export interface Start {
  userId: string
  token: string
  now: string
}

let storage: IndexedDbStorage
let client: SyncClient

export async function open({ userId, token, now }: Start): Promise<void> {
  storage = await IndexedDbStorage.ofUser(userId)
  const session = { userId, deviceId: userId, token: async () => token, renew: async () => null }
  const latest = { TimelineEntry: 50 }
  client = await SyncClient.open({
    server: location.origin,
    session,
    storage,
    schema: 1,
    latest,
    now: () => new Date(now),
  })
}

/** The code of what went wrong; empty when nothing did. */
export async function sync(): Promise<string> {
  return await client.sync().then(
    () => '',
    failure => String(failure.code),
  )
}

export async function create(collection: string, fields: Fields): Promise<string> {
  return await client.create(collection, fields)
}

export async function pending(): Promise<string[]> {
  return (await client.pending()).map(queued => queued.mutation.id)
}

export async function copy(): Promise<Record<string, unknown>> {
  const entries = await storage.transaction(transaction => transaction.list<StoredRecord>('records'))
  return Object.fromEntries(entries.map(({ key, value }) => [key, { ...value, scopes: [...value.scopes].sort() }]))
}
