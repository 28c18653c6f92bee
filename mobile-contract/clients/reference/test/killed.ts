/** A process that dies in the middle of a transaction: run by `sqlite-storage.test.ts`. */
import { SqliteStorage } from '../src/sqlite-storage.js'

const storage = SqliteStorage.open(process.argv[2]!)
await storage.transaction(transaction => transaction.put('meta', 'committed', 1))
await storage.transaction(async transaction => {
  await transaction.put('meta', 'not committed', 'x'.repeat(5_000_000))
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
})
