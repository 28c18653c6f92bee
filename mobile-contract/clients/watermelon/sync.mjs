import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { synchronize, hasUnsyncedChanges } = require('@nozbe/watermelondb/sync')

// A first sync of a large territory takes some; more than that would be a server that never ends.
const MOST_ROUNDS = 1000

/** The server refused; `code` tells what to do. */
export class Refused extends Error {
  constructor(status, error) {
    super(`${status} ${JSON.stringify(error)}`)
    this.code = error?.code
  }
}

/**
 * Brings a database and the server together; resolves to the verdicts about edits that were not simply applied. This is
 * all that an application needs: copy it.
 *
 * `server` is { url, token, fetch?, unsent? }; `log` is WatermelonDB's own.
 */
export async function sync(database, server, log) {
  const verdicts = []
  let more = true
  for (let round = 0; more && round < MOST_ROUNDS; round++) {
    more = false
    const pushChanges = push(server, answer => {
      verdicts.push(...answer.verdicts)
      // What the server decided otherwise comes with the next answer.
      more ||= answer.verdicts.some(verdict => verdict.status === 'CONFLICT')
    })
    const once = pullChanges => synchronize({
      database,
      pullChanges,
      pushChanges,
      onDidPullChanges: async answer => { more ||= Boolean(answer.more) },
      sendCreatedAsUpdated: true,
      migrationsEnabledAtVersion: 1,
      log,
    })
    try {
      await once(pull(database, server))
    } catch (refusal) {
      if (refusal.code !== 'RESYNC_REQUIRED') throw refusal
      // The server forgot what this database has. Edits go first, because what is replaced takes them along.
      await once(async ({ lastPulledAt }) => ({ changes: {}, timestamp: lastPulledAt }))
      await once(pull(database, server, { replace: true }))
    }
  }
  return verdicts
}

function pull(database, server, more = {}) {
  return async ({ lastPulledAt, schemaVersion, migration }) => request(server, 'GET', {
    last_pulled_at: lastPulledAt ?? undefined,
    schema_version: schemaVersion,
    migration: migration ? JSON.stringify(migration) : undefined,
    // Until they have come in, the server leaves what they were made on.
    unsent: server.unsent === false ? undefined : await hasUnsyncedChanges({ database }),
    ...more,
  })
}

function push(server, tell) {
  return async ({ changes, lastPulledAt }) => {
    const answer = await request(server, 'POST', { last_pulled_at: lastPulledAt, sent_at: server.sentAt?.() }, { changes })
    tell(answer)
    return answer
  }
}

async function request({ url, token, fetch = globalThis.fetch }, method, query, body) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const response = await fetch(`${url}/sync/watermelon?${new URLSearchParams(given)}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  const answer = await response.json()
  if (!response.ok) throw new Refused(response.status, answer.error)
  return answer
}
