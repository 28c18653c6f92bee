/** What reps and their supervisors do at the same time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../src/ids.js'
import type { StoredRecord } from '../src/records.js'
import { changeCustomer, fresh, graphql, note, Phone, reassign, setting, visit } from './setting.js'

const { rep, colleague, supervisor, customers } = setting

test('a day offline loses nothing', async () => {
  const phone = await Phone.of(rep)
  const { day } = customers
  await phone.client.sync()
  assert.deepEqual(await phone.copy(), await fresh())

  phone.network.fail({ kind: 'offline' })
  const visits = []
  for (const summary of ['morning', 'noon', 'evening']) {
    visits.push(await phone.client.create('Visit', visit(day, { summary })))
  }
  const ticketFields = { customerId: day.customer, kind: 'COMPLAINT', subject: 'A box is wet' }
  const ticket = await phone.client.create('Ticket', ticketFields)
  await phone.client.update('Ticket', ticket, { priority: 'HIGH' })
  await phone.client.update('Task', day.task, { state: 'DONE', closingNote: 'Done at noon' })
  await phone.client.update('Customer', day.customer, { phone: '+86 21 5555 0100' })
  assert.equal((await phone.show('Task', day.task))?.['state'], 'DONE')
  assert.equal((await phone.show('Ticket', ticket))?.['priority'], 'HIGH')
  assert.equal((await phone.show('Visit', visits[0]!))?.['summary'], 'morning')
  await assert.rejects(phone.client.sync(), /OFFLINE/)
  await note(phone)
  await phone.restart()
  assert.equal((await phone.client.pending()).length, 7)

  phone.network.recover()
  await phone.client.sync()
  assert.deepEqual(await phone.client.pending(), [])
  assert.deepEqual(await phone.client.issues(), [])
  assert.equal((await phone.show('Task', day.task))?.['state'], 'DONE')
  assert.deepEqual(await phone.copy(), await fresh())
  const query = 'query($id: ID!) { customer(id: $id) { phone visits(first: 10) { nodes { id } } } }'
  const { customer } = await graphql(rep, query, { id: day.customer })
  assert.equal(customer.phone, '+86 21 5555 0100')
  const found = customer.visits.nodes.map((each: { id: string }) => each.id)
  visits.forEach(id => assert.ok(found.includes(id), id))
  const progress = phone.events.filter(event => event.type === 'progress')
  assert.deepEqual(new Set(progress.map(event => event.step)), new Set(['push', 'pull']))
  await phone.close()
})

test('a conflict keeps both sides', async () => {
  const phone = await Phone.of(rep)
  const { conflict } = customers
  await phone.client.sync()
  await phone.client.update('Customer', conflict.customer, { phone: '111', email: 'rep@example.test' })
  await phone.client.update('Task', conflict.task, { dueAt: '2026-03-09T15:00:00Z' })
  await note(phone)
  await changeCustomer(conflict.customer, { phone: '222', industry: 'Tea' })
  const input = { idempotencyKey: crypto.randomUUID(), id: conflict.task, dueAt: '2026-03-05T15:00:00Z' }
  const reschedule = 'mutation($input: RescheduleTaskInput!) { rescheduleTask(input: $input) { userErrors { code } } }'
  await graphql(supervisor, reschedule, { input })

  await phone.client.sync()
  const issues = await phone.client.issues()
  assert.deepEqual(issues.map(issue => [issue.mutation.collection, issue.verdict.status]).sort(), [
    ['Customer', 'CONFLICT'],
    ['Task', 'CONFLICT'],
  ])
  issues.forEach(issue => assert.ok(issue.verdict.issueId))
  const customer = await phone.show('Customer', conflict.customer)
  assert.deepEqual([customer?.['phone'], customer?.['email'], customer?.['industry']], ['111', 'rep@example.test', 'Tea'])
  const dueAt = String((await phone.show('Task', conflict.task))?.['dueAt'])
  assert.equal(new Date(dueAt).toISOString(), '2026-03-05T15:00:00.000Z')
  assert.equal(phone.events.filter(event => event.type === 'issue').length, 2)
  await phone.client.dismiss(issues[0]!)
  assert.equal((await phone.client.issues()).length, 1)
  assert.deepEqual(await phone.copy(), await fresh())
  await phone.close()
})

test('a late visit is accepted, and unsent work outlives its scope', async () => {
  const phone = await Phone.of(rep)
  const { moved } = customers
  await phone.client.sync()
  const visited = await phone.client.create('Visit', visit(moved, { summary: 'before he was reassigned' }))
  await phone.client.update('Contact', moved.contact, { title: 'Buyer' })
  await note(phone)
  await reassign(moved)

  const busy = { error: { code: 'UNAVAILABLE', message: 'come again' } }
  phone.network.fail({ kind: 'answered', path: '/sync/push', status: 503, body: busy })
  await assert.rejects(phone.client.sync(), /UNAVAILABLE/)
  assert.equal(await phone.show('Customer', moved.customer), undefined)
  assert.equal(await phone.show('Ticket', moved.ticket), undefined)
  assert.equal((await phone.show('Contact', moved.contact))?.['title'], 'Buyer')
  assert.equal((await phone.show('Visit', visited))?.['summary'], 'before he was reassigned')

  phone.network.recover()
  await phone.client.sync()
  assert.deepEqual(await phone.client.pending(), [])
  assert.deepEqual(await phone.client.issues(), [])
  assert.equal(await phone.show('Contact', moved.contact), undefined)
  assert.equal(await phone.show('Visit', visited), undefined)
  assert.deepEqual(await phone.copy(), await fresh())
  const theirs = await fresh(colleague)
  const [late, contact] = [theirs[`Visit/${visited}`], theirs[`Contact/${moved.contact}`]] as StoredRecord[]
  assert.equal(late?.fields['late'], true)
  assert.equal(contact?.fields['title'], 'Buyer')
  await phone.close()
})

test('what came before its parent is held, and applied when that arrives', async () => {
  const phone = await Phone.of(rep)
  const { held } = customers
  await phone.client.sync()
  const taskId = newId()
  const visited = await phone.client.create('Visit', visit(held, { taskId, outcome: 'NOT_REACHED' }))
  await note(phone)
  await phone.client.sync()
  assert.deepEqual((await phone.client.pending()).map(queued => queued.state), ['HELD'])
  assert.ok(await phone.show('Visit', visited))
  const task = { customerId: held.customer, title: 'Call again', dueAt: '2026-03-10T15:00:00Z' }
  await phone.client.create('Task', task, taskId)
  await note(phone)
  await phone.client.sync()
  await phone.client.sync()
  assert.deepEqual(await phone.client.pending(), [])
  assert.deepEqual(await phone.client.issues(), [])
  assert.equal((await phone.show('Visit', visited))?.['taskId'], taskId)
  await phone.close()
})

test('a refused edit becomes an issue, and the app goes on', async () => {
  const phone = await Phone.of(rep)
  const { refused } = customers
  await phone.client.sync()
  await phone.client.update('Customer', refused.customer, { tier: 'A' })
  await phone.client.create('Visit', visit(refused, { csat: 9 }))
  const good = await phone.client.create('Visit', visit(refused))
  assert.equal((await phone.client.list('Visit')).filter(each => each.pending).length, 2)
  await note(phone)
  await phone.client.sync()
  const issues = await phone.client.issues()
  assert.deepEqual(issues.map(issue => issue.verdict.status), ['REJECTED', 'REJECTED'])
  assert.ok(await phone.show('Visit', good))
  assert.deepEqual(await phone.copy(), await fresh())
  await phone.close()
})
