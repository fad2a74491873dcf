/**
 * `npm run manifest` writes the generated part of manifest.yml; `npm run manifest -- --http https://host` prints the variant
 * for signed HTTP.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { roots } from '#commands/index.ts'
import { fillManifest } from '#platforms/slack/publish.ts'

const file = new URL('../manifest.yml', import.meta.url)
const address = parseAddress(process.argv.slice(2))
const template = readFileSync(file, 'utf8')

if (address === null) {
  writeFileSync(file, fillManifest(template, roots))
  console.log('manifest.yml is up to date')
} else if (URL.parse(address)?.protocol === 'https:') {
  console.log(fillManifest(template, roots, new URL(address).origin))
} else fail('Slack calls only https addresses. Give one, such as: npm run manifest -- --http https://conf.example.com')

/** null: none was given. */
function parseAddress(args: string[]): string | null {
  try {
    return parseArgs({ args, options: { http: { type: 'string' } } }).values.http ?? null
  } catch {
    return fail('Write "npm run manifest", or "npm run manifest -- --http https://conf.example.com".')
  }
}

function fail(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
