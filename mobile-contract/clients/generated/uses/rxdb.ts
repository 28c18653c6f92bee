import type { RxDatabase } from 'rxdb'
import { collections } from '../rxdb/schemas'

/** RxDB's own types take the collections as they are. */
export async function open(database: RxDatabase): Promise<void> {
  await database.addCollections(collections)
}
