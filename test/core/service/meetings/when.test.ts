import { describe, expect, it } from 'vitest'
import { type ConfbotError, isConfbotError } from '#core/errors.ts'
import { checkReach, durationOf, readWhen } from '#core/service/meetings/when.ts'
import { chooseZone, type MeantZone } from '#core/service/meetings/zone.ts'
import { spanToString } from '#text/format.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Friday, 10:00:30 in Berlin, 4:00:30 in New York. */
const now = Date.UTC(2026, 10, 20, 9, 0, 30)

const inZone = (zone: string, isGiven = false): MeantZone => ({ zone, isGiven, offered: [zone, 'UTC'] })
const berlin = inZone('Europe/Berlin')
const read = (when: string, repeat = 'none', meant = berlin, at = now) => readWhen({ when, repeat }, meant, at)

function refused(act: () => unknown): ConfbotError {
  try {
    act()
  } catch (error) {
    if (isConfbotError(error)) return error
    throw error
  }
  throw new Error('it was not refused')
}
const refusal = (act: () => unknown) => {
  const { code, details } = refused(act)
  return [code, ...(details.choices ?? []).map(({ label, input }) => [spanToString(label), input])]
}

describe('what is certain', () => {
  it('is a wall time in the zone that was meant', () => {
    expect(read('2026-12-01 15:00')).toEqual({ start: '2026-12-01T15:00', rule: null })
    expect(read('tomorrow 3pm')).toEqual({ start: '2026-11-21T15:00', rule: null })
    expect(read('today 05:30', 'none', inZone('America/New_York'))).toEqual({ start: '2026-11-20T05:30', rule: null })
    expect(read('2026-12-01T15:00:00+01:00')).toEqual({ start: '2026-12-01T15:00', rule: null })
  })

  it('is a rule, in one way of writing, from the first date on that it has', () => {
    expect(read('', 'every second Tuesday 9:30')).toEqual({
      start: '2026-11-24T09:30',
      rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
    })
    expect(read('2026-12-01 9:30', 'weekly until 30 June')).toEqual({
      start: '2026-12-01T09:30',
      rule: 'FREQ=WEEKLY;UNTIL=20270630',
    })
  })

  it('reads as itself again', () => {
    for (const [when, repeat] of [
      ['', 'every weekday 9:30 until June'],
      ['tomorrow 12:00', 'monthly'],
      ['', 'every last Friday 16:00'],
      ['1 December 14:00', 'every 3 days 10 times'],
    ] as const) {
      const first = read(when, repeat)
      expect(read(first.start, first.rule ?? 'none', inZone('Europe/Berlin', true))).toEqual(first)
    }
  })

  it('counts a length of time in time that passes, to the next full minute', () => {
    expect(read('in 2 hours')).toEqual({ start: '2026-11-20T12:01', rule: null })
    expect(read('now')).toEqual({ start: '2026-11-20T10:01', rule: null })
    // The clocks of Berlin go back by an hour at 1:00 UTC.
    const before = Date.UTC(2026, 9, 24, 23)
    expect(read('in 4 hours', 'none', berlin, before)).toEqual({ start: '2026-10-25T04:00', rule: null })
  })

  it('may be in the present minute', () => {
    expect(read('today 10:00')).toEqual({ start: '2026-11-20T10:00', rule: null })
  })
})

