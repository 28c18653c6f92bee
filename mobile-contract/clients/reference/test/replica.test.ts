import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { position, storePage, storeRows } from '../src/pages.js'
import { batch, enqueue, settle, type Edit } from '../src/queue.js'
import { view, viewAll, type Queued, type StoredRecord } from '../src/records.js'
import { SqliteStorage } from '../src/sqlite-storage.js'
import type { Transaction } from '../src/storage.js'
import type { Frame, RowsFrame, Verdict } from '../src/wire.js'

const [ME, CUSTOMER, OTHER, TASK] = ['me', 'customer', 'other', 'task']
const NOW = new Date('2026-03-02T09:00:00Z')
const END: Frame = { frame: 'checkpoint', cursor: 'end', more: false }

let storage: SqliteStorage

beforeEach(() => {
  storage = SqliteStorage.open(':memory:')
})
afterEach(() => storage.close())

function within<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return storage.transaction(work)
}

function rows(collection: string, ...records: [scope: string, version: number, id: string, title?: string][]): Frame {
  const values = records.map(([scope, version, id, title = 'as it was']) => [scope, version, id, title])
  return { frame: 'rows', collection, columns: ['syncScope', 'syncVersion', 'id', 'title'], rows: values }
}

function store(...page: Frame[]): Promise<void> {
  return within(transaction => storePage(transaction, page, { Entry: 2 }))
}

function edit(op: Edit['op'], recordId: string, title?: string, collection = 'Task'): Edit {
  return { op, collection, recordId, fields: title === undefined ? {} : { title } }
}

function write(...edits: Edit[]): Promise<unknown> {
  return within(transaction => enqueue(transaction, ME, NOW, edits))
}

function queue(): Promise<Queued[]> {
  return within(async transaction => (await transaction.list<Queued>('queue')).map(entry => entry.value))
}

/** The server's answer to the oldest mutation. */
async function answer(verdict: Partial<Verdict>): Promise<void> {
  await within(async transaction => {
    const entry = (await transaction.list<Queued>('queue'))[0]!
    await settle(transaction, entry, { id: entry.value.mutation.id, status: null, replayed: false, record: null, ...verdict }, NOW)
  })
}

async function stand(): Promise<unknown[]> {
  const { cursor, complete } = await within(position)
  return [cursor, complete]
}

async function titles(collection = 'Task'): Promise<Record<string, unknown>> {
  const records = await within(transaction => viewAll(transaction, collection))
  return Object.fromEntries(records.map(record => [record.id, record.fields['title']]))
}

describe('pages', () => {
  test('keep a record while it stands in another scope', async () => {
    await store(rows('Task', [CUSTOMER, 1, TASK], [ME, 1, TASK], [CUSTOMER, 1, 'lonely']), END)
    await store({ frame: 'drop', scope: CUSTOMER }, END)
    assert.deepEqual(Object.keys(await titles()), [TASK])
    await store({ frame: 'tombstones', collection: 'Task', records: [[ME, TASK]] }, END)
    assert.deepEqual(await titles(), {})
  })

  test('keep a record with an unsent edit until its verdict', async () => {
    await store(rows('Task', [CUSTOMER, 1, TASK], [CUSTOMER, 1, 'clean']), END)
    await write(edit('UPDATE', TASK, 'mine'))
    await store({ frame: 'drop', scope: CUSTOMER }, END)
    assert.deepEqual(await titles(), { [TASK]: 'mine' })
    await answer({ status: 'APPLIED', record: null })
    assert.deepEqual(await titles(), {})
  })

  test('move the cursor only at a checkpoint, and tell what was seen whole', async () => {
    await store(rows('Task', [CUSTOMER, 1, TASK]))
    assert.deepEqual(await stand(), [null, null])
    await store({ frame: 'checkpoint', cursor: 'half', more: true })
    assert.deepEqual(await stand(), ['half', null])
    await store(END)
    assert.deepEqual(await stand(), ['end', 'end'])
  })

  test('remember that the server asked for a comparison', async () => {
    await store({ frame: 'hello', protocol: 1, schema: 1, serverTime: '', verify: true }, END)
    assert.equal((await within(position)).verify, true)
  })

  test('skip frames that are not known', async () => {
    await store({ frame: 'weather' } as unknown as Frame, END)
    assert.equal((await within(position)).cursor, 'end')
  })

  test('keep the latest of each scope where that is the rule', async () => {
    await store(rows('Entry', [CUSTOMER, 1, 'a'], [CUSTOMER, 3, 'b'], [CUSTOMER, 2, 'c'], [OTHER, 1, 'd']), END)
    assert.deepEqual(Object.keys(await titles('Entry')), ['b', 'c', 'd'])
    await store(rows('Entry', [CUSTOMER, 4, 'e']), END)
    assert.deepEqual(Object.keys(await titles('Entry')), ['b', 'd', 'e'])
  })

  test('forget what the server confirmed but does not send', async () => {
    await write(edit('CREATE', 'new', 'mine'))
    await answer({ status: 'APPLIED', record: { id: 'new', title: 'mine' }, syncVersion: 3 })
    assert.deepEqual(await titles(), { new: 'mine' })
    await store(END)
    assert.deepEqual(await titles(), {})
  })
})

