/**
 * The client that an app talks to: local reads and writes at once, and one loop that pushes, pulls, repairs and uploads.
 *
 *     const client = await SyncClient.open({ server, session, storage, schema: 1 })
 *     await client.update('Task', taskId, { state: 'DONE' })      // stored on the phone when this resolves
 *     const tasks = await client.list('Task')                      // shows it as done
 *     await client.sync()                                          // or client.start(), which syncs by itself
 *
 * Steps of a sync are independent: a refused push stops no pull, an app too old to pull still pushes.
 */
import { uploadAll, sha256, type Upload } from './attachments.js'
import { Backoff, pause } from './backoff.js'
import type { Event } from './events.js'
import { Http, SyncError, type Session } from './http.js'
import { newId } from './ids.js'
import type { Latest } from './pages.js'
import { Pull } from './pull.js'
import { push } from './push.js'
import { enqueue, type Edit, type Issue } from './queue.js'
import { view, viewAll, type LocalRecord, type Queued } from './records.js'
import type { Storage } from './storage.js'
import { wakeUps, PACE, type Pace } from './wakeup.js'
import type { Fields } from './wire.js'

export interface Options {
  server: string
  session: Session
  /** This user's storage on this device, and nobody else's. */
  storage: Storage
  /** The version of the schema that this app was built for. */
  schema: number
  /** Of which collections only the latest are kept; see `last` in the generated list of collections. */
  latest?: Latest
  pace?: Pace
  now?: () => Date
  /** After how long a request on which nothing moves is given up. */
  idleMillis?: number
}

export class SyncClient {
  private readonly http: Http
  private readonly listeners = new Set<(event: Event) => void>()
  private readonly now: () => Date
  private readonly pull: Pull
  private running: Promise<void> | undefined
  private following: Promise<void> | undefined

  private constructor(private readonly options: Options) {
    this.http = new Http(options.server, options.session, options.idleMillis)
    this.now = options.now ?? (() => new Date())
    const { storage, schema, latest = {} } = options
    this.pull = new Pull(this.http, storage, schema, latest, this.now, event => this.emit(event))
  }

  /** Fails when the storage is another user's. */
  static async open(options: Options): Promise<SyncClient> {
    const { userId } = options.session
    await options.storage.transaction(async transaction => {
      const owner = (await transaction.get<string>('meta', 'owner')) ?? userId
      if (owner !== userId) {
        throw new Error('this storage belongs to another user')
      }
      await transaction.put('meta', 'owner', owner)
    })
    return new SyncClient(options)
  }

