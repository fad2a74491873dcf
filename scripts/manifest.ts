/**
 * `npm run manifest` writes the generated part of manifest.yml; `npm run manifest -- --http https://host` prints the variant
 * for signed HTTP.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { roots } from '#commands/index.ts'
import { fillManifest } from '#platforms/slack/publish.ts'

const file = new URL('../manifest.yml', import.meta.url)
const { values } = parseArgs({ options: { http: { type: 'string' } } })
const template = readFileSync(file, 'utf8')

if (values.http === undefined) {
  writeFileSync(file, fillManifest(template, roots))
  console.log('manifest.yml is up to date')
} else {
  const { protocol, origin } = new URL(values.http)
  if (protocol !== 'https:') throw new Error('Slack calls only https addresses')
  console.log(fillManifest(template, roots, origin))
}