describe('an offset', () => {
  it('that is not the zone’s is asked about: the instant, and the wall time', () => {
    expect(refusal(() => read('2026-12-01T15:00:00+03:00'))).toEqual([
      'input.zone-differs',
      ['Tue 1 Dec 2026, 13:00 +01:00 Europe/Berlin', { when: '2026-12-01T13:00', zone: 'Europe/Berlin' }],
      ['Tue 1 Dec 2026, 15:00 +01:00 Europe/Berlin', { when: '2026-12-01T15:00', zone: 'Europe/Berlin' }],
    ])
  })

  it('names the second of two times, which has a wall time of its own only in UTC', () => {
    expect(read('2027-10-31T02:30:00+02:00').start).toBe('2027-10-31T02:30')
    expect(refusal(() => read('2027-10-31T02:30:00+01:00'))).toEqual([
      'input.zone-differs',
      ['Sun 31 Oct 2027, 01:30 +00:00 UTC', { when: '2027-10-31T01:30', zone: 'UTC' }],
      ['Sun 31 Oct 2027, 02:30 +02:00 Europe/Berlin', { when: '2027-10-31T02:30', zone: 'Europe/Berlin' }],
    ])
  })

  it('does not do for a series: its zone is asked for, and then compared', () => {
    expect(refusal(() => read('2026-12-01T15:00:00+01:00', 'weekly'))).toEqual([
      'input.series-zone',
      ['Europe/Berlin, where it is 10:00 now', { zone: 'Europe/Berlin' }],
      ['UTC, where it is 09:00 now', { zone: 'UTC' }],
    ])
    expect(read('2026-12-01T15:00:00+01:00', 'weekly', inZone('Europe/Berlin', true))).toEqual({
      start: '2026-12-01T15:00',
      rule: 'FREQ=WEEKLY',
    })
    expect(refused(() => read('2026-12-01T15:00:00+01:00', 'weekly', inZone('UTC', true))).code).toBe(
      'input.zone-differs',
    )
  })
})

describe('what can mean several things', () => {
  it('is offered in words, with zone and offset', () => {
    expect(refusal(() => read('3:00', 'none'))).toEqual([
      'input.ambiguous-time',
      ['Fri 20 Nov 2026, 15:00 +01:00 Europe/Berlin', { when: '2026-11-20T15:00' }],
      ['Sat 21 Nov 2026, 03:00 +01:00 Europe/Berlin', { when: '2026-11-21T03:00' }],
    ])
    expect(refusal(() => read('01/02/2027 14:00'))).toEqual([
      'input.ambiguous-time',
      ['Sat 2 Jan 2027, 14:00 +01:00 Europe/Berlin', { when: '2027-01-02T14:00' }],
      ['Mon 1 Feb 2027, 14:00 +01:00 Europe/Berlin', { when: '2027-02-01T14:00' }],
    ])
  })

  it('keeps the rule that was read with it', () => {
    const [code, first] = refusal(() => read('tomorrow 9:30', 'every Tuesday'))
    expect([code, first]).toEqual([
      'input.ambiguous-time',
      ['Tue 24 Nov 2026, 09:30 +01:00 Europe/Berlin', { when: '2026-11-24T09:30', repeat: 'FREQ=WEEKLY;BYDAY=TU' }],
    ])
  })

  it('is offered of repetitions, too', () => {
    expect(refused(() => read('', 'every third Friday 9:30'))).toMatchObject({
      code: 'input.ambiguous-repeat',
      details: { choices: [{ input: { repeat: expect.any(String) } }, { input: { repeat: expect.any(String) } }] },
    })
  })
})

