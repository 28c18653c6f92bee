// RxDB's own test suite for replications, as it comes, against the collection "human" of a running server.
import assert from 'node:assert'
import { createHash } from 'node:crypto'
import { after, describe, it } from 'node:test'
import { addRxPlugin } from 'rxdb'
import { RxDBAttachmentsPlugin } from 'rxdb/plugins/attachments'
import { disableWarnings, RxDBDevModePlugin } from 'rxdb/plugins/dev-mode'
import { RxDBLocalDocumentsPlugin } from 'rxdb/plugins/local-documents'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { runReplicationBaseTestSuite, setConfig } from 'rxdb/plugins/test-utils'
import { wrappedValidateAjvStorage } from 'rxdb/plugins/validate-ajv'
import { replicateRevisit } from './replication.mjs'

disableWarnings()
addRxPlugin(RxDBDevModePlugin)
addRxPlugin(RxDBAttachmentsPlugin)
addRxPlugin(RxDBLocalDocumentsPlugin)
const storage = wrappedValidateAjvStorage({ storage: getRxStorageMemory() })
setConfig({ storage: { name: 'memory', getStorage: () => storage, hasAttachments: true, hasReplication: true } })
// The suite is written for a runner whose words are global.
Object.assign(globalThis, { describe, it })

const url = process.env.REVISIT_URL
const tokens = process.env.REVISIT_TOKENS.split(',')
const phones = new WeakMap()

/** Each collection is a phone of its own: whoever edits on two phones is in conflict with himself. */
function phone(collection) {
  if (!phones.has(collection)) {
    const token = tokens.pop()
    assert(token, 'there are fewer phones than collections')
    phones.set(collection, { url, token: () => token })
  }
  return phones.get(collection)
}

/** Our ids are UUIDs, the suite's are anything: the same passport is always the same UUID. */
function uuid(passportId) {
  const hash = createHash('sha1').update(`revisit-human:${passportId}`).digest('hex')
  return [hash.slice(0, 8), hash.slice(8, 12), '5' + hash.slice(13, 16), '8' + hash.slice(17, 20), hash.slice(20, 32)].join('-')
}

const known = new Map()

function know(id, { _attachments, _attachments_data, ...document }) {
  known.set(id, document)
}

/** The suite's schema has passports only, and allows nothing else. A tombstone has only its id. */
const human = {
  collection: 'human',
  toServer: (document) => {
    const id = uuid(document.passportId)
    know(id, document)
    return { ...document, id }
  },
  fromServer: ({ id, syncVersion, ...document }) => {
    if (document._deleted) return { ...known.get(id), _deleted: true }
    know(id, document)
    return document
  },
}

function replicate(collection, options) {
  return replicateRevisit({ rxCollection: collection, server: phone(collection), retryTime: 200, ...human, ...options })
}

async function syncOnce(collection, attachments) {
  const replication = replicate(collection, { live: false, attachments })
  const failures = []
  replication.error$.subscribe((failure) => failures.push(failure))
  await replication.awaitInitialReplication()
  assert.deepStrictEqual(failures, [])
}

const observer = { url, token: () => tokens[0] }

async function request(path, body) {
  const response = await fetch(`${url}/sync/rxdb/human/${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${observer.token()}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  assert.strictEqual(response.status, 200)
  return response.json()
}

async function getAllServerDocs() {
  return (await request('pull', { limit: 5000 })).documents
}

async function cleanUpServer() {
  const documents = await getAllServerDocs()
  await request(
    'push',
    documents.map((document) => ({ assumedMasterState: document, newDocumentState: { ...document, _deleted: true } })),
  )
  assert.deepStrictEqual(await getAllServerDocs(), [])
}

// A test that failed leaves replications behind.
after(() => setTimeout(() => process.exit(), 1000).unref())

describe('Revisit', () => {
  runReplicationBaseTestSuite({
    startReplication: (collection) => replicate(collection),
    syncOnce,
    getAllServerDocs,
    cleanUpServer,
    softDeletes: false,
    getPrimaryOfServerDoc: (document) => document.passportId,
    syncOnceWithAttachments: (collection) => syncOnce(collection, true),
    syncOnceWithAttachmentsDisabled: (collection) => syncOnce(collection, false),
  })
})
