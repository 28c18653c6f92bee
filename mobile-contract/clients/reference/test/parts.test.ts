import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { Backoff, pause } from '../src/backoff.js'
import { digest } from '../src/digest.js'
import { frames } from '../src/frames.js'
import { newId } from '../src/ids.js'

function body(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      chunks.forEach(chunk => controller.enqueue(chunk))
      controller.close()
    },
  })
}

async function all(stream: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const frame of frames(stream)) {
    found.push(frame)
  }
  return found
}

describe('ids', () => {
  test('are UUIDs of version 7 that carry the time', () => {
    const id = newId(0x0123456789ab)
    assert.match(id, /^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.notEqual(id, newId(0x0123456789ab))
    assert.ok(newId(1_800_000_000_000) < newId(1_800_000_000_001))
  })
})

describe('frames', () => {
  const text = '{"frame":"drop","scope":"上海"}\n{"frame":"checkpoint","cursor":"c","more":false}\n'
  const bytes = new TextEncoder().encode(text)

  test('are read wherever the bytes are parted', async () => {
    const whole = await all(body(bytes))
    assert.equal(whole.length, 2)
    for (let cut = 0; cut <= bytes.length; cut++) {
      assert.deepEqual(await all(body(bytes.slice(0, cut), bytes.slice(cut))), whole)
    }
  })

  test('count only with their newline', async () => {
    assert.equal((await all(body(bytes.slice(0, -1)))).length, 1)
    assert.equal((await all(body(bytes.slice(0, 10)))).length, 0)
  })

  test('come before the connection breaks', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(bytes.slice(0, 40))
        controller.error(new Error('cut'))
      },
    })
    await assert.rejects(all(broken), /cut/)
  })
})

describe('digest', () => {
  test('is the XOR of the first eight bytes of SHA-256', async () => {
    const records = [
      { id: '01900000-0000-7000-8000-000000000001', version: 5 },
      { id: '01900000-0000-7000-8000-000000000002', version: 1_764_000_000_000_000 },
    ]
    const sum = records
      .map(({ id, version }) => createHash('sha256').update(`${id}:${version}`).digest().readBigUInt64BE())
      .reduce((one, other) => one ^ other)
    assert.equal(await digest(records), sum.toString(16).padStart(16, '0'))
    assert.equal(await digest(records.reverse()), sum.toString(16).padStart(16, '0'))
  })

  test('of nothing is zeros', async () => {
    assert.equal(await digest([]), '0000000000000000')
  })
})

describe('backoff', () => {
  test('doubles up to its limit, with jitter, and starts anew after a success', () => {
    const backoff = new Backoff(1_000, 10_000, () => 0.5)
    assert.deepEqual([1, 2, 3, 4, 5, 6].map(() => backoff.next()), [500, 1_000, 2_000, 4_000, 5_000, 5_000])
    backoff.reset()
    assert.equal(backoff.next(7_000), 7_500)
  })

  test('pauses until it is told to end', async () => {
    const ending = new AbortController()
    const paused = pause(1_000_000, ending.signal)
    ending.abort()
    await paused
  })
})
