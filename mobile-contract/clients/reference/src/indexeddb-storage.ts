/**
 * The storage on IndexedDB, for browsers. Several tabs may open it; `durability: strict` makes a commit wait for the disk.
 *
 * Browsers may throw data away when the disk is full, unless the app has called `navigator.storage.persist()`.
 */
import { TABLES, type Entry, type Storage, type Table, type Transaction } from './storage.js'

const BYTES = 'bytes'

interface Row {
  key: string
  value: unknown
  tags: readonly string[]
}

export class IndexedDbStorage implements Storage {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(name: string): Promise<IndexedDbStorage> {
    const opening = indexedDB.open(name, 1)
    opening.onupgradeneeded = () => {
      for (const table of TABLES) {
        opening.result.createObjectStore(table, { keyPath: 'key' }).createIndex('tags', 'tags', { multiEntry: true })
      }
      opening.result.createObjectStore(BYTES)
    }
    return new IndexedDbStorage(await result(opening))
  }

  /** What this user has on this device; each user of a device has a database of his own. */
  static ofUser(userId: string): Promise<IndexedDbStorage> {
    return IndexedDbStorage.open(`revisit-${userId}`)
  }

  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const opened = this.database.transaction([...TABLES, BYTES], 'readwrite', { durability: 'strict' })
    const ended = new Promise<void>((resolve, reject) => {
      opened.oncomplete = () => resolve()
      opened.onabort = () => reject(opened.error ?? new Error('the transaction was undone'))
    })
    ended.catch(() => undefined)
    let value: T
    try {
      value = await work(new IndexedDbTransaction(opened))
    } catch (failure) {
      opened.abort()
      throw failure
    }
    await ended
    return value
  }

  async close(): Promise<void> {
    this.database.close()
  }
}

class IndexedDbTransaction implements Transaction {
  constructor(private readonly transaction: IDBTransaction) {}

  async get<T>(table: Table, key: string): Promise<T | undefined> {
    const row = await result<Row | undefined>(this.store(table).get(key))
    return row?.value as T | undefined
  }

  async put(table: Table, key: string, value: unknown, tags: readonly string[] = []): Promise<void> {
    await result(this.store(table).put({ key, value, tags } satisfies Row))
  }

  async delete(table: Table, key: string): Promise<void> {
    await result(this.store(table).delete(key))
  }

  async list<T>(table: Table, prefix = ''): Promise<Entry<T>[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`, false, true)
    return entries<T>(await result<Row[]>(this.store(table).getAll(range)))
  }

  async tagged<T>(table: Table, tag: string): Promise<Entry<T>[]> {
    return entries<T>(await result<Row[]>(this.store(table).index('tags').getAll(tag)))
  }

  async getBytes(key: string): Promise<Uint8Array | undefined> {
    return await result<Uint8Array | undefined>(this.store(BYTES).get(key))
  }

  async putBytes(key: string, bytes: Uint8Array): Promise<void> {
    await result(this.store(BYTES).put(bytes, key))
  }

  async deleteBytes(key: string): Promise<void> {
    await result(this.store(BYTES).delete(key))
  }

  private store(name: string): IDBObjectStore {
    return this.transaction.objectStore(name)
  }
}

function entries<T>(rows: Row[]): Entry<T>[] {
  return rows.map(row => ({ key: row.key, value: row.value as T }))
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })
}
