/**
 * Hints that there is something to pull: server-sent events while the app is open, and a timer for when they do not get
 * through. A hint says nothing but "now"; a phone that misses all of them is only later.
 *
 * Phones in the background get the same hint as a push message of the platform, and call `sync` on it.
 */
import { Backoff, pause } from './backoff.js'
import { lines } from './frames.js'
import type { Http } from './http.js'

/** Between two pulls without a hint: rarely while events arrive, more often while they do not. */
export interface Pace {
  listeningMillis: number
  deafMillis: number
}

export const PACE: Pace = { listeningMillis: 900_000, deafMillis: 60_000 }

const SILENCE_MILLIS = 65_000

/** Calls `wake` until the signal ends it. */
export async function wakeUps(http: Http, wake: () => void, signal: AbortSignal, pace: Pace = PACE): Promise<void> {
  let listening = false
  const listen = async (): Promise<void> => {
    const backoff = new Backoff()
    while (!signal.aborted) {
      const connection = connectionOf(signal)
      try {
        const response = await http.open('/sync/events', connection.signal)
        listening = true
        backoff.reset()
        // Whatever happened while nobody listened told nobody.
        wake()
        for await (const line of lines(response.body!, connection.alive)) {
          if (line.startsWith('data:')) {
            wake()
          }
        }
      } catch {
        // An ended or refused stream is no loss; the timer goes on.
      }
      connection.end()
      listening = false
      await pause(backoff.next(), signal)
    }
  }
  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      await pause(listening ? pace.listeningMillis : pace.deafMillis, signal)
      if (!signal.aborted) {
        wake()
      }
    }
  }
  await Promise.all([listen(), poll()])
}

/** A connection that says nothing for longer than three heartbeats is dead, whatever the network believes. */
function connectionOf(signal: AbortSignal): { signal: AbortSignal; alive: () => void; end: () => void } {
  const controller = new AbortController()
  const end = (): void => {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
    controller.abort()
  }
  let timer = setTimeout(end, SILENCE_MILLIS)
  signal.addEventListener('abort', end)
  const alive = (): void => {
    clearTimeout(timer)
    timer = setTimeout(end, SILENCE_MILLIS)
  }
  return { signal: controller.signal, alive, end }
}
