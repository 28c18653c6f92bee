import assert from 'node:assert'
import { addRxPlugin, createRxDatabase } from 'rxdb'
import { disableWarnings, RxDBDevModePlugin } from 'rxdb/plugins/dev-mode'
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { wrappedValidateAjvStorage } from 'rxdb/plugins/validate-ajv'
import { sample } from './samples.mjs'

/** RxDB, as strict as it can be, takes the collections and records of them, and brings older documents up to date. */
export async function checkRxdb(current, older) {
  disableWarnings()
  addRxPlugin(RxDBDevModePlugin)
  addRxPlugin(RxDBMigrationSchemaPlugin)
  const storage = wrappedValidateAjvStorage({ storage: getRxStorageMemory() })
  const name = older ? 'older' : 'product'
  if (older) {
    const before = await createRxDatabase({ name, storage })
    await before.addCollections(older.rxdb.collections)
    await insertAll(before, older)
    await before.close()
  }
  const database = await createRxDatabase({ name, storage })
  await database.addCollections(current.rxdb.collections)
  if (older) {
    for (const [collection, { schema }] of Object.entries(older.rxdb.collections)) {
      const { id } = rename(sample(older.collections[schema.title], true), schema)
      const migrated = await database.collections[collection].findOne(id).exec()
      assert(migrated, `${collection}: the document of the older version is still there`)
      for (const [field, property] of Object.entries(current.rxdb.collections[collection].schema.properties)) {
        if (!(field in schema.properties) && property.type?.includes?.('null')) {
          assert.strictEqual(migrated.get(field), null, `${collection}.${field} is null at first`)
        }
      }
    }
  } else {
    await insertAll(database, current)
  }
  await database.close()
}

async function insertAll(database, version) {
  for (const [collection, { schema }] of Object.entries(version.rxdb.collections)) {
    const facts = version.collections[schema.title]
    const full = rename(sample(facts, true), schema)
    await database.collections[collection].insert(full)
    await database.collections[collection].insert({ ...rename(sample(facts, false), schema), id: 'another' })
    await database.collections[collection].insert({ id: 'made offline' })
    const stored = (await database.collections[collection].findOne(full.id).exec()).toJSON()
    assert.deepStrictEqual(stored, full, `${collection} comes back as it was stored`)
  }
}

/** RxDB's documents have properties of their own, so some fields have another name there. */
function rename(record, schema) {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name in schema.properties ? name : name + 'Value', value]),
  )
}
