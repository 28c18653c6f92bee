/**
 * The little that the client asks of a database: five tables of JSON values by key, kept in key order, and tags to find
 * rows by. Everything else is built on this, so that porting means writing one file like `sqlite-storage.ts`.
 *
 * Durable means durable: when `transaction` has resolved, the work survives a killed app and an empty battery. One storage
 * holds what one user has on one device. Another user of the device gets another one (another file, another name),
 * so he neither reads nor sends what is not his; a real app also encrypts the file with a key that the login unlocks.
 */

/**
 * - `records`: what the server last told, by `Collection/id`, tagged with the scopes that it stands in;
 * - `queue`: mutations that wait for a final verdict, by sequence, tagged with their record;
 * - `issues`: mutations that were refused or lost a conflict, by mutation id, tagged with their record;
 * - `files`: attachments on their way up, by attachment id;
 * - `meta`: cursor, counters.
 */
export type Table = 'records' | 'queue' | 'issues' | 'files' | 'meta'

export const TABLES: readonly Table[] = ['records', 'queue', 'issues', 'files', 'meta']

export interface Entry<T> {
  key: string
  value: T
}

/** Work that happens as a whole or not at all. Await nothing but its own methods: IndexedDB would commit meanwhile. */
export interface Transaction {
  get<T>(table: Table, key: string): Promise<T | undefined>
  put(table: Table, key: string, value: unknown, tags?: readonly string[]): Promise<void>
  delete(table: Table, key: string): Promise<void>
  /** The rows whose key begins like that, in the order of their keys. */
  list<T>(table: Table, prefix?: string): Promise<Entry<T>[]>
  /** The rows with that tag, in the order of their keys. */
  tagged<T>(table: Table, tag: string): Promise<Entry<T>[]>
  getBytes(key: string): Promise<Uint8Array | undefined>
  putBytes(key: string, bytes: Uint8Array): Promise<void>
  deleteBytes(key: string): Promise<void>
}

export interface Storage {
  /** Runs the work alone and keeps what it wrote; when it throws, nothing was written. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}
