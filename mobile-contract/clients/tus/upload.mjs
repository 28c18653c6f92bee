// Uploads one file with tus-js-client through a line that breaks again and again, and compares what the server has.
//
//   BASE_URL   where the server is, for example http://localhost:8080
//   TOKEN      an access token
//   CUSTOMER   id of a customer that its user may see
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { createServer, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Upload } from 'tus-js-client'

const { BASE_URL, TOKEN, CUSTOMER } = process.env
const server = new URL(BASE_URL)

/** A proxy that destroys each of its first connections after so many bytes from the client. */
function brokenLine(limits) {
  const left = [...limits]
  let broken = 0
  const proxy = createServer((client) => {
    const upstream = connect(Number(server.port), server.hostname)
    const limit = left.length > 0 ? left[0] : Infinity
    let passed = 0
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    client.on('data', (bytes) => {
      passed += bytes.length
      upstream.write(bytes)
      // A request without a body is let through: only a transfer is cut, once for each limit.
      if (passed > limit && left[0] === limit) {
        left.shift()
        broken += 1
        end()
      }
    })
    upstream.on('data', (bytes) => client.write(bytes))
    for (const side of [client, upstream]) side.on('error', end).on('close', end)
  })
  return new Promise((resolve) =>
    proxy.listen(0, '127.0.0.1', () =>
      resolve({ url: `http://127.0.0.1:${proxy.address().port}`, broken: () => broken, close: () => proxy.close() })))
}

async function announce(content, fileName) {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const input = {
    idempotencyKey: randomUUID(), customerId: CUSTOMER, fileName, mediaType: 'text/plain', byteCount: content.length, sha256,
  }
  const response = await fetch(`${BASE_URL}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({
      query: `mutation ($input: AddAttachmentInput!) {
        addAttachment(input: $input) { attachment { id state } userErrors { code } } }`,
      variables: { input },
    }),
  })
  const { data } = await response.json()
  assert.deepEqual(data.addAttachment.userErrors, [])
  return data.addAttachment.attachment
}

function upload(endpoint, content, attachmentId, options = {}) {
  const progress = []
  return new Promise((resolve, reject) => {
    const it = new Upload(content, {
      endpoint: `${endpoint}/sync/attachments`,
      metadata: { attachmentId },
      headers: { Authorization: `Bearer ${TOKEN}` },
      retryDelays: [100, 300, 1000, 1000, 2000, 2000, 3000, 3000, 5000, 5000],
      onProgress: (sent) => progress.push(sent),
      onError: reject,
      onSuccess: () => resolve({ progress, url: it.url }),
      ...options,
    })
    it.start()
  })
}

async function offset(url) {
  const response = await fetch(url, { method: 'HEAD', headers: { Authorization: `Bearer ${TOKEN}`, 'Tus-Resumable': '1.0.0' } })
  return Number(response.headers.get('Upload-Offset'))
}

async function download(attachmentId) {
  const response = await fetch(`${BASE_URL}/sync/attachments/${attachmentId}/content`, {
    headers: { Authorization: `Bearer ${TOKEN}` },
  })
  assert.equal(response.status, 200)
  return Buffer.from(await response.arrayBuffer())
}

/** Lines of text that compress badly and do not repeat. */
function text(bytes) {
  let lines = ''
  while (lines.length < bytes) lines += randomUUID() + '\n'
  return Buffer.from(lines.slice(0, bytes))
}

async function resumesAfterEachInterruption(options) {
  const content = text(8_000_000)
  const attachment = await announce(content, 'long.txt')
  const line = await brokenLine([1_500_000, 2_000_000, 2_500_000])
  const { progress } = await upload(line.url, content, attachment.id, options)
  line.close()

  assert.equal(line.broken(), 3, 'the line broke three times')
  assert.ok((await download(attachment.id)).equals(content), 'the bytes are equal')
  return progress
}

async function goesOnInAnotherProcess() {
  const content = text(3_000_000)
  const attachment = await announce(content, 'later.txt')
  const line = await brokenLine([1_200_000])
  await assert.rejects(upload(line.url, content, attachment.id, { retryDelays: [] }))
  line.close()

  // What a restarted app knows is the address of the upload. The server takes a moment to notice that the line is dead.
  const uploadUrl = `${BASE_URL}/sync/attachments/${attachment.id}`
  for (let tries = 0; (await offset(uploadUrl)) === 0 && tries < 100; tries++) await sleep(100)
  const { progress } = await upload(BASE_URL, content, attachment.id, { uploadUrl })
  assert.ok(progress[0] > 0, `went on from ${progress[0]} and not from the start`)
  assert.ok((await download(attachment.id)).equals(content), 'the bytes are equal')
}

async function sendsNothingThatIsKnown() {
  const content = text(100_000)
  const pending = await announce(content, 'first.txt')
  const other = await announce(content, 'second.txt')
  await upload(BASE_URL, content, other.id)
  assert.equal((await announce(content, 'third.txt')).state, 'STORED')
  const { progress } = await upload(BASE_URL, content, pending.id, { uploadDataDuringCreation: true })
  assert.equal(progress.at(-1), content.length)
  assert.ok((await download(pending.id)).equals(content), 'the bytes are equal')
}

async function terminates() {
  const content = text(2_000_000)
  const attachment = await announce(content, 'unwanted.txt')
  const url = await new Promise((resolve, reject) => {
    const it = new Upload(content, {
      endpoint: `${BASE_URL}/sync/attachments`,
      metadata: { attachmentId: attachment.id },
      headers: { Authorization: `Bearer ${TOKEN}` },
      chunkSize: 500_000,
      onError: reject,
      onChunkComplete: () => it.abort(true).then(() => resolve(it.url), reject),
    })
    it.start()
  })
  const gone = await fetch(url, { method: 'HEAD', headers: { Authorization: `Bearer ${TOKEN}`, 'Tus-Resumable': '1.0.0' } })
  assert.equal(gone.status, 404)
}

const cases = {
  'resumes after each interruption': () => resumesAfterEachInterruption({}),
  'resumes in chunks': () => resumesAfterEachInterruption({ chunkSize: 3_000_000 }),
  'resumes what began with the creation': () => resumesAfterEachInterruption({ uploadDataDuringCreation: true }),
  'goes on in another process': goesOnInAnotherProcess,
  'sends nothing that is known': sendsNothingThatIsKnown,
  terminates,
}
for (const [name, run] of Object.entries(cases)) {
  await run()
  console.log(`ok ${name}`)
}
