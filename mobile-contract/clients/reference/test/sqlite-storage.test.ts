import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { SqliteStorage } from '../src/sqlite-storage.js'
import { STORAGE_CONTRACT } from './storage-contract.js'

describe('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reference-client-'))
  after(() => rmSync(folder, { recursive: true }))

  for (const [name, check] of Object.entries(STORAGE_CONTRACT)) {
    test(name, async () => {
      const file = join(folder, `${name}.db`)
      const storage = SqliteStorage.open(file)
      await check(storage, async () => SqliteStorage.open(file))
    })
  }

  test('has what was committed, and nothing else, after the process was killed', async () => {
    const file = join(folder, 'killed.db')
    const killed = spawnSync(process.execPath, [new URL('./killed.js', import.meta.url).pathname, file])
    assert.equal(killed.signal, 'SIGKILL', String(killed.stderr))
    const storage = SqliteStorage.open(file)
    await storage.transaction(async transaction => {
      assert.deepEqual(await transaction.list('meta'), [{ key: 'committed', value: 1 }])
    })
    await storage.close()
  })
})
