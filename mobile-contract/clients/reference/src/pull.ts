/** The step of a sync that brings the copy up to date: page after page, and a repair when the server asks for one. */
import type { Emit } from './events.js'
import { SyncError, type Http } from './http.js'
import { position, setPosition, storePage, type Latest } from './pages.js'
import { Repairs } from './repair.js'
import type { Storage } from './storage.js'
import { PROTOCOL, type Frame } from './wire.js'

const MOST_PAGE_BYTES = 1_048_576
const FEWEST_PAGE_BYTES = 16_384

const DAY_MILLIS = 86_400_000

/** The server cannot tell any more what this phone lacks. */
const LOST_CURSOR = new Set(['RESYNC_REQUIRED', 'CURSOR_INVALID'])

export class Pull {
  private pageBytes = MOST_PAGE_BYTES
  private progress = { pages: 0, records: 0, bytes: 0 }

  constructor(
    private readonly http: Http,
    private readonly storage: Storage,
    private readonly schema: number,
    private readonly latest: Latest,
    private readonly now: () => Date,
    private readonly emit: Emit,
  ) {}

  async run(): Promise<void> {
    this.progress = { pages: 0, records: 0, bytes: 0 }
    let more = true
    while (more) {
      try {
        more = await this.page()
        this.emit({ type: 'progress', step: 'pull', ...this.progress })
      } catch (failure) {
        if (!(failure instanceof SyncError) || !LOST_CURSOR.has(failure.code)) {
          throw failure
        }
        await this.findWayBack(failure)
      }
    }
    if ((await this.storage.transaction(position)).verify) {
      await this.repair()
    }
    if (this.progress.records > 0) {
      this.emit({ type: 'changed', own: false })
    }
  }

  /** Compares digests with the server and fetches what differs; the number of records that did. */
  async repair(cursorIsLost = false): Promise<number> {
    const records = await new Repairs(this.http, this.storage, this.schema, this.latest).run(cursorIsLost)
    this.progress.records += records
    this.emit({ type: 'progress', step: 'repair', records })
    return records
  }

  /** Pulls and stores one page, or what came of it; whether another follows. */
  private async page(): Promise<boolean> {
    const { cursor } = await this.storage.transaction(position)
    const request = { protocol: PROTOCOL, schema: this.schema, cursor, maxBytes: this.pageBytes }
    const frames: Frame[] = []
    let failure: unknown
    try {
      await this.http.stream<Frame>(
        '/sync/pull',
        request,
        frame => frames.push(frame),
        bytes => (this.progress.bytes += bytes),
      )
    } catch (thrown) {
      failure = thrown
    }
    if (frames.length === 0 && failure instanceof SyncError && failure.code !== 'OFFLINE') {
      throw failure
    }
    await this.storage.transaction(transaction => storePage(transaction, frames, this.latest))
    this.count(frames)
    const end = frames.at(-1)
    if (end?.frame !== 'checkpoint') {
      // A network that cannot carry a page may carry a smaller one.
      this.pageBytes = Math.max(FEWEST_PAGE_BYTES, Math.floor(this.pageBytes / 4))
      throw failure ?? new SyncError('OFFLINE', 0, 'the page ended without a checkpoint')
    }
    this.pageBytes = Math.min(MOST_PAGE_BYTES, this.pageBytes * 2)
    return end.more
  }

  private count(frames: Frame[]): void {
    this.progress.pages++
    for (const frame of frames) {
      this.progress.records += 'rows' in frame ? frame.rows.length : 'records' in frame ? frame.records.length : 0
      this.progress.records += frame.frame === 'drop' ? 1 : 0
    }
  }

  /**
   * The cursor is good for nothing any more. A copy that was complete once is compared, which sends only what differs; one
   * that never was starts over, keeps what it has, and is compared at the end. A server that says so of the cursor that it
   * gave then would say so for ever: that is tried once a day.
   */
  private async findWayBack(failure: SyncError): Promise<void> {
    const { complete, resyncedAt } = await this.storage.transaction(position)
    const now = this.now().getTime()
    if (now - resyncedAt < DAY_MILLIS) {
      throw failure
    }
    await this.storage.transaction(transaction => setPosition(transaction, { resyncedAt: now }))
    if (complete !== null && failure.code === 'RESYNC_REQUIRED') {
      await this.repair(true)
    } else {
      await this.storage.transaction(transaction => setPosition(transaction, { cursor: null, verify: true }))
    }
  }
}
