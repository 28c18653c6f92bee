const VALUES = {
  ID: '01900000-0000-7000-8000-000000000001',
  STRING: 'text',
  ENUM: 'A_NAME_OF_A_NEWER_SERVER',
  INT: 7,
  LONG: 9007199254740991,
  FLOAT: 0.5,
  BOOLEAN: true,
  DATE_TIME: '2026-11-21T09:30:00.123456Z',
  DATE: '2026-11-21',
  JSON: { a: [1, null] },
}

/** A record as the server sends it: with a value in every field, or with null wherever that may be. */
export function sample(collection, full) {
  const record = { syncVersion: 1700000000000000 }
  for (const [name, field] of Object.entries(collection.fields)) {
    const value = field.list ? [VALUES[field.type]] : VALUES[field.type]
    record[name] = full || field.required ? value : null
  }
  return record
}
