/** How a phone hears that there is something to pull. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeCustomer, note, Phone, setting, until, visit } from './setting.js'

const { rep, customers } = setting

test('a phone in the foreground sends and hears at once, and goes on after a trouble', async () => {
  const phone = await Phone.of(rep)
  const { customer } = customers.woken
  const stop = phone.client.start()
  const field = async (name: string): Promise<unknown> => (await phone.show('Customer', customer))?.[name]
  await until(async () => (await field('name')) !== undefined)

  await changeCustomer(customer, { industry: 'Porcelain' })
  await until(async () => (await field('industry')) === 'Porcelain')

  await phone.client.create('Visit', visit(customers.woken))
  await note(phone)
  await until(async () => (await phone.client.pending()).length === 0)

  phone.network.fail({ kind: 'offline' }, 2)
  await phone.client.update('Customer', customer, { phone: '333' })
  await note(phone)
  await until(async () => (await phone.client.pending()).length === 0)
  assert.equal(phone.network.count.troubled, 2)
  stop()
  await phone.client.sync()
  await phone.close()
})