describe('a record', () => {
  test('is never replaced by an older one, unless by a repair', async () => {
    await store(rows('Task', [CUSTOMER, 5, TASK, 'new']), rows('Task', [ME, 4, TASK, 'old']))
    assert.deepEqual(await titles(), { [TASK]: 'new' })
    const repair = rows('Task', [CUSTOMER, 3, TASK, 'rewound']) as RowsFrame
    await within(transaction => storeRows(transaction, repair, {}, true))
    assert.deepEqual(await titles(), { [TASK]: 'rewound' })
    const record = await within(transaction => transaction.get<StoredRecord>('records', `Task/${TASK}`))
    assert.deepEqual(record?.scopes, [CUSTOMER, ME])
  })
})

describe('edits', () => {
  test('show at once and leave the server\'s copy alone', async () => {
    await store(rows('Task', [CUSTOMER, 7, TASK]), END)
    await write(edit('UPDATE', TASK, 'first'))
    await write(edit('UPDATE', TASK, 'second'))
    await write(edit('CREATE', 'new', 'created'))
    assert.deepEqual(await titles(), { [TASK]: 'second', new: 'created' })
    const base = await within(transaction => transaction.get<StoredRecord>('records', `Task/${TASK}`))
    assert.equal(base?.fields['title'], 'as it was')
    assert.equal((await within(transaction => view(transaction, 'Task', TASK)))?.pending, true)
    await write(edit('DELETE', TASK))
    assert.deepEqual(await titles(), { new: 'created' })
  })

  test('carry what their author saw', async () => {
    await store(rows('Task', [CUSTOMER, 7, TASK]), END)
    await write(edit('UPDATE', TASK, 'mine'))
    await write(edit('CREATE', 'new', 'created'))
    await write(edit('UPDATE', 'new', 'changed'))
    const mutations = (await queue()).map(queued => queued.mutation)
    assert.deepEqual(mutations.map(({ sequence, baseVersion, baseCursor, author, fields }) =>
      ({ sequence, baseVersion, baseCursor, author, fields })), [
      { sequence: 1, baseVersion: 7, baseCursor: 'end', author: ME, fields: { title: 'mine' } },
      { sequence: 2, baseVersion: null, baseCursor: 'end', author: ME, fields: { title: 'created' } },
      { sequence: 3, baseVersion: null, baseCursor: 'end', author: ME, fields: { title: 'changed' } },
    ])
    assert.equal(new Set(mutations.map(mutation => mutation.id)).size, 3)
  })

  test('of what is not there are refused before they are stored', async () => {
    await assert.rejects(write(edit('CREATE', 'new', 'x'), edit('UPDATE', 'nowhere', 'x')), /no Task\/nowhere/)
    assert.deepEqual(await queue(), [])
  })

  test('are sent in order, and groups are never torn', async () => {
    for (const name of ['a', 'b', 'c']) {
      await write(edit('CREATE', `${name}1`), edit('CREATE', `${name}2`))
    }
    await write(edit('CREATE', 'd'))
    const first = await within(transaction => batch(transaction, '', 3))
    assert.deepEqual(first.map(entry => entry.value.mutation.recordId), ['a1', 'a2'])
    const rest = await within(transaction => batch(transaction, first.at(-1)!.key, 5))
    assert.deepEqual(rest.map(entry => entry.value.mutation.recordId), ['b1', 'b2', 'c1', 'c2', 'd'])
    assert.equal(new Set(rest.map(entry => entry.value.mutation.group)).size, 3)
  })
})

