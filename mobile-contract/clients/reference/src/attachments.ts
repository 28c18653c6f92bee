/**
 * Contents of attachments, over tus 1.0. The record of the attachment is an edit like any other and goes first; its content
 * waits here, on the disk, until the server has all of it. An upload is named by its attachment: asking for it to begin
 * again answers how far it is, so an interrupted one goes on where it was, even in another process.
 */
import { hexOf } from './ids.js'
import { SyncError, type Http } from './http.js'
import { isPending, type StoredRecord } from './records.js'
import type { Storage } from './storage.js'

/** A content on its way. */
export interface Upload {
  attachmentId: string
  byteCount: number
  /** How much the server has, as far as this phone knows. */
  sentBytes: number
  /** Why the server will never take it; the bytes are kept until the app takes them away. */
  refused: string | null
}

const CHUNK_BYTES = 256 * 1024
const PATH = '/sync/attachments'

/** Answers that are about the file, and will be the same next time. */
const FINAL = new Set([400, 403, 404, 413, 415, 422])

export async function sha256(bytes: Uint8Array): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource)))
}

/** Sends what can be sent. A file that the server refuses is marked; anything else ends the attempt and is tried later. */
export async function uploadAll(
  http: Http,
  storage: Storage,
  progress: (upload: Upload) => void,
  chunkBytes = CHUNK_BYTES,
): Promise<void> {
  for (const upload of await ready(storage)) {
    try {
      await send(http, storage, upload, progress, chunkBytes)
    } catch (failure) {
      if (!(failure instanceof SyncError) || !FINAL.has(failure.status)) {
        throw failure
      }
      await keep(storage, { ...upload, refused: failure.code })
    }
  }
}

/** Those whose record the server has accepted. */
async function ready(storage: Storage): Promise<Upload[]> {
  return await storage.transaction(async transaction => {
    const uploads: Upload[] = []
    for (const { value } of await transaction.list<Upload>('files')) {
      const waits = await isPending(transaction, 'Attachment', value.attachmentId)
      const known = await transaction.get<StoredRecord>('records', `Attachment/${value.attachmentId}`)
      if (value.refused === null && !waits && known !== undefined) {
        uploads.push(value)
      }
    }
    return uploads
  })
}

async function send(
  http: Http,
  storage: Storage,
  upload: Upload,
  progress: (upload: Upload) => void,
  chunkBytes: number,
): Promise<void> {
  const { attachmentId, byteCount } = upload
  const bytes = await storage.transaction(transaction => transaction.getBytes(attachmentId))
  if (bytes === undefined) {
    throw new Error(`the content of ${attachmentId} is gone`)
  }
  const begun = await http.request(PATH, {
    method: 'POST',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Length': String(byteCount),
      'Upload-Metadata': `attachmentId ${btoa(attachmentId)}`,
    },
  })
  let offset = Number(begun.headers.get('Upload-Offset') ?? 0)
  while (offset < byteCount) {
    progress({ ...upload, sentBytes: offset })
    const chunk = bytes.slice(offset, offset + chunkBytes)
    const answer = await http.request(`${PATH}/${attachmentId}`, {
      method: 'PATCH',
      headers: {
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': String(offset),
        'Upload-Checksum': `sha256 ${await base64Sha256(chunk)}`,
        'Content-Type': 'application/offset+octet-stream',
      },
      body: chunk,
    })
    offset = Number(answer.headers.get('Upload-Offset'))
    await keep(storage, { ...upload, sentBytes: offset })
  }
  await storage.transaction(async transaction => {
    await transaction.delete('files', attachmentId)
    await transaction.deleteBytes(attachmentId)
  })
  progress({ ...upload, sentBytes: byteCount })
}

async function keep(storage: Storage, upload: Upload): Promise<void> {
  await storage.transaction(transaction => transaction.put('files', upload.attachmentId, upload))
}

async function base64Sha256(bytes: Uint8Array): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource))
  return btoa(String.fromCharCode(...sum))
}
