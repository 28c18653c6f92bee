// A day of a rep with real RxDB collections and the generated schemas: he works offline while his supervisor changes the same
// customer and task and gives another customer away; then everybody comes to the same.
import assert from 'node:assert'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { addRxPlugin, createRxDatabase } from 'rxdb'
import { disableWarnings, RxDBDevModePlugin } from 'rxdb/plugins/dev-mode'
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { wrappedValidateAjvStorage } from 'rxdb/plugins/validate-ajv'
import { replicateRevisit } from './replication.mjs'

disableWarnings()
addRxPlugin(RxDBDevModePlugin)
addRxPlugin(RxDBMigrationSchemaPlugin)

const { url, schemas, now, rep, colleague, supervisor, kept, given, task } = JSON.parse(process.env.REVISIT_SESSION)
const source = readFileSync(schemas, 'utf8')
const generated = JSON.parse(source.match(/^export const schemas = (.*?) as const$/ms)[1])

/** A phone: a database whose network can be cut. */
async function phone({ user, token }) {
  let cut = null
  const server = {
    url,
    user,
    token: () => token,
    now: () => new Date(now),
    fetch: (address, options) => {
      if (cut) return Promise.reject(new TypeError('offline'))
      const signals = [options.signal, network.signal].filter(Boolean)
      return fetch(address, { ...options, signal: AbortSignal.any(signals) })
    },
  }
  let network = new AbortController()
  const database = await createRxDatabase({
    name: `phone-of-${user}`,
    storage: wrappedValidateAjvStorage({ storage: getRxStorageMemory() }),
  })
  const names = ['customer', 'visit', 'task']
  const collections = await database.addCollections(
    Object.fromEntries(
      names.map((name) => [
        name,
        {
          schema: generated[name[0].toUpperCase() + name.slice(1)],
          migrationStrategies: { 1: (document) => document },
        },
      ]),
    ),
  )
  const replications = names.map((name) =>
    replicateRevisit({ rxCollection: collections[name], server, retryTime: 200 }),
  )
  await Promise.all(replications.map((replication) => replication.awaitInitialReplication()))
  return {
    ...collections,
    database,
    goOffline() {
      cut = true
      network.abort()
    },
    goOnline() {
      network = new AbortController()
      cut = null
      replications.forEach((replication) => replication.reSync())
    },
    close: () => database.close(),
  }
}

async function graphql(query, variables) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${supervisor.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  assert(!errors, JSON.stringify(errors))
  for (const payload of Object.values(data)) assert.deepStrictEqual(payload.userErrors ?? [], [])
  return data
}

async function changeCustomer(id, change) {
  const { customer } = await graphql('query ($id: ID!) { customer(id: $id) { version } }', { id })
  const input = { idempotencyKey: randomUUID(), id, expectedVersion: customer.version, ...change }
  await graphql('mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { userErrors { code } } }', { input })
}

async function until(what, condition) {
  for (const end = Date.now() + 20_000; ; ) {
    if (await condition()) return
    assert(Date.now() < end, `${what} never came`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const find = (collection, id) => collection.findOne(id).exec()
const time = (text) => new Date(text).getTime()

const his = await phone(rep)
const hers = await phone(colleague)
assert(await find(his.customer, kept), 'he has the customer that he keeps')
assert(await find(his.customer, given), 'he has the customer that he will lose')
assert(await find(his.task, task), 'he has his task')
assert.strictEqual(await find(hers.customer, given), null, 'she has nothing of it yet')

his.goOffline()
await (await find(his.customer, kept)).incrementalPatch({ industry: 'Tea trade' })
await (await find(his.customer, kept)).incrementalPatch({ phone: '+86 21 1111' })
await (await find(his.task, task)).incrementalPatch({ dueAt: '2026-03-02T20:00:00Z' })
const visit = randomUUID()
await his.visit.insert({
  id: visit,
  customerId: given,
  channel: 'ON_SITE',
  outcome: 'OBJECTIVE_MET',
  summary: 'Done before anybody told me',
  startedAt: '2026-03-02T07:00:00Z',
})

await changeCustomer(kept, { segment: 'Key account', phone: '+86 21 2222' })
await changeCustomer(given, { ownerId: colleague.user })
await graphql('mutation ($input: RescheduleTaskInput!) { rescheduleTask(input: $input) { userErrors { code } } }', {
  input: {
    idempotencyKey: randomUUID(),
    id: task,
    dueAt: '2026-03-02T22:00:00Z',
    latestAt: '2026-03-04T00:00:00Z',
  },
})
await until('the given customer', () => find(hers.customer, given))
assert.strictEqual((await find(his.customer, kept)).segment, null, 'he is offline')

his.goOnline()
await until('the customer that both changed', async () => {
  const { segment, industry, phone: number } = await find(his.customer, kept)
  return segment === 'Key account' && industry === 'Tea trade' && number === '+86 21 1111'
})
await until("the supervisor's time", async () => time((await find(his.task, task)).dueAt) === time('2026-03-02T22:00:00Z'))
await until('the loss of the given customer', async () => !(await find(his.customer, given)))
await until('the loss of its visit', async () => !(await find(his.visit, visit)))
await until('his visit on her phone', async () => (await find(hers.visit, visit))?.summary === 'Done before anybody told me')
const left = await his.visit.find({ selector: { customerId: given } }).exec()
assert.deepStrictEqual(left, [], 'nothing of the given customer is left')

await his.close()
await hers.close()
console.log('converged')
process.exit()
