// Has TypeScript, RxDB, WatermelonDB and an OpenAPI validator judge generated files.
// node check.mjs <folder> <folder of an older schema> <folder of a newer schema>
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import ts from 'typescript'
import { checkRxdb } from './rxdb.mjs'
import { checkWatermelon } from './watermelon.mjs'

const require = createRequire(import.meta.url)

/** Compiles the generated sources, and what `uses` does with those of the product, all at once; returns their modules. */
function compile(folders) {
  const work = resolve('work')
  rmSync(work, { recursive: true, force: true })
  for (const [name, folder] of Object.entries(folders)) {
    for (const part of ['rxdb', 'watermelon', 'typescript']) {
      cpSync(join(folder, part), join(work, name, part), { recursive: true })
    }
  }
  cpSync('uses', join(work, 'product/uses'), { recursive: true })
  const compiled = join(work, 'compiled')
  const program = ts.createProgram(ts.sys.readDirectory(work, ['.ts']), {
    strict: true,
    noUnusedLocals: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: [],
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    rootDir: work,
    outDir: compiled,
  })
  const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics]
  if (problems.length > 0) {
    throw new Error(ts.formatDiagnostics(problems, {
      getCanonicalFileName: file => file,
      getCurrentDirectory: () => work,
      getNewLine: () => '\n',
    }))
  }
  // This package says `type: module`; what was compiled is not.
  ts.sys.writeFile(join(compiled, 'package.json'), '{"type":"commonjs"}')
  return Object.fromEntries(Object.keys(folders).map(name => [name, {
    rxdb: require(join(compiled, name, 'rxdb/schemas.js')),
    watermelon: {
      schema: require(join(compiled, name, 'watermelon/schema.js')).default,
      migrations: require(join(compiled, name, 'watermelon/migrations.js')).default,
    },
    collections: require(join(compiled, name, 'typescript/collections.js')).collections,
  }]))
}

async function checkOpenApi(folder) {
  const document = JSON.parse(readFileSync(join(folder, 'openapi.json'), 'utf8'))
  const { valid, errors } = await new Validator().validate(document)
  if (!valid) throw new Error('openapi.json: ' + JSON.stringify(errors, null, 2))
}

const [folder, older, newer] = process.argv.slice(2)
const versions = compile({ product: folder, older, newer })
await checkOpenApi(folder)
await checkRxdb(versions.product)
await checkRxdb(versions.newer, versions.older)
await checkWatermelon(versions.product)
await checkWatermelon(versions.newer, versions.older)
console.log('accepted ' + Object.keys(versions.product.collections).join(' '))
process.exit(0)