describe('what cannot be', () => {
  it.each([
    ['31 April 15:00', 'none', 'input.impossible-time'],
    ['25:00 tomorrow', 'none', 'input.impossible-time'],
    ['when the moon is full', 'none', 'input.unreadable-time'],
    ['tomorrow', 'none', 'input.no-time-of-day'],
    ['tomorrow 15:00', 'now and then', 'input.unreadable-repeat'],
    ['tomorrow 15:00', 'FREQ=HOURLY', 'input.unreadable-repeat'],
  ])('“%s”, %s is %s', (when, repeat, code) => {
    expect(refused(() => read(when, repeat)).code).toBe(code)
  })

  it('is over: the same time tomorrow is offered, or next year', () => {
    expect(refusal(() => read('9:59am'))).toEqual([
      'input.past-time',
      ['Tomorrow: Sat 21 Nov 2026, 09:59 +01:00 Europe/Berlin', { when: '2026-11-21T09:59' }],
    ])
    expect(refusal(() => read('2026-03-01 15:00'))).toEqual([
      'input.past-time',
      ['Next year: Mon 1 Mar 2027, 15:00 +01:00 Europe/Berlin', { when: '2027-03-01T15:00' }],
    ])
    expect(refusal(() => read('2024-02-29 15:00'))).toEqual(['input.past-time'])
    expect(refusal(() => read('2020-03-01 15:00'))).toEqual(['input.past-time'])
    expect(refused(() => read('2026-11-19T15:00:00+01:00')).code).toBe('input.past-time')
  })

  it('is over, though clocks will show it once more', () => {
    // 2:40 for the second time.
    const at = Date.UTC(2026, 9, 25, 1, 40)
    expect(refused(() => read('2026-10-25 02:50', 'none', berlin, at)).code).toBe('input.past-time')
  })

  it('is a series without a date, or a first date in more than five years', () => {
    const series = {
      start: '2026-12-01T15:00',
      timeZone: 'Europe/Berlin',
      durationMinutes: 60,
      rule: null,
      changes: {},
    }
    expect(() => checkReach(series, now)).not.toThrow()
    expect(refused(() => checkReach(series, now + 365 * 24 * hourMs)).code).toBe('input.no-occurrence')
    expect(() => checkReach({ ...series, start: '2031-11-19T15:00' }, now)).not.toThrow()
    expect(refused(() => checkReach({ ...series, start: '2031-11-22T15:00' }, now))).toMatchObject({
      code: 'input.too-far',
      details: { blanks: { until: 'Thu 20 Nov 2031' } },
    })
  })

  it('is shorter than a minute or longer than a day', () => {
    expect([durationOf(minuteMs), durationOf(90 * minuteMs), durationOf(24 * hourMs)]).toEqual([1, 90, 1440])
    for (const ms of [0, minuteMs - 1, 24 * hourMs + 1])
      expect(refused(() => durationOf(ms)).code).toBe('input.invalid')
  })
})

describe('the zone', () => {
  const none = { channel: {}, personZone: null, channelZone: null }
  const both = { channel: {}, personZone: 'America/New_York', channelZone: 'Asia/Tokyo' }

  it('is the one given, else the person’s, else the channel’s, else what is left', () => {
    expect(chooseZone('Europe/Berlin', both, [], now)).toMatchObject({ zone: 'Europe/Berlin', isGiven: true })
    expect(chooseZone(undefined, both, [], now)).toMatchObject({ zone: 'America/New_York', isGiven: false })
    expect(chooseZone(undefined, { ...both, personZone: null }, [], now)).toMatchObject({ zone: 'Asia/Tokyo' })
    expect(chooseZone(undefined, none, [], now, 'Europe/Rome')).toMatchObject({ zone: 'Europe/Rome' })
  })

  it('is asked for where none is known: of the PBX’s countries the common ones and those of small ones, then others', () => {
    const offered = (countries: readonly string[]) =>
      (refused(() => chooseZone(undefined, none, countries, now)).details.choices ?? []).map(({ input }) => input.zone)
    const [code, first, ...others] = refusal(() => chooseZone(undefined, none, ['DE', 'AT'], now))
    expect([code, first, others.at(-1)]).toEqual([
      'input.no-zone',
      ['Europe/Berlin, where it is 10:00 now', { zone: 'Europe/Berlin' }],
      ['UTC, where it is 09:00 now', { zone: 'UTC' }],
    ])
    expect(offered(['DE', 'AT'])).toEqual([
      'Europe/Berlin',
      'Europe/Vienna',
      'Europe/London',
      ...['New_York', 'Chicago', 'Denver', 'Los_Angeles', 'Sao_Paulo'].map((city) => `America/${city}`),
      'Africa/Johannesburg',
      'UTC',
    ])
    expect(offered(['US', 'IN']).slice(0, 6)).toEqual([
      ...['New_York', 'Chicago', 'Denver', 'Los_Angeles'].map((city) => `America/${city}`),
      'Asia/Kolkata',
      'Europe/London',
    ])
    // It begins with Atikokan.
    expect(offered(['CA'])[0]).toBe('Europe/London')
  })

  it('must be one that there is; one that was probably meant is offered', () => {
    expect(refusal(() => chooseZone('Europe/Berln', none, [], now))).toEqual([
      'input.unknown-zone',
      ['Europe/Berlin', { zone: 'Europe/Berlin' }],
      ...refusal(() => chooseZone('Europe/Berln', none, [], now)).slice(2),
    ])
    expect(refused(() => chooseZone('+01:00', none, [], now)).code).toBe('input.unknown-zone')
  })
})
