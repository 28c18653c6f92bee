// A phone with WatermelonDB and a supervisor with a browser: node session.mjs <scenario>
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { complaints, create, open, raw, raws, remove, update, upgrade, version } from './database.mjs'
import { sync } from './sync.mjs'

const { SERVER, REP, SUPERVISOR, FACTS, FIRST_SCHEMA, SECOND_SCHEMA } = process.env
const facts = JSON.parse(FACTS)
const first = version(FIRST_SCHEMA)
const second = version(SECOND_SCHEMA)
const rep = { url: SERVER, token: REP }

const scenarios = {
  async syncs() {
    const phone = open(second)
    const log = {}
    let answers = 0
    await sync(phone, { ...rep, fetch: (...request) => { answers++; return fetch(...request) } }, log)
    assert(answers > 1, 'what is too large for one answer comes in several')
    for (const [table, count] of Object.entries(facts.counts)) {
      assert.equal((await raws(phone, table)).length, count, `${table}: everything came, each record once`)
    }
    const customer = await raw(phone, 'Customer', facts.customer)
    assert.equal(typeof customer.createdAt, 'number')
    assert(Math.abs(customer.createdAt - Date.now()) < 365 * 86_400_000 * 2, 'milliseconds since 1970')
    assert.deepEqual(JSON.parse(customer.tags), [])
    assert(customer.syncVersion > 0)

    await sync(phone, rep, log)
    assert.equal(log.remoteChangeCount, 0, 'nothing comes twice')

    await edit('Contact', facts.contact, { phone: '+86 1' })
    await sync(phone, rep)
    assert.equal((await raw(phone, 'Contact', facts.contact)).phone, '+86 1')

    await graphql('mutation ($input: DeleteContactInput!) { deleteContact(input: $input) { userErrors { code } } }',
      { idempotencyKey: randomUUID(), id: facts.contact })
    await sync(phone, rep)
    assert.equal(await raw(phone, 'Contact', facts.contact), undefined, 'what was deleted has left')
  },

  async sends() {
    const phone = open(second)
    await sync(phone, rep)
    const contact = await create(phone, 'Contact', { customerId: facts.customer, name: 'Li Na', main: false })
    await update(phone, 'Contact', contact, { title: 'Buyer' })
    await create(phone, 'Visit', {
      customerId: facts.customer, channel: 'ON_SITE', outcome: 'OBJECTIVE_MET', summary: 'Offline', startedAt: facts.now - 3_600_000,
    })
    await update(phone, 'Customer', facts.customer, { phone: '+86 2', tags: JSON.stringify(['tea', 'new']) })
    await remove(phone, 'Contact', facts.contact)

    // The server did it all, and the phone never heard.
    const deaf = { ...rep, fetch: (url, options) => options.method === 'POST'
      ? fetch(url, options).then(() => { throw new Error('connection lost') })
      : fetch(url, options) }
    await assert.rejects(sync(phone, deaf), /connection lost/)
    await update(phone, 'Contact', contact, { email: 'li.na@example.com' })

    assert.deepEqual(await sync(phone, rep), [], 'nothing is refused, nothing conflicts')
    await sync(phone, rep)
    const stored = await raw(phone, 'Contact', contact)
    assert.equal(stored._status, 'synced')
    assert.deepEqual([stored.title, stored.email], ['Buyer', 'li.na@example.com'])
    assert(stored.version >= 2, 'what existed was updated')
    assert.equal((await raws(phone, 'Visit')).filter(visit => visit.summary === 'Offline').length, 1)
    assert.deepEqual(JSON.parse((await raw(phone, 'Customer', facts.customer)).tags), ['tea', 'new'])

    // There and back again: the same edit at another time is another edit.
    for (const name of ['Li Na 2', 'Li Na', 'Li Na 2']) {
      await update(phone, 'Contact', contact, { name })
      await sync(phone, rep)
    }
    const other = open(second)
    await sync(other, rep)
    assert.equal((await raw(other, 'Contact', contact)).name, 'Li Na 2')
  },

  async conflicts() {
    const phone = open(second)
    await sync(phone, rep)
    await update(phone, 'Ticket', facts.ticket, { state: 'RESOLVED', resolution: 'Sent new ones' })
    await update(phone, 'Contact', facts.contact, { name: 'Named by the rep', phone: '+86 3' })
    await edit('Ticket', facts.ticket, { state: 'IN_PROGRESS' })
    await edit('Contact', facts.contact, { name: 'Named by the supervisor', title: 'Head of purchasing' })

    const verdicts = await sync(phone, rep)
    assert.deepEqual(new Set(verdicts.map(verdict => `${verdict.collection} ${verdict.status}`)),
      new Set(['Ticket CONFLICT', 'Contact CONFLICT']))
    assert(verdicts.every(verdict => verdict.issueId), 'who lost is kept')

    const ticket = await raw(phone, 'Ticket', facts.ticket)
    assert.deepEqual([ticket.state, ticket.resolution, ticket._status], ['IN_PROGRESS', null, 'synced'],
      'the phone learns that the server decided otherwise')
    const contact = await raw(phone, 'Contact', facts.contact)
    assert.deepEqual([contact.name, contact.phone, contact.title], ['Named by the rep', '+86 3', 'Head of purchasing'],
      'the phone wins, and what others changed beside it stays')

    // What one has seen is no conflict.
    await edit('Contact', facts.contact, { phone: '+86 4' })
    await sync(phone, rep)
    await update(phone, 'Contact', facts.contact, { phone: '+86 5' })
    assert.deepEqual(await sync(phone, rep), [])
  },

  async migrates() {
    const old = open(first)
    await edit('Contact', facts.contact, { title: 'Buyer' })
    await sync(old, rep)
    assert(!('title' in await raw(old, 'Contact', facts.contact)))
    await update(old, 'Contact', facts.contact, { phone: '+86 6' })

    const phone = await upgrade(old, second)
    assert.equal((await raw(phone, 'Contact', facts.contact)).title, null)
    const log = {}
    await sync(phone, rep, log)
    assert.equal((await raw(phone, 'Contact', facts.contact)).title, 'Buyer', 'a new field comes')
    assert.equal((await raw(phone, 'Contact', facts.contact)).phone, '+86 6', 'and takes no edit away')
    assert.equal((await raws(phone, 'Ticket')).length, facts.counts.Ticket, 'a new table comes')

    await sync(phone, rep, log)
    assert.equal(log.migration, null)
    const whole = open(second)
    await sync(whole, rep)
    for (const table of Object.keys(second.schema.tables)) {
      assert.deepEqual(sorted(await raws(phone, table)), sorted(await raws(whole, table)), `${table}: as if installed anew`)
    }
  },

  async refuses() {
    const phone = open(second)
    await sync(phone, rep)
    await update(phone, 'Contact', facts.contact, { name: 'x'.repeat(500) })
    await update(phone, 'Order', facts.order, { state: 'CANCELLED' })
    await update(phone, 'Customer', facts.customer, { phone: '+86 7' })
    const foreign = await create(phone, 'Contact', { customerId: facts.foreign, name: 'Not mine', main: false })

    const log = {}
    const refused = await sync(phone, rep, log)
    assert.deepEqual(log.rejectedIds, { Contact: [foreign, facts.contact], Order: [facts.order] })
    assert.deepEqual(refused.map(verdict => verdict.status), ['REJECTED', 'REJECTED', 'REJECTED'])
    assert(refused.every(verdict => verdict.error.code), 'with the reason')
    assert.equal((await raw(phone, 'Customer', facts.customer))._status, 'synced', 'nothing else is blocked')
    assert.equal((await raw(phone, 'Contact', facts.contact))._status, 'updated', 'and nothing is lost')

    const again = await sync(phone, rep)
    assert.deepEqual(again.map(verdict => verdict.issueId), refused.map(verdict => verdict.issueId), 'no second issue')

    await update(phone, 'Contact', facts.contact, { name: 'Short' })
    await sync(phone, rep, log)
    assert.deepEqual(log.rejectedIds, { Contact: [foreign], Order: [facts.order] })
    const other = open(second)
    await sync(other, rep)
    assert.equal((await raw(other, 'Contact', facts.contact)).name, 'Short')
    assert.equal((await raw(other, 'Customer', facts.customer)).phone, '+86 7')
  },

  async leaves() {
    const phone = open(second)
    await sync(phone, rep)
    await update(phone, 'Customer', facts.customer, { phone: '+86 8' })
    await create(phone, 'Visit', {
      customerId: facts.customer, channel: 'PHONE', outcome: 'OBJECTIVE_MET', summary: 'Last call', startedAt: facts.now - 60_000,
    })
    await edit('Customer', facts.customer, { ownerId: facts.colleague })

    // The first attempt ends between pull and push.
    const cut = { ...rep, fetch: (url, options) => options.method === 'POST' ? Promise.reject(new Error('no network')) : fetch(url, options) }
    await assert.rejects(sync(phone, cut), /no network/)
    await assert.rejects(sync(phone, cut), /no network/)
    assert.equal((await raw(phone, 'Customer', facts.customer)).phone, '+86 8', 'unsent work is still there')

    const verdicts = await sync(phone, rep)
    assert.deepEqual(verdicts.map(verdict => [verdict.collection, verdict.status, verdict.late]).sort(),
      [['Customer', 'MERGED', true], ['Visit', 'APPLIED', true]])
    for (const table of ['Customer', 'Contact', 'Order', 'Visit', 'Ticket', 'TimelineEntry']) {
      const left = (await raws(phone, table)).filter(record => record.id === facts.customer || record.customerId === facts.customer)
      assert.deepEqual(left, [], `${table}: the customer has left`)
    }
  },

  /** An application that does not tell whether it has unsent edits. */
  async leavesLater() {
    const phone = open(second)
    const silent = { ...rep, unsent: false }
    await sync(phone, silent)
    await update(phone, 'Customer', facts.customer, { phone: '+86 9' })
    await edit('Customer', facts.customer, { ownerId: facts.colleague })
    const verdicts = await sync(phone, silent)
    assert.deepEqual(verdicts.map(verdict => [verdict.collection, verdict.status, verdict.late]), [['Customer', 'MERGED', true]])
    assert.equal(await raw(phone, 'Customer', facts.customer), undefined)
  },

  async startsAgain() {
    const phone = open(second)
    await sync(phone, rep)
    await update(phone, 'Customer', facts.customer, { phone: '+86 10' })
    const gone = await create(phone, 'Contact', { customerId: facts.foreign, name: 'Not mine', main: false })
    await phone.adapter.setLocal('__watermelon_last_pulled_at', '12345')
    await phone.write(() => phone.get('Product').create(record => { record._raw._status = 'synced' }))

    await sync(phone, rep)
    const whole = open(second)
    await sync(whole, rep)
    assert.equal((await raw(whole, 'Customer', facts.customer)).phone, '+86 10', 'unsent work came in first')
    assert(await raw(phone, 'Contact', gone), 'and what was refused is not lost')
    for (const table of Object.keys(second.schema.tables).filter(table => table !== 'Contact')) {
      assert.deepEqual(sorted(await raws(phone, table)), sorted(await raws(whole, table)), `${table}: replaced`)
    }
  },
}

const sorted = records => records.map(record => ({ ...record })).sort((one, other) => one.id.localeCompare(other.id))

async function graphql(query, input) {
  const response = await fetch(`${SERVER}/graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${SUPERVISOR}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables: input.id && !input.idempotencyKey ? input : { input } }),
  })
  const { data, errors } = await response.json()
  const problems = errors ?? Object.values(data).flatMap(value => value?.userErrors ?? [])
  assert.deepEqual(problems, [])
  return data
}

/** The supervisor changes a record online. */
async function edit(type, id, fields) {
  const field = type.toLowerCase()
  const data = await graphql(`query ($id: ID!) { ${field}: node(id: $id) { ... on ${type} { version } } }`, { id })
  await graphql(
    `mutation ($input: Update${type}Input!) { update${type}(input: $input) { userErrors { code field } } }`,
    { idempotencyKey: randomUUID(), id, expectedVersion: data[field].version, ...fields })
}

await scenarios[process.argv[2]]()
assert.deepEqual(complaints, [], 'WatermelonDB had nothing to complain about')
// LokiJS would go on saving for ever.
process.exit(0)
