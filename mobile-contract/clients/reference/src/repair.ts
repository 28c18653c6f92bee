/**
 * Compares the copy with the server by digests, from the whole to the differing records: collections, then the scopes of a
 * collection that differs, then ids and versions of a scope that differs. Only records that differ are sent. A record
 * that stands in two scopes counts in both.
 *
 * The same finds the way back when the server says `RESYNC_REQUIRED`: its database was rewound, or the phone was away for
 * too long. The answer carries a cursor that goes on from what was compared.
 */
import { digest, type Versioned } from './digest.js'
import type { Http } from './http.js'
import { position, removeRecords, setPosition, storeRows, type Latest } from './pages.js'
import type { StoredRecord } from './records.js'
import type { Storage } from './storage.js'
import { PROTOCOL, type Repair, type ScopeDigest, type ScopeDigests, type Totals } from './wire.js'

/** How many records one request may name. */
const MOST_RECORDS = 5_000

/** What the phone holds of a collection, scope by scope, in the order of ids. */
type Held = Map<string, Versioned[]>

export class Repairs {
  private repaired = 0

  constructor(
    private readonly http: Http,
    private readonly storage: Storage,
    private readonly schema: number,
    private readonly latest: Latest,
  ) {}

  /** Repairs the copy, and makes the cursor a new one when the old one is lost; the number of records that differed. */
  async run(cursorIsLost = false): Promise<number> {
    const { cursor } = await this.storage.transaction(position)
    const totals = await this.ask<Totals>({ cursor })
    const copy = await this.held()
    for (const { collection, count, hash } of totals.collections) {
      const held: Held = copy.get(collection) ?? new Map()
      const all = [...held.values()].flat()
      if (all.length !== count || (await digest(all)) !== hash) {
        await this.repairCollection(collection, held)
      }
    }
    const moved = cursorIsLost ? { cursor: totals.cursor, complete: totals.cursor } : {}
    await this.storage.transaction(transaction => setPosition(transaction, { ...moved, verify: false }))
    return this.repaired
  }

  private async repairCollection(collection: string, held: Held): Promise<void> {
    const scopes = await this.scopes(collection)
    for (const scope of new Set([...scopes.keys(), ...held.keys()])) {
      const mine = held.get(scope) ?? []
      const theirs = scopes.get(scope)
      if (theirs?.count !== mine.length || theirs.hash !== (await digest(mine))) {
        await this.repairScope(collection, scope, mine)
      }
    }
  }

  private async scopes(collection: string): Promise<Map<string, ScopeDigest>> {
    const found = new Map<string, ScopeDigest>()
    for (let after: string | null = null, more = true; more; ) {
      const answer: ScopeDigests = await this.ask({ collection, after })
      answer.scopes.forEach(scope => found.set(scope.scope, scope))
      more = answer.more
      after = answer.scopes.at(-1)?.scope ?? null
    }
    return found
  }

  /** In parts: the phone names so many ids up to one, the server answers so many bytes of what differs up to there. */
  private async repairScope(collection: string, scope: string, held: Versioned[]): Promise<void> {
    let after: string | null = null
    do {
      const bound: string = after ?? ''
      const rest = held.filter(record => record.id > bound)
      const part = rest.slice(0, MOST_RECORDS)
      const until: string | null = part.length < rest.length ? part.at(-1)!.id : null
      const records = part.map(({ id, version }) => [id, version])
      const answer: Repair = await this.ask({ collection, scope, after, until, records })
      const gone = answer.forget.map((id): [string, string] => [scope, id])
      await this.storage.transaction(async transaction => {
        await storeRows(transaction, answer, this.latest, true)
        await removeRecords(transaction, { frame: 'tombstones', collection, records: gone })
      })
      this.repaired += answer.rows.length + gone.length
      after = answer.more ? String(answer.rows.at(-1)?.[answer.columns.indexOf('id')]) : until
    } while (after !== null)
  }

  private async held(): Promise<Map<string, Held>> {
    const copy = new Map<string, Held>()
    for (const { value } of await this.storage.transaction(transaction => transaction.list<StoredRecord>('records'))) {
      const held: Held = copy.get(value.collection) ?? new Map()
      copy.set(value.collection, held)
      for (const scope of value.scopes) {
        const records = held.get(scope) ?? []
        held.set(scope, records)
        records.push(value)
      }
    }
    return copy
  }

  private ask<T>(question: object): Promise<T> {
    return this.http.post<T>('/sync/digest', { protocol: PROTOCOL, schema: this.schema, ...question })
  }
}
