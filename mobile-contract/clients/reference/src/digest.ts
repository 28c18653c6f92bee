/**
 * Digests of what a phone holds: the XOR over records of the first 8 bytes of SHA-256 of `id:syncVersion`. XOR knows no
 * order, so both sides can add records up however they lie.
 */
import { hexOf } from './ids.js'

export interface Versioned {
  id: string
  version: number
}

/** The digest of these records as 16 hexadecimal digits; zeros for none. */
export async function digest(records: Iterable<Versioned>): Promise<string> {
  const sum = new Uint8Array(8)
  const hashes = Array.from(records, record =>
    crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${record.id}:${record.version}`)),
  )
  for (const hash of await Promise.all(hashes)) {
    const head = new Uint8Array(hash, 0, 8)
    head.forEach((byte, index) => (sum[index]! ^= byte))
  }
  return hexOf(sum)
}
