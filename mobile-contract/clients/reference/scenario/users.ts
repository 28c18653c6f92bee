/** Whose device it is, and for how long. */
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { SyncClient } from '../src/index.js'
import { note, Phone, setting, visit } from './setting.js'

const { rep, colleague, customers } = setting

test('two users of one device have nothing of each other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'phone-'))
  const { shared } = customers
  const first = await Phone.of(rep, folder)
  await first.client.sync()
  const id = await first.client.create('Visit', visit(shared))
  await note(first)
  await first.close()

  const second = await Phone.of(colleague, folder)
  assert.deepEqual(await second.client.pending(), [])
  assert.deepEqual(await second.copy(), {})
  await second.client.sync()
  assert.equal(await second.show('Customer', shared.customer), undefined)
  await second.close()

  const again = await Phone.of(rep, folder)
  assert.equal((await again.client.pending()).length, 1)
  const { storage } = again
  const theirs = { server: setting.server, session: second.session, storage, schema: 1 }
  await assert.rejects(SyncClient.open(theirs), /another user/)
  await again.client.sync()
  assert.deepEqual(await again.client.pending(), [])
  assert.ok(await again.show('Visit', id))
  await again.close()
})

test('an expired session costs nothing', async () => {
  const phone = await Phone.of(rep)
  const { expired } = customers
  await phone.client.sync()
  await phone.client.create('Visit', visit(expired))
  await note(phone)
  phone.session.expired = true
  await assert.rejects(phone.client.sync(), /UNAUTHENTICATED/)
  assert.ok(phone.events.some(event => event.type === 'signedOut'))
  assert.equal((await phone.client.pending()).length, 1)
  phone.session.expired = false
  await phone.client.sync()
  assert.deepEqual(await phone.client.pending(), [])
  await phone.close()
})
