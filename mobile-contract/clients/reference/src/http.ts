/**
 * Requests to the server: the token, its renewal, refusals as errors with a code, and an end to waiting for a connection
 * that has died. Answers are compressed when the platform asks for it, as `fetch` does by itself.
 */
import { frames } from './frames.js'
import type { Refusal } from './wire.js'

/** Who is logged in. The app implements it over `login` and `refreshSession`. */
export interface Session {
  readonly userId: string
  /** The device that the user logged in with. */
  readonly deviceId: string
  /** An access token; null when the user has to log in again. */
  token(): Promise<string | null>
  /** A newer one after the server has refused it; null when the session is over. */
  renew(): Promise<string | null>
}

/** What the server refused, with its code; or `OFFLINE`, when there was no answer. */
export class SyncError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly details: Refusal['details'] = null,
    readonly retryAfterMillis = 0,
  ) {
    super(`${code}: ${message}`)
    this.name = 'SyncError'
  }
}

const SLOWEST_BYTES_PER_MILLISECOND = 2

export class Http {
  constructor(
    private readonly server: string,
    private readonly session: Session,
    private readonly idleMillis = 30_000,
  ) {}

  async post<T>(path: string, body: unknown): Promise<T> {
    const init = json(body)
    return await this.guarded(async alive => {
      const response = await this.send(path, init, alive.signal)
      return (await response.json()) as T
    }, size(init))
  }

  /** Gives each frame to the consumer as it arrives. */
  async stream<T>(
    path: string,
    body: unknown,
    consume: (frame: T) => void,
    received: (bytes: number) => void = () => {},
  ): Promise<void> {
    await this.guarded(async alive => {
      const response = await this.send(path, json(body), alive.signal)
      const counted = (bytes: number): void => {
        alive.renew()
        received(bytes)
      }
      for await (const frame of frames<T>(response.body!, counted)) {
        consume(frame)
      }
    })
  }

  /** For everything that has headers of its own; the answer's status is below 400. */
  async request(path: string, init: RequestInit): Promise<Response> {
    return await this.guarded(alive => this.send(path, init, alive.signal), size(init))
  }

  /** An answer that lasts: it ends only by the signal. */
  async open(path: string, signal: AbortSignal): Promise<Response> {
    return await online(() => this.send(path, { headers: { Accept: 'text/event-stream' } }, signal))
  }

  private async send(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const first = await this.session.token()
    let response = first === null ? null : await this.fetch(path, init, first, signal)
    if (response === null || response.status === 401) {
      const renewed = first === null ? null : await this.session.renew()
      response = renewed === null ? response : await this.fetch(path, init, renewed, signal)
    }
    if (response === null) {
      throw new SyncError('UNAUTHENTICATED', 401, 'nobody is logged in')
    }
    if (!response.ok) {
      throw await refusal(response)
    }
    return response
  }

  private fetch(path: string, init: RequestInit, token: string, signal: AbortSignal): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Authorization', `Bearer ${token}`)
    return fetch(new URL(path, this.server), { ...init, headers, signal, cache: 'no-store' })
  }

  /** Ends a request on which nothing has moved for a while; nobody sees a body move on its way up. */
  private async guarded<T>(
    work: (alive: { signal: AbortSignal; renew: () => void }) => Promise<T>,
    bytesUp = 0,
  ): Promise<T> {
    const upMillis = bytesUp / SLOWEST_BYTES_PER_MILLISECOND
    const controller = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const renew = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort(), this.idleMillis + upMillis)
    }
    renew()
    try {
      return await online(() => work({ signal: controller.signal, renew }))
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Whatever is no answer of the server is a matter of the network. */
async function online<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (failure) {
    throw failure instanceof SyncError ? failure : new SyncError('OFFLINE', 0, String(failure))
  }
}

function json(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

function size(init: RequestInit): number {
  const { body } = init
  return typeof body === 'string' ? body.length : body instanceof Uint8Array ? body.byteLength : 0
}

async function refusal(response: Response): Promise<SyncError> {
  const retryAfterMillis = Number(response.headers.get('Retry-After') ?? 0) * 1000 || 0
  const text = await response.text()
  try {
    const { code, message, details = null } = (JSON.parse(text) as { error: Refusal }).error
    const wait = Number(details?.['retryAfterSeconds'] ?? 0) * 1000 || retryAfterMillis
    return new SyncError(code, response.status, message, details, wait)
  } catch {
    // Not from the sync endpoints: from a proxy, or from what looks at the token before them.
    const code = response.status === 401 ? 'UNAUTHENTICATED' : 'UNAVAILABLE'
    return new SyncError(code, response.status, text.slice(0, 200), null, retryAfterMillis)
  }
}
