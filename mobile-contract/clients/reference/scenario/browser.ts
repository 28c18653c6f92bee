/** The same client in a real browser, on IndexedDB. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, test } from 'node:test'
import { chromium, type Browser, type Page } from 'playwright-core'
import { Network } from './network.js'
import { fresh, setting, visit } from './setting.js'

const FILES = fileURLToPath(new URL('..', import.meta.url))

let browser: Browser | undefined

after(() => browser?.close())

/** The Chromium that npm brought, which runs on Linux; elsewhere the Chrome that is installed. */
async function launch(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return await chromium.launch({ channel: 'chrome' })
  }
  // It unpacks itself there, and would take over what another version left.
  process.env['TMPDIR'] = fileURLToPath(new URL('../../node_modules/.cache/chromium', import.meta.url))
  mkdirSync(process.env['TMPDIR'], { recursive: true })
  const { default: packed } = await import('@sparticuz/chromium')
  // In a single process, the end of a page would be the end of the browser.
  const args = packed.args.filter(argument => argument !== '--single-process')
  return await chromium.launch({ executablePath: await packed.executablePath(), args, headless: true })
}

/** Serves the compiled client under the address of the server: to the browser all is one origin. */
async function page(network: Network): Promise<Page> {
  browser ??= await launch()
  const opened = await browser.newPage()
  await opened.route('**/app/**', route => {
    const path = new URL(route.request().url()).pathname.replace('/app/', '')
    return path === ''
      ? route.fulfill({ contentType: 'text/html', body: '<title>phone</title>' })
      : route.fulfill({ contentType: 'text/javascript', body: readFileSync(FILES + path) })
  })
  await opened.goto(`${network.address}/app/`)
  return opened
}

/** Calls a function of `page.ts` in the browser. */
function call<T>(where: Page, name: string, ...parameters: unknown[]): Promise<T> {
  return where.evaluate(
    async ([module, exported, values]) => (await import(module as string))[exported as string](...(values as [])),
    ['/app/scenario/page.js', name, parameters],
  ) as Promise<T>
}

test('IndexedDB does what a storage must do', async () => {
  const network = await Network.to(setting.server)
  const opened = await page(network)
  assert.deepEqual(await call(opened, 'checkStorage'), [])
  await opened.close()
  network.close()
})

test('a browser keeps edits while it is offline and closed, and sends them', async () => {
  const network = await Network.to(setting.server)
  const opened = await page(network)
  const start = { ...setting.rep, now: setting.now }
  await call(opened, 'open', start)
  assert.equal(await call(opened, 'sync'), '')
  assert.deepEqual(await call(opened, 'copy'), await fresh())

  network.fail({ kind: 'offline' })
  const id = await call<string>(opened, 'create', 'Visit', visit(setting.customers.browser))
  assert.equal(await call(opened, 'sync'), 'OFFLINE')
  network.recover()
  await opened.reload()
  await call(opened, 'open', start)
  assert.equal((await call<string[]>(opened, 'pending')).length, 1)
  assert.equal(await call(opened, 'sync'), '')
  assert.deepEqual(await call(opened, 'pending'), [])
  const copy = await call<Record<string, unknown>>(opened, 'copy')
  assert.ok(copy[`Visit/${id}`])
  assert.deepEqual(copy, await fresh())
  await opened.close()
  network.close()
})
