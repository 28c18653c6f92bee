/**
 * The storage on SQLite, for Node (and the model for Android and iOS, which have SQLite built in).
 *
 * It uses SQLite compiled to WebAssembly with real files and `fsync`, because that needs no compiler. This build marks
 * a file as in use by a folder `<file>.lock` and leaves it behind when the process is killed. One process owns a replica, so
 * whatever lock is there when it is opened is a dead one's.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import sqlite, { type Statement } from 'node-sqlite3-wasm'
import type { Entry, Storage, Table, Transaction } from './storage.js'

const SCHEMA = `
  create table if not exists rows (
    name text not null, key text not null, value text not null, primary key (name, key)) without rowid;
  create table if not exists tags (
    name text not null, tag text not null, key text not null, primary key (name, tag, key)) without rowid;
  create index if not exists tags_by_key on tags (name, key);
  create table if not exists bytes (key text primary key, value blob not null);
`

export class SqliteStorage implements Storage, Transaction {
  private readonly database: InstanceType<typeof sqlite.Database>
  private readonly statements = new Map<string, Statement>()
  private last: Promise<unknown> = Promise.resolve()

  private constructor(file: string) {
    rmSync(`${file}.lock`, { recursive: true, force: true })
    this.database = new sqlite.Database(file)
    this.database.exec('pragma locking_mode = exclusive; pragma synchronous = full')
    this.database.exec(SCHEMA)
  }

  static open(file: string): SqliteStorage {
    return new SqliteStorage(file)
  }

  /** What this user has on this device; each user of a device has a file of his own. */
  static ofUser(folder: string, userId: string): SqliteStorage {
    return new SqliteStorage(join(folder, `${userId}.db`))
  }

  /** There is one connection, so transactions take turns. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const turn = this.last.then(async () => {
      this.database.exec('begin immediate')
      try {
        const result = await work(this)
        this.database.exec('commit')
        return result
      } catch (failure) {
        this.database.exec('rollback')
        throw failure
      }
    })
    this.last = turn.catch(() => undefined)
    return turn
  }

  async get<T>(table: Table, key: string): Promise<T | undefined> {
    const row = this.statement('select value from rows where name = ? and key = ?').get([table, key])
    return row === null ? undefined : (JSON.parse(String(row['value'])) as T)
  }

  async put(table: Table, key: string, value: unknown, tags: readonly string[] = []): Promise<void> {
    this.statement('insert or replace into rows (name, key, value) values (?, ?, ?)').run([
      table,
      key,
      JSON.stringify(value),
    ])
    this.statement('delete from tags where name = ? and key = ?').run([table, key])
    for (const tag of tags) {
      this.statement('insert into tags (name, tag, key) values (?, ?, ?)').run([table, tag, key])
    }
  }

  async delete(table: Table, key: string): Promise<void> {
    this.statement('delete from rows where name = ? and key = ?').run([table, key])
    this.statement('delete from tags where name = ? and key = ?').run([table, key])
  }

  async list<T>(table: Table, prefix = ''): Promise<Entry<T>[]> {
    return entries<T>(
      this.statement('select key, value from rows where name = ? and key >= ? and key < ? order by key').all([
        table,
        prefix,
        `${prefix}\uffff`,
      ]),
    )
  }

  async tagged<T>(table: Table, tag: string): Promise<Entry<T>[]> {
    return entries<T>(
      this.statement(
        'select key, value from tags join rows using (name, key) where name = ? and tag = ? order by key',
      ).all([table, tag]),
    )
  }

  async getBytes(key: string): Promise<Uint8Array | undefined> {
    return this.statement('select value from bytes where key = ?').get([key])?.['value'] as Uint8Array | undefined
  }

  async putBytes(key: string, bytes: Uint8Array): Promise<void> {
    this.statement('insert or replace into bytes (key, value) values (?, ?)').run([key, bytes])
  }

  async deleteBytes(key: string): Promise<void> {
    this.statement('delete from bytes where key = ?').run([key])
  }

  async close(): Promise<void> {
    await this.last
    this.statements.forEach(statement => statement.finalize())
    this.statements.clear()
    this.database.close()
  }

  private statement(sql: string): Statement {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      statement = this.database.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }
}

function entries<T>(rows: Record<string, unknown>[]): Entry<T>[] {
  return rows.map(row => ({ key: String(row['key']), value: JSON.parse(String(row['value'])) as T }))
}
