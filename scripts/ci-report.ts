/**
 * `node scripts/ci-report.ts <vitest.json> <allowed-skips>` prints the skipped tests with their reasons, and as its last line
 * `N passed, N failed` from Vitest's own result. Exits with 1 when a test failed, or was skipped that may not be.
 */
import { readFileSync } from 'node:fs'
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

const [resultPath = '', allowedPath = ''] = process.argv.slice(2)
const { success, testResults } = Result.parse(JSON.parse(readFileSync(resultPath, 'utf8')))
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

for (const { name } of skipped) console.log(`skipped: ${name}: ${reasons.get(name) || `not allowed by ${allowedPath}`}`)
if (skipped.length === 0) console.log('skipped: none')
if (passed === 0) console.log('no test has run')
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = success && failed === 0 && unexplained.length === 0 && passed > 0 ? 0 : 1
