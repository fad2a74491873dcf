import { expect, it } from 'vitest'
import { fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { countOf, reportToJson, reportToText } from '#doctor/report.ts'
import type { Result } from '#doctor/run-checks.ts'
import { say } from '#text/message.ts'

const said = (what: string) => say('doctor.configuration.odd', { what })
const results: readonly Result[] = [
  { part: 'Slack', finding: ok(said('All is well.')) },
  { part: 'Slack', finding: warn(said('Not all is well.'), said('Look at it.')) },
  {
    part: say('doctor.part.pbx', { name: 'office' }),
    finding: fail(said('It says\u001b[31m\nno\u202e.'), said('Ask again with xoxb-planted.')),
  },
]
const secrets = ['xoxb-planted']

it('gives people a line for each finding, and the count', () => {
  expect(reportToText(results, { secrets })).toBe(
    [
      'ok   Slack: All is well.',
      'warn Slack: Not all is well. Look at it.',
      'fail PBX office: It says [31m no . Ask again with [redacted].',
      '',
      '1 ok, 1 warning, 1 failure.',
      '',
    ].join('\n'),
  )
})

it('dresses the first word alone', () => {
  const text = reportToText(results.slice(0, 1), { secrets, dress: (word, level) => `<${level}>${word}</>` })
  expect(text).toBe('<ok>ok  </> Slack: All is well.\n\n1 ok, 0 warnings, 0 failures.\n')
})

it('gives programs the same as JSON', () => {
  expect(JSON.parse(reportToJson(results, { secrets }))).toEqual({
    ok: false,
    counts: { ok: 1, warn: 1, fail: 1 },
    findings: [
      { level: 'ok', part: 'Slack', code: 'doctor.configuration.odd', sentence: 'All is well.' },
      {
        level: 'warn',
        part: 'Slack',
        code: 'doctor.configuration.odd',
        sentence: 'Not all is well.',
        next: 'Look at it.',
      },
      {
        level: 'fail',
        part: 'PBX office',
        code: 'doctor.configuration.odd',
        sentence: 'It says [31m no .',
        next: 'Ask again with [redacted].',
      },
    ],
  })
  expect(JSON.parse(reportToJson(results.slice(0, 2), { secrets })).ok).toBe(true)
})

it('counts', () => {
  expect(countOf([])).toEqual({ ok: 0, warn: 0, fail: 0 })
})
