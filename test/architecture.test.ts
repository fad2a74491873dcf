/** What holds for the project as a whole: shapes, sizes, arrows, and that what is generated or written down is true. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorCatalogue } from '#command-kit/error-catalogue.ts'
import { roots } from '#commands/index.ts'
import { envExample } from '#config/env-example.ts'
import { chatSettings } from '#platforms/index.ts'
import { fillManifest } from '#platforms/slack/publish.ts'
import { providers } from '#providers/index.ts'
import { generatedPbxDocuments } from '../scripts/pbx-documents.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const glob = (...patterns: string[]) => globSync(patterns, { cwd: root }).map((path) => path.replaceAll('\\', '/'))
const sources = glob('src/**/*.{ts,tsx}', 'commands/**/*.ts')

describe('files', () => {
  test('are at most 400 lines long', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(sources.filter((path) => read(path).split('\n').length > 401)).toEqual([])
  })

  test('open with what they are', () => {
    expect(sources.filter((path) => !read(path).startsWith('/**'))).toEqual([])
  })

  test('have names in kebab-case that say what they hold', () => {
    const named = [...sources, ...glob('test/**/*.ts', 'scripts/*.ts')].map((path) => basename(path))
    expect(named.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.tsx?$/.test(name))).toEqual([])
    const vague = /(^|\/)(utils?|helpers?|common|misc|manager|base)(\.ts$|\/)/
    expect(sources.filter((path) => vague.test(path))).toEqual([])
  })
})

describe('tests', () => {
  /** They are about the product, or about a seam, rather than about one file. */
  const ofTheWhole = /^test\/((e2e|system|contracts|properties)\/|[^/]+$|.+\/on-the-wire\.test\.ts$)/

  test('lie where their source lies', () => {
    const tested = glob('test/**/*.test.ts').filter((path) => !ofTheWhole.test(path))
    const sourcesOf = (path: string) => {
      const mirrored = path.replace(/^test\//, '').replace(/\.test\.ts$/, '.ts')
      return [mirrored, `src/${mirrored}`, `src/${mirrored}x`]
    }
    expect(tested.filter((path) => !sourcesOf(path).some((source) => existsSync(join(root, source))))).toEqual([])
  })
})

describe('adapters', () => {
  const filesIn = (folder: string) => glob(`${folder}/*`).map((path) => basename(path))

  test.each(glob('src/providers/*/').filter((folder) => basename(folder) !== 'protocols'))(
    '%s looks like its siblings',
    (folder) => {
      expect(filesIn(folder)).toEqual(
        expect.arrayContaining([
          'README.md',
          'client.ts',
          'config.ts',
          'diagnose.ts',
          'index.ts',
          'mapper.ts',
          'provider.ts',
          'schema.ts',
        ]),
      )
    },
  )

  // The terminal has neither limits nor anything to publish, and draws plain text.
  test.each(glob('src/platforms/*/').filter((folder) => basename(folder) !== 'console'))(
    '%s looks like its siblings',
    (folder) => {
      const drawn = ['render-card.ts', 'render-form.ts', 'render-text.ts']
      const own = [
        'README.md',
        'diagnose.ts',
        'identity.ts',
        'index.ts',
        'limits.ts',
        'publish.ts',
        'receive.ts',
        'reply.ts',
      ]
      expect(filesIn(folder)).toEqual(expect.arrayContaining([...own, ...drawn]))
    },
  )
})

describe('only in one place', () => {
  /** Where else, and why it must be there. */
  const allowed: [what: RegExp, place: string, others: Record<string, string>][] = [
    [
      /process\.env|\benv\b[^=]*\} = process\b/,
      'src/config/load.ts',
      { 'src/sandbox/main.ts': 'a program of its own, which may not see the configuration of the bot' },
    ],
    [
      /Date\.now\(|new Date\(\)/,
      'src/lib/clock.ts',
      {
        'src/platforms/discord/http.ts': 'Discord dates its signatures by system time, whatever our clock was moved to',
        'src/platforms/slack/http.ts': 'Slack dates its signatures by system time, whatever our clock was moved to',
      },
    ],
    [
      /\bset(Timeout|Interval)\(/,
      'src/lib/clock.ts',
      {
        'src/doctor.ts': 'a process that only waits stays alive by the timers of the system',
        'src/ingress/http-server.ts': 'a process that stops must do so in system time',
        'src/main.ts': 'a process that stops must do so in system time',
      },
    ],
  ]

  test.each(allowed)('%s', (what, place, others) => {
    // The page runs in a browser: it has that one's clock and nothing else of these.
    const elsewhere = sources.filter((path) => !path.startsWith('src/sandbox/page/client/'))
    const found = elsewhere.filter((path) => what.test(withoutComments(read(path))))
    expect(found.sort()).toEqual([place, ...Object.keys(others)].sort())
  })

  test('measured time is for the record alone: nothing but the sandbox measures', () => {
    const measuring = sources.filter((path) => /performance\.now\(/.test(read(path)))
    expect(measuring.filter((path) => !path.startsWith('src/sandbox/'))).toEqual([])
  })
})

describe('generated files are fresh', () => {
  test('.env.example, by npm run docs', () => {
    expect(read('.env.example')).toBe(envExample({ chats: chatSettings, providers }))
  })

  test('docs/errors.md, by npm run docs', () => {
    expect(read('docs/errors.md')).toBe(errorCatalogue())
  })

  test.each(Object.entries(generatedPbxDocuments()))('%s, by npm run docs', (path, text) => {
    expect(read(path)).toBe(text)
  })

  test('manifest.yml, by npm run manifest', () => {
    const manifest = read('manifest.yml')
    expect(fillManifest(manifest, roots)).toBe(manifest)
  })
})

describe('documents', () => {
  test.each(glob('*.md', 'docs/**/*.md', 'src/**/*.md'))('%s names only files that are there', (document) => {
    const missing = namedPaths(read(document)).filter(
      (path) => ![root, join(root, 'src'), join(root, dirname(document))].some((from) => existsSync(join(from, path))),
    )
    expect(missing).toEqual([])
  })

  test('the folders are told of, each in its line', () => {
    const told = read('docs/architecture.md')
    const folders = glob('src/*/').map((folder) => `\`${folder.replace(/\/$/, '')}/\``)
    expect(folders.filter((folder) => !told.includes(folder))).toEqual([])
  })
})

/** Targets of links, and what stands between backticks and looks like a path. */
function namedPaths(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, target = '']) => target)
  const quoted = [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, words = '']) => words)
  const paths = quoted.filter(
    (words) =>
      /^(src|commands|test|docs|scripts|bench|\.ci)\/[\w./-]*$/.test(words) ||
      /^[\w.-]+(\/[\w.-]+)+\.(ts|md|mjs)$/.test(words),
  )
  return [...links, ...paths]
}

const withoutComments = (code: string) => code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
