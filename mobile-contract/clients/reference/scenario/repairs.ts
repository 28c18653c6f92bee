/** What is done about a copy that is wrong. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../src/ids.js'
import { putRecord, type StoredRecord } from '../src/records.js'
import { fresh, note, Phone, setting, visit } from './setting.js'

const { rep, customers } = setting

/** Breaks the copy in the three ways in which one can be broken. */
async function corrupt(phone: Phone): Promise<void> {
  await phone.storage.transaction(async transaction => {
    const visits = await transaction.list<StoredRecord>('records', 'Visit/')
    const contacts = await transaction.list<StoredRecord>('records', 'Contact/')
    const ghost = newId()
    await transaction.delete('records', visits[0]!.key)
    await putRecord(transaction, { ...visits[1]!.value, version: 7, fields: { summary: 'rotten' } })
    await putRecord(transaction, { ...contacts[0]!.value, id: ghost, fields: { id: ghost } })
  })
}

test('digests find what is broken and repair nothing else', async () => {
  const phone = await Phone.of(rep)
  await phone.client.sync()
  assert.equal(await phone.client.repair(), 0)
  await corrupt(phone)
  assert.notDeepEqual(await phone.copy(), await fresh())
  assert.equal(await phone.client.repair(), 3)
  assert.deepEqual(await phone.copy(), await fresh())
  await phone.close()
})

test('a cursor that is good for nothing costs a comparison, and never the queue', async () => {
  const phone = await Phone.of(rep)
  const { resync } = customers
  await phone.client.sync()
  await corrupt(phone)
  await phone.client.create('Visit', visit(resync))
  await note(phone)
  const body = { error: { code: 'RESYNC_REQUIRED', message: 'compare' } }
  phone.network.fail({ kind: 'answered', path: '/sync/pull', status: 409, body }, 1)
  await phone.client.sync()
  assert.deepEqual(await phone.client.pending(), [])
  assert.deepEqual(await phone.copy(), await fresh())

  phone.network.fail({ kind: 'answered', path: '/sync/pull', status: 409, body })
  await assert.rejects(phone.client.sync(), /RESYNC_REQUIRED/)
  assert.equal(phone.network.count.troubled, 1)
  await phone.close()
})
