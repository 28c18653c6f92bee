/** Photos on their way up. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { note, Phone, setting, visit } from './setting.js'

const { rep, customers } = setting

/** Looks like a photo to whoever looks at its beginning. */
function photo(byteCount: number): Uint8Array {
  return Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), randomBytes(byteCount - 20)])
}

test('a photo that was taken offline arrives, however often it is interrupted', async () => {
  const phone = await Phone.of(rep)
  const { customer: customerId } = customers.files
  await phone.client.sync()
  phone.network.fail({ kind: 'offline' })
  const bytes = photo(900_000)
  const visitId = await phone.client.create('Visit', visit(customers.files))
  const file = { fileName: 'shelf.jpg', mediaType: 'image/jpeg', bytes }
  const attachment = await phone.client.attach({ customerId, visitId }, file)
  await note(phone)
  await assert.rejects(phone.client.sync(), /OFFLINE/)
  await phone.restart()

  phone.network.fail({ kind: 'answer lost', path: `/sync/attachments/${attachment}` }, 3)
  for (let interruption = 0; interruption < 3; interruption++) {
    await assert.rejects(phone.client.sync(), /OFFLINE/)
  }
  assert.deepEqual(await phone.client.pending(), [])
  assert.equal((await phone.client.uploads()).length, 1)
  await phone.client.sync()
  assert.deepEqual(await phone.client.uploads(), [])
  await phone.client.sync()
  assert.equal((await phone.show('Attachment', attachment))?.['state'], 'STORED')
  const headers = { Authorization: `Bearer ${rep.token}` }
  const content = await fetch(new URL(`/sync/attachments/${attachment}/content`, setting.server), { headers })
  assert.deepEqual(new Uint8Array(await content.arrayBuffer()), new Uint8Array(bytes))
  await phone.close()
})

test('a file that is not what it says is refused, and kept until the user gives it up', async () => {
  const phone = await Phone.of(rep)
  const { customer: customerId } = customers.files
  await phone.client.sync()
  const file = { fileName: 'tool.jpg', mediaType: 'image/jpeg', bytes: new TextEncoder().encode('#!/bin/sh\nexit 0\n') }
  await phone.client.attach({ customerId }, file)
  await note(phone)
  await phone.client.sync()
  const [upload] = await phone.client.uploads()
  assert.ok(upload?.refused)
  await phone.client.discard(upload)
  assert.deepEqual(await phone.client.uploads(), [])
  await phone.close()
})
