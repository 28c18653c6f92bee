import type { Collections } from '../typescript/collections'
import type { Frame, Mutation, PushRequest, Verdict } from '../typescript/sync'

/** What a client does with the types: tell frames apart by their name, and verdicts by their status. */
export function describe(frame: Frame): string {
  switch (frame.frame) {
    case 'hello':
      return frame.serverTime
    case 'drop':
      return frame.scope
    case 'rows':
      return frame.columns.join()
    case 'tombstones':
      return frame.records.map(([scope, id]) => scope + id).join()
    case 'digest':
      return frame.digests.map(digest => digest.hash).join()
    case 'checkpoint':
      return frame.cursor
  }
}

export function isDone(verdict: Verdict): boolean {
  return verdict.status === 'APPLIED' || verdict.status === 'MERGED'
}

export function edit<Name extends keyof Collections & string>(
  collection: Name,
  recordId: string,
  fields: Partial<Collections[Name]>,
): Mutation {
  const id = '01900000-0000-7000-8000-000000000002'
  return {
    id,
    sequence: 1,
    author: id,
    collection,
    recordId,
    op: 'UPDATE',
    baseVersion: null,
    baseCursor: null,
    fields,
    occurredAt: '2026-11-21T09:30:00Z',
  }
}

export function request(mutations: Mutation[]): PushRequest {
  const device = '01900000-0000-7000-8000-000000000003'
  return { protocol: 1, schema: 1, device, sentAt: '2026-11-21T09:30:00Z', mutations }
}
