/** What networks and servers do to a sync. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fresh, graphql, note, Phone, setting, visit } from './setting.js'

const { rep, supervisor, customers } = setting

test('an answer that was lost after the commit does nothing twice', async () => {
  const phone = await Phone.of(rep)
  const { lost } = customers
  await phone.client.sync()
  const id = await phone.client.create('Visit', visit(lost))
  await note(phone)
  phone.network.fail({ kind: 'answer lost', path: '/sync/push' }, 2)
  await assert.rejects(phone.client.sync(), /OFFLINE/)
  await assert.rejects(phone.client.sync(), /OFFLINE/)
  assert.equal(phone.network.count.troubled, 2)
  assert.ok(await graphql(rep, 'query($id: ID!) { node(id: $id) { id } }', { id }))
  assert.equal((await phone.client.pending()).length, 1)
  await phone.client.sync()
  assert.deepEqual(await phone.client.pending(), [])
  assert.deepEqual(await phone.copy(), await fresh())
  await phone.close()
})

test('a page that is cut off is kept as far as it came, and smaller ones follow', async () => {
  const phone = await Phone.of(supervisor)
  phone.network.fail({ kind: 'cut', path: '/sync/pull', bytes: 6_000 })
  let cuts = 0
  for (let done = false; !done; ) {
    assert.ok(cuts < 50)
    const cursor = await phone.cursor()
    await phone.client.sync().then(
      () => (done = true),
      () => cuts++,
    )
    if (cuts === 1 && !done) {
      assert.equal(await phone.cursor(), cursor)
      assert.ok(Object.keys(await phone.copy()).length > 0)
    }
  }
  assert.ok(cuts >= 1, 'nothing was cut')
  assert.equal(phone.network.count.troubled, cuts)
  assert.deepEqual(await phone.copy(), await fresh(supervisor))
  await phone.close()
})

test('an app that is too old to pull still pushes', async () => {
  const phone = await Phone.of(rep)
  const { old } = customers
  await phone.client.sync()
  await phone.client.create('Visit', visit(old))
  await note(phone)
  const body = { error: { code: 'UPGRADE_REQUIRED', message: 'update the app', details: { oldestProtocol: 2 } } }
  phone.network.fail({ kind: 'answered', path: '/sync/pull', status: 426, body })
  await assert.rejects(phone.client.sync(), /UPGRADE_REQUIRED/)
  assert.ok(phone.events.some(event => event.type === 'upgradeRequired'))
  assert.deepEqual(await phone.client.pending(), [])
  await phone.close()
})
