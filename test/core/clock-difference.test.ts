import { expect, it } from 'vitest'
import { clockDifferenceMs, clockFindings } from '#core/clock-difference.ts'
import { inWords } from '#test/support/findings.ts'

const noon = Date.UTC(2026, 10, 20, 12)
const answer = (date: string | undefined, tookMs = 0) => ({ askedAt: noon, answeredAt: noon + tookMs, date })
const at = (ms: number) => new Date(noon + ms).toUTCString()

it.each([
  ['the same second', at(0), 0, 0],
  ['the time that the answer took explains', at(3_000), 4_000, 0],
  ['a part of a second that is left out', at(-1_000), 0, -1],
  ['a clock that is ahead', at(60_000), 0, 60_000],
  ['a clock that is ahead, less the time that it took', at(60_000), 2_000, 58_000],
  ['a clock that is behind', at(-60_000), 5_000, -59_001],
])('sees %s', (_, date, tookMs, differenceMs) => {
  expect(clockDifferenceMs(answer(date, tookMs))).toBe(differenceMs)
})

it('knows nothing where no time is told', () => {
  for (const date of [undefined, '', 'soon']) {
    expect(clockDifferenceMs(answer(date))).toBeNull()
    expect(clockFindings(answer(date), 'Slack')).toEqual([])
  }
})

it('warns from half a minute', () => {
  expect(inWords(clockFindings(answer(at(0)), 'Slack'))).toEqual([
    'ok: The clock of this machine agrees with that of Slack.',
  ])
  expect(inWords(clockFindings(answer(at(29_000)), 'Slack'))).toEqual([
    'ok: The clock of this machine agrees with that of Slack to within 29 seconds.',
  ])
  expect(inWords(clockFindings(answer(at(30_000)), 'Slack'))).toEqual([
    'warn: The clock of this machine is 30 seconds behind that of Slack. Let the time of both machines be set by NTP.',
  ])
  expect(inWords(clockFindings(answer(at(-61_000)), 'Slack'))).toEqual([
    'warn: The clock of this machine is 60 seconds ahead of that of Slack. Let the time of both machines be set by NTP.',
  ])
})
