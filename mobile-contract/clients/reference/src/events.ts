/** What the client tells the app while it works. */
import type { Upload } from './attachments.js'
import type { SyncError } from './http.js'
import type { Issue } from './queue.js'

export type Event =
  | { type: 'progress'; step: 'push'; sent: number; waiting: number }
  | { type: 'progress'; step: 'pull'; pages: number; records: number; bytes: number }
  | { type: 'progress'; step: 'repair'; records: number }
  | { type: 'progress'; step: 'upload'; upload: Upload }
  /** The copy or the queue changed, so what is shown may be old; by the user's own edit, or by a sync. */
  | { type: 'changed'; own: boolean }
  /** An edit was refused or lost a conflict. */
  | { type: 'issue'; issue: Issue }
  /** The user has to log in again. Nothing is lost: the queue is sent when he has. */
  | { type: 'signedOut' }
  /** This app is too old to pull; its edits are still sent. */
  | { type: 'upgradeRequired' }
  | { type: 'failed'; error: SyncError }

export type Emit = (event: Event) => void
