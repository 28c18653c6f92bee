/**
 * How long to wait after failures: doubling from one second to five minutes, and anywhere between nothing and that
 * ("full jitter"), so that a thousand phones that lost one server do not return in one second.
 */
export class Backoff {
  private failures = 0

  constructor(
    private readonly firstMillis = 1_000,
    private readonly mostMillis = 300_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** After a failure: milliseconds to wait, at least what the server asked for. */
  next(atLeastMillis = 0): number {
    const limit = Math.min(this.mostMillis, this.firstMillis * 2 ** Math.min(this.failures, 30))
    this.failures++
    return atLeastMillis + Math.round(this.random() * limit)
  }

  /** After a success. */
  reset(): void {
    this.failures = 0
  }
}

/** Resolves after that time, or at once when the signal ends it. */
export function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const ended = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', ended)
      resolve()
    }
    const timer = setTimeout(ended, millis)
    signal.addEventListener('abort', ended)
    if (signal.aborted) {
      ended()
    }
  })
}
