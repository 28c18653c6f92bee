/**
 * What the scenarios start from: a running server with a small company, told by environment variables, and phones that
 * reach it through a bad network.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SyncClient, type Event, type Fields, type Queued, type Session } from '../src/index.js'
import { position } from '../src/pages.js'
import type { StoredRecord } from '../src/records.js'
import { SqliteStorage } from '../src/sqlite-storage.js'
import { Network } from './network.js'

export interface Persona {
  userId: string
  token: string
}

export interface Customer {
  customer: string
  contact: string
  ticket: string
  task: string
}

export interface Setting {
  server: string
  now: string
  rep: Persona
  colleague: Persona
  supervisor: Persona
  /** Customers of the rep, one for each scenario. */
  customers: Record<Scenario, Customer>
}

type Scenario =
  | 'day'
  | 'conflict'
  | 'moved'
  | 'lost'
  | 'shared'
  | 'expired'
  | 'held'
  | 'refused'
  | 'old'
  | 'resync'
  | 'files'
  | 'woken'
  | 'browser'

export const setting = JSON.parse(process.env['SETTING']!) as Setting

/** Of these collections phones keep the latest; the generated list of collections says how many. */
const LATEST = { TimelineEntry: 50 }

/** A session whose token may be taken away. */
export class Login implements Session {
  readonly userId: string
  readonly deviceId: string
  expired = false

  constructor(private readonly persona: Persona) {
    this.userId = persona.userId
    this.deviceId = persona.userId
  }

  async token(): Promise<string | null> {
    return this.expired ? 'expired' : this.persona.token
  }

  async renew(): Promise<string | null> {
    return this.expired ? null : this.persona.token
  }
}

/** A phone in somebody's hands. */
export class Phone {
  readonly events: Event[] = []
  readonly session: Login
  client!: SyncClient
  storage!: SqliteStorage

  private constructor(
    private readonly persona: Persona,
    readonly network: Network,
    private readonly folder: string,
  ) {
    this.session = new Login(persona)
  }

  static async of(persona: Persona, folder = mkdtempSync(join(tmpdir(), 'phone-'))): Promise<Phone> {
    const phone = new Phone(persona, await Network.to(setting.server), folder)
    await phone.start()
    return phone
  }

  /** The app is closed by the system and started again by its user. */
  async restart(): Promise<void> {
    await this.storage.close()
    await this.start()
  }

  async close(): Promise<void> {
    await this.storage.close()
    this.network.close()
  }

  async show(collection: string, id: string): Promise<Fields | undefined> {
    return (await this.client.get(collection, id))?.fields
  }

  async cursor(): Promise<string | null> {
    return (await this.storage.transaction(position)).cursor
  }

  /** The copy without the queue, in a form that can be compared. */
  async copy(): Promise<Record<string, unknown>> {
    const entries = await this.storage.transaction(transaction => transaction.list<StoredRecord>('records'))
    return Object.fromEntries(entries.map(({ key, value }) => [key, { ...value, scopes: [...value.scopes].sort() }]))
  }

  private async start(): Promise<void> {
    this.storage = SqliteStorage.ofUser(this.folder, this.persona.userId)
    this.client = await SyncClient.open({
      server: this.network.address,
      session: this.session,
      storage: this.storage,
      schema: 1,
      latest: LATEST,
      now: () => new Date(setting.now),
      idleMillis: 10_000,
    })
    this.client.on(event => this.events.push(event))
  }
}

/** All edits that were made in any scenario, for the test that started this program. */
export const made = new Map<string, Queued>()

/** Remembers what waits in a phone's queue. */
export async function note(phone: Phone): Promise<void> {
  for (const queued of await phone.client.pending()) {
    made.set(queued.mutation.id, queued)
  }
}

/** The copy of a phone that starts from nothing: what everybody else's must be like. */
export async function fresh(persona = setting.rep): Promise<Record<string, unknown>> {
  const phone = await Phone.of(persona)
  await phone.client.sync()
  const copy = await phone.copy()
  await phone.close()
  return copy
}

/** Waits for something that others bring about. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await condition()); attempt++) {
    if (attempt > 400) {
      throw new Error('it never happened')
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** What somebody does at his desk, who is always online. */
export async function graphql(persona: Persona, query: string, variables: Record<string, unknown>): Promise<any> {
  const response = await fetch(new URL('/graphql', setting.server), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${persona.token}` },
    body: JSON.stringify({ query, variables }),
  })
  const answer = (await response.json()) as { data: Record<string, { userErrors?: unknown[] }>; errors?: unknown }
  const refused = Object.values(answer.data ?? {}).some(payload => (payload?.userErrors?.length ?? 0) > 0)
  if (answer.errors !== undefined || refused) {
    throw new Error(JSON.stringify(answer))
  }
  return answer.data
}

/** The supervisor changes a customer. */
export async function changeCustomer(id: string, change: Record<string, unknown>): Promise<void> {
  const { customer } = await graphql(setting.supervisor, 'query($id: ID!) { customer(id: $id) { version } }', { id })
  const input = { idempotencyKey: crypto.randomUUID(), id, expectedVersion: customer.version, ...change }
  const mutation = 'mutation($input: UpdateCustomerInput!) { updateCustomer(input: $input) { userErrors { code } } }'
  await graphql(setting.supervisor, mutation, { input })
}

/** The supervisor gives a customer and what is open there to the colleague: the rep has nothing more to do with him. */
export async function reassign(customer: Customer): Promise<void> {
  const input = { idempotencyKey: crypto.randomUUID(), id: customer.task, assigneeId: setting.colleague.userId }
  const assign = 'mutation($input: AssignTaskInput!) { assignTask(input: $input) { userErrors { code } } }'
  await graphql(setting.supervisor, assign, { input })
  await changeCustomer(customer.customer, { ownerId: setting.colleague.userId })
}

export function visit(customer: Customer, more: Fields = {}): Fields {
  return {
    customerId: customer.customer,
    channel: 'ON_SITE',
    outcome: 'OBJECTIVE_MET',
    summary: 'Spoke about spring',
    startedAt: setting.now,
    ...more,
  }
}
