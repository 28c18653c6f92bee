import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const { Database, Model } = require('@nozbe/watermelondb')
const { default: LokiJSAdapter } = require('@nozbe/watermelondb/adapters/lokijs')
const { LokiMemoryAdapter } = require('lokijs')
const { setGenerator } = require('@nozbe/watermelondb/utils/common/randomId')
const { logger } = require('@nozbe/watermelondb/utils/common')

// The server takes UUIDs only.
setGenerator(() => randomUUID())

/** What WatermelonDB complained about: it reports what a server does wrong, and goes on. */
export const complaints = []
logger.silence()
logger.error = (...messages) => complaints.push(messages.join(' '))

/** A generated file without a build: its imports and its only export, as a module of Node's older kind. */
function generated(file) {
  const source = readFileSync(file, 'utf8')
    .replace(/^import (\{.*\}) from (.*)$/gm, 'const $1 = require($2)')
    .replace('export default ', 'return ')
  return new Function('require', source)(require)
}

/** The generated schema of a version, with its migrations. */
export function version(folder) {
  return {
    schema: generated(join(folder, 'schema.ts')),
    migrations: generated(join(folder, 'migrations.ts')),
  }
}

export function open(of) {
  return connect(new LokiJSAdapter({
    ...of,
    useWebWorker: false,
    useIncrementalIndexedDB: false,
    _testLokiAdapter: new LokiMemoryAdapter(),
    onSetUpError: error => { throw error },
  }), of)
}

/** The same database, opened by an application with a newer schema. */
export async function upgrade(database, to) {
  return connect(await database.adapter.underlyingAdapter.testClone(to), to)
}

function connect(adapter, { schema }) {
  const modelClasses = Object.keys(schema.tables).map(name => class extends Model { static table = name })
  return new Database({ adapter, modelClasses })
}

/** All records of a table as WatermelonDB holds them. */
export async function raws(database, table) {
  return (await database.get(table).query().fetch()).map(record => record._raw)
}

/** One record as WatermelonDB holds it, undefined when there is none. */
export async function raw(database, table, id) {
  return (await raws(database, table)).find(record => record.id === id)
}

export async function create(database, table, fields) {
  const made = await database.write(() => database.get(table).create(record => {
    for (const [name, value] of Object.entries(fields)) record._setRaw(name, value)
  }))
  return made.id
}

export async function update(database, table, id, fields) {
  const record = await database.get(table).find(id)
  await database.write(() => record.update(() => {
    for (const [name, value] of Object.entries(fields)) record._setRaw(name, value)
  }))
}

export async function remove(database, table, id) {
  const record = await database.get(table).find(id)
  await database.write(() => record.markAsDeleted())
}
