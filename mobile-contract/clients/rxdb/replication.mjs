import { deserializeDocAttachments, serializeDocAttachments } from 'rxdb'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { Subject } from 'rxjs'

/**
 * Replicates one collection with Revisit.
 *
 * `server` is `{ url, token(), user }`: where it is, the access token of now, and the id of whoever's data these are; with
 * `fetch` and `now()` if they are not the usual ones.
 * `collection` is its name there. `attachments` says whether attachments are replicated, too. `toServer` and `fromServer`
 * rename fields for collections whose documents look different here; documents of the generated schemas need neither.
 */
export function replicateRevisit({
  rxCollection,
  server,
  collection = rxCollection.name,
  schema = 1,
  live = true,
  stream = live,
  attachments = false,
  batchSize = 100,
  retryTime = 5000,
  toServer = (document) => document,
  fromServer = (document) => document,
}) {
  const { fetch = globalThis.fetch, now = () => new Date() } = server
  const address = `${server.url}/sync/rxdb/${collection}`
  const replicationQuery = `schema=${schema}&attachments=${attachments}`
  const changes$ = new Subject()
  // How far this phone was when each document was last written: what was done offline is judged by what its author had then.
  const writtenAt = new Map()
  let cursor
  let announceFirst
  const first = new Promise((resolve) => (announceFirst = resolve))

  async function request(path, body) {
    const response = await fetch(`${address}/${path}${path.includes('?') ? '&' : '?'}${replicationQuery}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${server.token()}`, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const answer = await response.json()
    if (response.ok) return answer
    throw Object.assign(new Error(`${response.status} ${JSON.stringify(answer)}`), { code: answer.error?.code })
  }

  async function documents(received) {
    return Promise.all(
      received.map(async (document) => {
        if (attachments) await deserializeDocAttachments(document)
        return fromServer(document)
      }),
    )
  }

  async function pull(checkpoint, limit) {
    cursor = checkpoint?.cursor
    announceFirst()
    let answer
    try {
      answer = await request('pull', { checkpoint: checkpoint ?? null, limit })
    } catch (refusal) {
      // The past of the cursor is gone: compare what is here with what should be.
      if (refusal.code !== 'RESYNC_REQUIRED') throw refusal
      const here = await rxCollection.find().exec()
      const records = here.map((document) => {
        const { id, syncVersion } = toServer(document.toMutableJSON())
        return [id, syncVersion ?? 0]
      })
      answer = await request('reconcile', { records })
    }
    return { documents: await documents(answer.documents), checkpoint: answer.checkpoint }
  }

  async function push(rows) {
    await first
    const sent = await Promise.all(
      rows.map(async ({ assumedMasterState, newDocumentState }) => {
        const document = await serializeDocAttachments(newDocumentState, attachments)
        if (!attachments) delete document._attachments
        const written = writtenAt.get(newDocumentState[rxCollection.schema.primaryPath])
        return {
          assumedMasterState: assumedMasterState && toServer(assumedMasterState),
          newDocumentState: toServer(document),
          cursor: written?.cursor ?? cursor,
          occurredAt: written?.time,
        }
      }),
    )
    const body = { author: server.user, sentAt: now().toISOString(), rows: sent }
    return documents(await request('push', body))
  }

  const replication = replicateRxCollection({
    collection: rxCollection,
    replicationIdentifier: address,
    live,
    retryTime,
    waitForLeadership: false,
    pull: { handler: pull, batchSize, stream$: changes$.asObservable() },
    push: { handler: push, batchSize },
  })
  const written = rxCollection.$.subscribe(({ documentId }) =>
    writtenAt.set(documentId, { cursor, time: now().toISOString() }),
  )
  const stopping = new AbortController()
  replication.onCancel.push(() => {
    written.unsubscribe()
    stopping.abort()
  })
  if (stream) listen()
  return replication

  async function listen() {
    let last
    while (!stopping.signal.aborted) {
      try {
        const response = await fetch(`${address}/stream?${replicationQuery}`, {
          headers: { Authorization: `Bearer ${server.token()}`, ...(last && { 'Last-Event-ID': last }) },
          signal: stopping.signal,
        })
        if (!response.ok) throw new Error(`stream: ${response.status}`)
        // What happened while nobody listened.
        if (!last) changes$.next('RESYNC')
        for await (const event of events(response.body)) {
          const { documents: changed, checkpoint } = JSON.parse(event.data)
          changes$.next({ documents: await documents(changed), checkpoint })
          last = event.id
        }
      } catch {
        if (stopping.signal.aborted) return
        last = undefined
        await new Promise((resolve) => setTimeout(resolve, retryTime))
      }
    }
  }
}

/** Server-sent events: fields in lines, an empty line at the end of each. */
async function* events(body) {
  let text = ''
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    text += piece
    for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .filter((line) => !line.startsWith(':'))
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
      )
      if (fields.data) yield fields
    }
  }
}