describe('verdicts', () => {
  const theirs = { record: { id: TASK, title: 'theirs' }, syncVersion: 9 }

  beforeEach(async () => {
    await store(rows('Task', [CUSTOMER, 1, TASK]), END)
    await write(edit('UPDATE', TASK, 'mine'))
  })

  for (const status of ['APPLIED', 'MERGED'] as const) {
    test(`${status} ends the edit and stores the record`, async () => {
      await answer({ status, ...theirs })
      assert.deepEqual(await queue(), [])
      assert.deepEqual(await titles(), { [TASK]: 'theirs' })
      const record = await within(transaction => transaction.get<StoredRecord>('records', `Task/${TASK}`))
      assert.deepEqual([record?.version, record?.scopes], [9, [CUSTOMER]])
    })
  }

  for (const status of ['CONFLICT', 'REJECTED'] as const) {
    test(`${status} keeps the edit as an issue and shows the record`, async () => {
      await answer({ status, issueId: 'issue', ...theirs })
      assert.deepEqual(await queue(), [])
      assert.deepEqual(await titles(), { [TASK]: 'theirs' })
      const issues = await within(transaction => transaction.list<{ mutation: Edit }>('issues'))
      assert.deepEqual(issues[0]?.value.mutation.fields, { title: 'mine' })
    })
  }

  test('REJECTED without a record shows what was there before', async () => {
    await answer({ status: 'REJECTED', record: null, error: { code: 'FORBIDDEN', message: '' } })
    assert.deepEqual(await titles(), { [TASK]: 'as it was' })
  })

  test('HELD keeps the edit, shows it, and sends it again', async () => {
    await answer({ status: 'HELD' })
    assert.deepEqual((await queue()).map(queued => queued.state), ['HELD'])
    assert.deepEqual(await titles(), { [TASK]: 'mine' })
    assert.equal((await within(transaction => batch(transaction, ''))).length, 1)
  })

  test('none, or one of a newer server, keeps the edit', async () => {
    await answer({ status: null, retry: true })
    await answer({ status: 'POSTPONED' as unknown as null })
    assert.deepEqual((await queue()).map(queued => queued.state), ['WAITING'])
    await answer({ status: null, retry: false })
    assert.deepEqual((await queue()).map(queued => queued.state), ['STUCK'])
    assert.equal((await within(transaction => batch(transaction, ''))).length, 0)
  })

  test('of an older edit leave a newer one on top', async () => {
    await write(edit('UPDATE', TASK, 'mine, later'))
    await answer({ status: 'APPLIED', ...theirs })
    assert.deepEqual(await titles(), { [TASK]: 'mine, later' })
  })

  test('on a deletion end the record', async () => {
    await answer({ status: 'APPLIED', ...theirs })
    await write(edit('DELETE', TASK))
    await answer({ status: 'APPLIED', record: null })
    const record = await within(transaction => transaction.get('records', `Task/${TASK}`))
    assert.equal(record, undefined)
  })
})
