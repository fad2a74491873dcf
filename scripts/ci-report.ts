/**
 * `node scripts/ci-report.ts <vitest.json> <again.json> <allowed-skips>` prints the skipped tests with their reasons, those that
 * failed beside all others and passed when their file was run again by itself, and as its last line `N passed, N failed` from
 * Vitest's own results. Exits with 1 when a test failed, or was skipped that may not be.
 * `node scripts/ci-report.ts --failed <vitest.json>` prints the files with a test that failed, one a line; nothing where they are
 * so many that a busy machine is not the reason.
 */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { z } from 'zod'

const Result = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

type FileResult = z.output<typeof Result>['testResults'][number]

/** More files than that are not tried again. */
const triedAgainMost = 5

const read = (path: string) => Result.parse(JSON.parse(readFileSync(path, 'utf8'))).testResults
const hasFailed = ({ status, assertionResults }: FileResult) =>
  status === 'failed' || assertionResults.some((one) => one.status === 'failed')

if (process.argv[2] === '--failed') {
  const files = read(process.argv[3] ?? '').filter(hasFailed)
  if (files.length <= triedAgainMost) for (const { name } of files) console.log(relative('.', name))
  process.exit()
}

const [resultPath = '', againPath = '', allowedPath = ''] = process.argv.slice(2)
const first = read(resultPath)
const again = new Map((existsSync(againPath) ? read(againPath) : []).map((file) => [file.name, file]))
const testResults = first.map((file) => again.get(file.name) ?? file)
const reasons = new Map(
  readFileSync(allowedPath, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line): [string, string] => {
      const [test = '', reason = ''] = line.split(' # ')
      return [test.trim(), reason.trim()]
    }),
)

const tests = testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.map(({ fullName, status }) => ({ name: `${relative('.', name)} > ${fullName}`, status })),
)
const passed = tests.filter(({ status }) => status === 'passed').length
// A file that cannot even be loaded has no tests that could fail.
const unloaded = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
)
const failed = tests.filter(({ status }) => status === 'failed').length + unloaded.length
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
const unexplained = skipped.filter(({ name }) => !reasons.get(name))

for (const file of first.filter(({ name }) => again.has(name)))
  for (const { fullName, status } of file.assertionResults)
    if (status === 'failed')
      console.log(`failed at first, tried again alone: ${relative('.', file.name)} > ${fullName}`)
for (const { name } of skipped) console.log(`skipped: ${name}: ${reasons.get(name) || `not allowed by ${allowedPath}`}`)
if (skipped.length === 0) console.log('skipped: none')
if (passed === 0) console.log('no test has run')
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && unexplained.length === 0 && passed > 0 ? 0 : 1
