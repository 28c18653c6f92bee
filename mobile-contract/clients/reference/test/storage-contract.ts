/** What every storage must do, in Node and in a browser: run by `sqlite-storage.test.ts` and by `scenario/browser.ts`. */
import type { Storage, Transaction } from '../src/storage.js'

type Check = (storage: Storage, reopen: () => Promise<Storage>) => Promise<void>

export const STORAGE_CONTRACT: Record<string, Check> = {
  async 'gives back what was put'(storage) {
    await storage.transaction(async transaction => {
      await transaction.put('records', 'a', { deep: ['中文', 1.5, null] })
      same(await transaction.get('records', 'a'), { deep: ['中文', 1.5, null] })
      same(await transaction.get('queue', 'a'), undefined)
    })
  },

  async 'lists by prefix in the order of keys'(storage) {
    await storage.transaction(async transaction => {
      for (const key of ['b/2', 'a/1', 'b/1', 'c']) {
        await transaction.put('records', key, key)
      }
      same(keys(await transaction.list('records', 'b/')), ['b/1', 'b/2'])
      same(keys(await transaction.list('records')), ['a/1', 'b/1', 'b/2', 'c'])
    })
  },

  async 'finds rows by their present tags'(storage) {
    await storage.transaction(async transaction => {
      await transaction.put('records', 'z', 1, ['red', 'blue'])
      await transaction.put('records', 'y', 2, ['red'])
      await transaction.put('queue', 'x', 3, ['red'])
      same(keys(await transaction.tagged('records', 'red')), ['y', 'z'])
      await transaction.put('records', 'z', 1, ['blue'])
      same(keys(await transaction.tagged('records', 'red')), ['y'])
      await transaction.delete('records', 'y')
      same(keys(await transaction.tagged('records', 'red')), [])
    })
  },

  async 'undoes a transaction that fails'(storage) {
    const failure = new Error('no')
    await storage
      .transaction(async transaction => {
        await transaction.put('meta', 'half', 1)
        await transaction.putBytes('half', new Uint8Array([1]))
        throw failure
      })
      .then(
        () => {
          throw new Error('it did not fail')
        },
        thrown => same(thrown === failure, true),
      )
    same(await storage.transaction(transaction => transaction.get('meta', 'half')), undefined)
    same(await storage.transaction(transaction => transaction.getBytes('half')), undefined)
  },

  async 'runs transactions one after the other'(storage) {
    const increment = async (transaction: Transaction): Promise<void> => {
      const count = (await transaction.get<number>('meta', 'count')) ?? 0
      await transaction.put('meta', 'count', count + 1)
    }
    await Promise.all(Array.from({ length: 20 }, () => storage.transaction(increment)))
    same(await storage.transaction(transaction => transaction.get('meta', 'count')), 20)
  },

  async 'keeps bytes'(storage) {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)
    await storage.transaction(transaction => transaction.putBytes('file', bytes))
    const kept = await storage.transaction(transaction => transaction.getBytes('file'))
    same(kept?.length, bytes.length)
    same(kept?.every((byte, index) => byte === bytes[index]), true)
    await storage.transaction(transaction => transaction.deleteBytes('file'))
    same(await storage.transaction(transaction => transaction.getBytes('file')), undefined)
  },

  async 'still has everything when it is opened again'(storage, reopen) {
    await storage.transaction(async transaction => {
      await transaction.put('queue', '1', { edit: true }, ['tag'])
      await transaction.putBytes('1', new Uint8Array([7]))
    })
    await storage.close()
    const again = await reopen()
    await again.transaction(async transaction => {
      same(await transaction.tagged('queue', 'tag'), [{ key: '1', value: { edit: true } }])
      same(Array.from((await transaction.getBytes('1'))!), [7])
    })
    await again.close()
  },
}

function keys(entries: { key: string }[]): string[] {
  return entries.map(entry => entry.key)
}

/** `node:assert` is not there in a browser. */
function same(actual: unknown, expected: unknown): void {
  const [one, other] = [actual, expected].map(value => JSON.stringify(value))
  if (one !== other) {
    throw new Error(`expected ${other}, got ${one}`)
  }
}
