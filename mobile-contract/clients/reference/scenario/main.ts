/**
 * Days in the life of a phone, against a running server. Run by `ReferenceClientIT`, which then looks into the database
 * whether every edit that is listed at the end is there.
 */
import { after } from 'node:test'
import { made } from './setting.js'
import './work.js'
import './network-trouble.js'
import './users.js'
import './repairs.js'
import './wake-up.js'
import './uploads.js'
import './browser.js'

after(() => {
  for (const { mutation } of made.values()) {
    console.log(`MADE ${mutation.id} ${mutation.op} ${mutation.collection} ${mutation.recordId}`)
  }
})
