import assert from 'node:assert'
import { createRequire } from 'node:module'
import { sample } from './samples.mjs'

const require = createRequire(import.meta.url)
const { Database, Model } = require('@nozbe/watermelondb')
const LokiJSAdapter = require('@nozbe/watermelondb/adapters/lokijs').default
const { LokiMemoryAdapter } = require('lokijs')
const { sanitizedRaw } = require('@nozbe/watermelondb/RawRecord')
require('@nozbe/watermelondb/utils/common').logger.silence()

/** WatermelonDB takes the schema, keeps every value of a record, and migrates a database of an older version. */
export async function checkWatermelon(current, older) {
  for (const [table, facts] of Object.entries(current.collections)) {
    const raw = { ...converted(facts), _status: 'synced', _changed: '' }
    assert.deepStrictEqual(
      sanitizedRaw(raw, current.watermelon.schema.tables[table]), raw, `${table}: no value is lost to its column's type`)
  }
  const adapter = open((older ?? current).watermelon)
  await write(adapter, older ?? current)
  const database = connect(await adapter.testClone(current.watermelon), current.watermelon.schema)
  for (const table of Object.keys((older ?? current).watermelon.schema.tables)) {
    const [record] = await database.get(table).query().fetch()
    assert(record, `${table}: the record is still there`)
    for (const { name } of current.watermelon.schema.tables[table].columnArray) {
      assert(name in record._raw, `${table} has the column ${name}`)
    }
  }
}

function open({ schema, migrations }) {
  return new LokiJSAdapter({
    schema,
    migrations,
    useWebWorker: false,
    useIncrementalIndexedDB: false,
    _testLokiAdapter: new LokiMemoryAdapter(),
    onSetUpError: error => { throw error },
  })
}

function connect(adapter, schema) {
  const modelClasses = Object.keys(schema.tables).map(name => class extends Model { static table = name })
  return new Database({ adapter, modelClasses })
}

async function write(adapter, version) {
  const database = connect(adapter, version.watermelon.schema)
  await database.write(async () => {
    for (const [table, facts] of Object.entries(version.collections)) {
      await database.get(table).create(record => Object.assign(record._raw, converted(facts)))
    }
  })
}

/** As PROTOCOL.md says: times are milliseconds, lists and JSON values are JSON in a string. */
function converted(facts) {
  return Object.fromEntries(Object.entries(sample(facts, true)).map(([name, value]) => {
    const field = facts.fields[name]
    if (field?.list || field?.type === 'JSON') return [name, JSON.stringify(value)]
    return [name, field?.type === 'DATE_TIME' ? Date.parse(value) : value]
  }))
}
