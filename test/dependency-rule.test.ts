/** That the dependency rule (`.dependency-cruiser.mjs`) really catches what it forbids: each rule once, on a small project that breaks it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const { imports, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const config = await extractDepcruiseOptions(join(root, '.dependency-cruiser.mjs'))

/** What can be imported in the small project; nothing stands in it. */
const targets = [
  'src/app.ts',
  ...['lib', 'core', 'text', 'view', 'storage'].map((folder) => `src/${folder}/a.ts`),
  ...['platform.ts', 'slack/a.ts', 'console/a.ts'].map((path) => `src/platforms/${path}`),
  ...['index.ts', 'http.ts', 'one/a.ts', 'two/a.ts'].map((path) => `src/providers/${path}`),
  'commands/a.ts',
  'test/a.ts',
]

/** The rules that a project breaks which has these files beside the empty ones. */
async function broken(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'confbot-arrows-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const all = {
    'package.json': JSON.stringify({ type: 'module', imports, dependencies }),
    ...Object.fromEntries(targets.map((path) => [path, 'export type A = 1\n'])),
    ...files,
  }
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const { output } = await cruise(['src', 'commands'], { ...config, baseDir: folder }, config.enhancedResolveOptions)
  if (typeof output === 'string') throw new Error(output)
  return output.summary.violations.map(({ rule }) => rule.name)
}

const importing = (imported: string) => `import type { A } from '${imported}'\nexport type B = A\n`

test.each([
  ['src/core/a.ts', '#lib/a.ts'],
  ['src/platforms/slack/a.ts', '../platform.ts'],
  ['src/providers/one/a.ts', '../http.ts'],
  ['src/providers/index.ts', './one/a.ts'],
  ['src/storage/a.ts', 'node:sqlite'],
  ['src/main.ts', '#app'],
  ['commands/a.ts', '#view/a.ts'],
])('%s may import %s', async (file, imported) => {
  expect(await broken({ [file]: importing(imported) })).toEqual([])
})

test.each([
  ['src/core/a.ts', '#view/a.ts', 'core-knows-no-outside'],
  ['src/lib/a.ts', '#core/a.ts', 'lib-stands-alone'],
  ['src/text/a.ts', '#view/a.ts', 'text-stands-alone'],
  ['src/view/a.ts', '#platforms/platform.ts', 'view-is-data'],
  ['src/command-kit/a.ts', '#commands/a.ts', 'command-kit-serves-any-command'],
  ['commands/a.ts', '#storage/a.ts', 'commands-know-no-platform'],
  ['src/platforms/slack/a.ts', '#platforms/console/a.ts', 'platforms-know-no-sibling'],
  ['src/platforms/slack/a.ts', '#commands/a.ts', 'platforms-know-no-sibling'],
  ['src/platforms/platform.ts', './slack/a.ts', 'platform-contract-knows-no-platform'],
  ['src/providers/one/a.ts', '#providers/two/a.ts', 'providers-know-no-sibling'],
  ['src/providers/one/a.ts', '../index.ts', 'providers-know-no-sibling'],
  ['src/providers/http.ts', './one/a.ts', 'provider-parts-know-no-provider'],
  ['src/storage/a.ts', '#view/a.ts', 'storage-knows-contracts'],
  ['src/ingress/a.ts', '#platforms/platform.ts', 'ingress-is-handed-its-guests'],
  ['src/watcher/a.ts', '#view/a.ts', 'watcher-knows-the-service'],
  ['src/announcer/a.ts', '#platforms/slack/a.ts', 'announcer-shows-through-contracts'],
  ['src/scheduler/a.ts', '#view/a.ts', 'scheduler-knows-the-service'],
  ['src/sandbox/a.ts', '#core/a.ts', 'sandbox-stands-alone'],
  ['src/config/a.ts', '#core/a.ts', 'config-is-handed-its-schemas'],
  ['src/core/a.ts', '#app', 'app-only-from-entries'],
  ['src/core/a.ts', '../../test/a.ts', 'nothing-from-tests'],
  ['src/core/a.ts', '../lib/a.ts', 'across-folders-by-alias'],
  ['src/core/a.ts', './nowhere.ts', 'resolvable'],
  ['src/core/a.ts', 'undici', 'undici-confined'],
  ['src/core/a.ts', 'node:sqlite', 'sqlite-confined'],
  ['src/core/a.ts', 'kysely', 'kysely-confined'],
  ['src/view/a.ts', '@slack/web-api', 'slack-confined'],
  ['src/platforms/slack/a.ts', 'ws', 'ws-confined'],
  ['src/core/a.ts', 'date-fns-tz', 'date-fns-confined'],
  ['src/core/a.ts', 'rrule-temporal', 'rrule-temporal-confined'],
  ['src/core/a.ts', 'libphonenumber-js/max', 'libphonenumber-confined'],
  ['src/core/a.ts', 'pino', 'pino-confined'],
  ['src/view/a.ts', 'intl-messageformat', 'intl-messageformat-confined'],
])('%s may not import %s: %s', async (file, imported, rule) => {
  expect(await broken({ [file]: importing(imported) })).toContain(rule)
})

test('modules may not need each other to load; types may refer to each other', async () => {
  const circle = (b: string) => ({
    'src/core/a.ts': `${b}\nexport const a = 1\nexport type A = B\n`,
    'src/core/b.ts': "import { a } from './a.ts'\nexport const b = a\nexport type B = 1\n",
  })
  expect(await broken(circle("import { b } from './b.ts'\nexport const c = b"))).toContain('no-circle')
  expect(await broken(circle("import type { B } from './b.ts'"))).toEqual([])
})