  /** Returns a function that ends the listening. */
  on(listener: (event: Event) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async get(collection: string, id: string): Promise<LocalRecord | undefined> {
    return await this.options.storage.transaction(transaction => view(transaction, collection, id))
  }

  async list(collection: string): Promise<LocalRecord[]> {
    return await this.options.storage.transaction(transaction => viewAll(transaction, collection))
  }

  /** Edits that no final verdict has come for. */
  async pending(): Promise<Queued[]> {
    const entries = await this.options.storage.transaction(transaction => transaction.list<Queued>('queue'))
    return entries.map(entry => entry.value)
  }

  async issues(): Promise<Issue[]> {
    const entries = await this.options.storage.transaction(transaction => transaction.list<Issue>('issues'))
    return entries.map(entry => entry.value)
  }

  /** The user has seen the issue. */
  async dismiss(issue: Issue): Promise<void> {
    await this.options.storage.transaction(transaction => transaction.delete('issues', issue.mutation.id))
    this.emit({ type: 'changed', own: false })
  }

  async create(collection: string, fields: Fields, id = newId(this.now().getTime())): Promise<string> {
    await this.write([{ op: 'CREATE', collection, recordId: id, fields }])
    return id
  }

  /** Only the fields that change: an app never overwrites what it does not know. */
  async update(collection: string, id: string, fields: Fields): Promise<void> {
    await this.write([{ op: 'UPDATE', collection, recordId: id, fields }])
  }

  async remove(collection: string, id: string): Promise<void> {
    await this.write([{ op: 'DELETE', collection, recordId: id, fields: {} }])
  }

  /** Several edits are a group: all are applied or none. */
  async write(edits: Edit[]): Promise<void> {
    const author = this.options.session.userId
    await this.options.storage.transaction(transaction => enqueue(transaction, author, this.now(), edits))
    this.emit({ type: 'changed', own: true })
  }

  /** Adds a file to a customer, or to a visit or ticket of his; its content is sent when the record has been. */
  async attach(
    owner: { customerId: string; visitId?: string; ticketId?: string },
    file: { fileName: string; mediaType: string; bytes: Uint8Array },
  ): Promise<string> {
    const { fileName, mediaType, bytes } = file
    const attachmentId = newId(this.now().getTime())
    const fields = { ...owner, fileName, mediaType, byteCount: bytes.byteLength, sha256: await sha256(bytes) }
    const upload: Upload = { attachmentId, byteCount: bytes.byteLength, sentBytes: 0, refused: null }
    await this.options.storage.transaction(async transaction => {
      const edit: Edit = { op: 'CREATE', collection: 'Attachment', recordId: attachmentId, fields }
      await enqueue(transaction, this.options.session.userId, this.now(), [edit])
      await transaction.put('files', attachmentId, upload)
      await transaction.putBytes(attachmentId, bytes)
    })
    this.emit({ type: 'changed', own: true })
    return attachmentId
  }

  async uploads(): Promise<Upload[]> {
    const entries = await this.options.storage.transaction(transaction => transaction.list<Upload>('files'))
    return entries.map(entry => entry.value)
  }

  /** Gives up a content that the server refused. */
  async discard(upload: Upload): Promise<void> {
    await this.options.storage.transaction(async transaction => {
      await transaction.delete('files', upload.attachmentId)
      await transaction.deleteBytes(upload.attachmentId)
    })
    this.emit({ type: 'changed', own: true })
  }

  /** Syncs by itself, until the returned function is called: after hints, on a timer, and again after failures. */
  start(): () => void {
    const ending = new AbortController()
    const backoff = new Backoff()
    let wanted = false
    let working = false
    const wake = async (): Promise<void> => {
      wanted = true
      if (working) {
        return
      }
      working = true
      while (wanted && !ending.signal.aborted) {
        wanted = false
        try {
          await this.sync()
          backoff.reset()
        } catch (failure) {
          wanted = true
          await pause(backoff.next(failure instanceof SyncError ? failure.retryAfterMillis : 0), ending.signal)
        }
      }
      working = false
    }
    const forget = this.on(event => {
      if (event.type === 'changed' && event.own) {
        void wake()
      }
    })
    void wakeUps(this.http, () => void wake(), ending.signal, this.options.pace ?? PACE)
    void wake()
    return () => {
      forget()
      ending.abort()
    }
  }

  /**
   * Pushes, pulls, repairs and uploads once; fails with the first error when not all was possible. Called while a
   * sync runs, it runs once more after that: what was just written may have missed it.
   */
  sync(): Promise<void> {
    if (this.running === undefined) {
      this.running = this.syncOnce().finally(() => (this.running = undefined))
      return this.running
    }
    this.following ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.following = undefined
        return this.sync()
      })
    return this.following
  }

  /** Compares the copy with the server and fetches what differs; the number of records that did. */
  async repair(): Promise<number> {
    return await this.pull.repair()
  }

  private async syncOnce(): Promise<void> {
    const { storage, session, schema } = this.options
    const emit = (event: Event): void => this.emit(event)
    const steps = [
      () => push({ http: this.http, storage, session, schema, now: this.now, emit }),
      () => this.pull.run(),
      () => uploadAll(this.http, storage, upload => emit({ type: 'progress', step: 'upload', upload })),
    ]
    let first: unknown
    for (const step of steps) {
      try {
        await step()
      } catch (failure) {
        first ??= failure
        if (!(failure instanceof SyncError)) {
          break
        }
        this.report(failure)
        if (failure.code === 'OFFLINE' || failure.code === 'UNAUTHENTICATED') {
          break
        }
      }
    }
    if (first !== undefined) {
      throw first
    }
  }

  private report(error: SyncError): void {
    if (error.code === 'UNAUTHENTICATED') {
      this.emit({ type: 'signedOut' })
    } else if (error.code === 'UPGRADE_REQUIRED') {
      this.emit({ type: 'upgradeRequired' })
    } else {
      this.emit({ type: 'failed', error })
    }
  }

  private emit(event: Event): void {
    this.listeners.forEach(listener => listener(event))
  }
}
