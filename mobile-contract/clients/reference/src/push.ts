/** The step of a sync that sends the queue. */
import type { Emit } from './events.js'
import { SyncError, type Http, type Session } from './http.js'
import { batch, MOST_MUTATIONS, settle, type Issue } from './queue.js'
import type { Queued } from './records.js'
import type { Entry, Storage } from './storage.js'
import { PROTOCOL, type PushRequest, type PushResult } from './wire.js'

export interface Pushing {
  http: Http
  storage: Storage
  session: Session
  schema: number
  now: () => Date
  emit: Emit
}

/** Sends the whole queue once, in order. What gets no final verdict stays and is sent again by the next push. */
export async function push(pushing: Pushing): Promise<void> {
  const { storage, emit } = pushing
  let [after, sent, most] = ['', 0, MOST_MUTATIONS]
  for (;;) {
    const entries = await storage.transaction(transaction => batch(transaction, after, most))
    if (entries.length === 0) {
      return
    }
    const result = await send(pushing, entries)
    if (result === undefined) {
      most = Math.ceil(most / 2)
      continue
    }
    const issues = await settleAll(pushing, entries, result)
    after = entries.at(-1)!.key
    sent += entries.length
    const waiting = (await storage.transaction(transaction => transaction.list('queue'))).length
    issues.forEach(issue => emit({ type: 'issue', issue }))
    emit({ type: 'progress', step: 'push', sent, waiting })
  }
}

/** The verdicts; undefined when the request was larger than the server takes and could be smaller. */
async function send({ http, session, schema, now }: Pushing, entries: Entry<Queued>[]): Promise<PushResult | undefined> {
  const request: PushRequest = {
    protocol: PROTOCOL,
    schema,
    device: session.deviceId,
    sentAt: now().toISOString(),
    mutations: entries.map(entry => entry.value.mutation),
  }
  try {
    return await http.post<PushResult>('/sync/push', request)
  } catch (failure) {
    const group = entries[0]!.value.mutation.group
    const together = group !== undefined && entries.every(entry => entry.value.mutation.group === group)
    if (failure instanceof SyncError && failure.code === 'PAYLOAD_TOO_LARGE' && entries.length > 1 && !together) {
      return undefined
    }
    throw failure
  }
}

/** All verdicts of an answer are stored in one transaction. */
async function settleAll({ storage, now }: Pushing, entries: Entry<Queued>[], result: PushResult): Promise<Issue[]> {
  return await storage.transaction(async transaction => {
    const issues: Issue[] = []
    for (const entry of entries) {
      const verdict = result.verdicts.find(each => each.id === entry.value.mutation.id)
      const issue = verdict && (await settle(transaction, entry, verdict, now()))
      if (issue !== undefined) {
        issues.push(issue)
      }
    }
    return issues
  })
}
