/** What checks find, as `npm run doctor` would print it. */
import type { Check, Finding } from '#core/contracts/diagnosis.ts'
import { runChecks } from '#doctor/run-checks.ts'
import { createSystemClock } from '#lib/clock.ts'
import { spanToString } from '#text/format.ts'

/** `fail: What is wrong. What to do.` */
export const inWords = (findings: readonly Finding[]): readonly string[] =>
  findings.map(
    (finding) =>
      `${finding.level}: ${spanToString(finding.says)}${finding.level === 'ok' ? '' : ` ${spanToString(finding.next)}`}`,
  )

export async function examine(checks: readonly Check[]): Promise<readonly string[]> {
  const results = await runChecks([{ part: 'all', checks }], { clock: createSystemClock() })
  return inWords(results.map(({ finding }) => finding))
}
