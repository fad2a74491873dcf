import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { meetingsToIcs, meetingToIcs } from '#calendar/meetings-to-ics.ts'
import type { Meeting } from '#core/meeting.ts'
import { occurrencesFrom } from '#core/occurrence.ts'
import { placeWallTime } from '#lib/wall-time.ts'
import { sampleMeeting } from '#test/storage/samples.ts'
import { property } from '#test/support/property.ts'

const now = Date.UTC(2026, 10, 21)

/** The file as another program reads it. */
const read = (ics: string) => new ICAL.Component(ICAL.parse(ics))
const eventsIn = (ics: string) => read(ics).getAllSubcomponents('vevent')
const textOf = (component: ICAL.Component | undefined, name: string) =>
  String(component?.getFirstPropertyValue(name) ?? '')

/** The first `limit` occurrences as another program makes them: start instants and titles, in order. */
function shownByAnother(ics: string, limit: number): { startAt: number; subject: string }[] {
  const calendar = read(ics)
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
  const series = events.find((one) => !one.isRecurrenceException())
  if (!series) return []
  for (const one of events) if (one.isRecurrenceException()) series.relateException(one)
  const shown: { startAt: number; subject: string }[] = []
  const dates = series.iterator()
  // Exceptions may lie out of order.
  for (let next = dates.next(); next && shown.length < limit + 8; next = dates.next()) {
    const { startDate, item } = series.getOccurrenceDetails(next)
    shown.push({ startAt: startDate.toUnixTime() * 1000, subject: item.summary })
  }
  ICAL.TimezoneService.reset()
  return shown.sort((a, b) => a.startAt - b.startAt).slice(0, limit)
}

const shownByUs = (meeting: Meeting, limit: number) =>
  occurrencesFrom(meeting, 0, limit).map(({ startAt, subject }) => ({ startAt, subject: subject ?? meeting.subject }))

describe('a calendar file', () => {
  const weekly = sampleMeeting('k3x9ab')

  it('is read by another program with the same dates, a skipped and a moved one included', () => {
    expect(shownByAnother(meetingToIcs(weekly, now), 10)).toEqual(shownByUs(weekly, 10))
  })

  it('keeps the hour of a series when clocks change', () => {
    const autumn = sampleMeeting('k3x9ab', { start: '2026-10-06T15:00', changes: {} })
    const shown = shownByAnother(meetingToIcs(autumn, now), 5).map(({ startAt }) => new Date(startAt).toISOString())
    expect(shown.slice(1, 4)).toEqual([
      '2026-10-13T13:00:00.000Z',
      '2026-10-20T13:00:00.000Z',
      '2026-10-27T14:00:00.000Z',
    ])
  })

  it('says for itself where a date goes whose hour does not exist', () => {
    const nightly = sampleMeeting('k3x9ab', { start: '2027-03-27T02:30', rule: 'FREQ=DAILY;COUNT=3', changes: {} })
    expect(shownByAnother(meetingToIcs(nightly, now), 3)).toEqual(shownByUs(nightly, 3))
    expect(new Date(shownByUs(nightly, 3)[1]?.startAt ?? 0).toISOString()).toBe('2027-03-28T01:30:00.000Z')
  })

  it('ends a series with the last date before its end in the zone', () => {
    const ending = sampleMeeting('k3x9ab', {
      timeZone: 'America/New_York',
      start: '2026-12-01T22:00',
      rule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20261215T220000',
      changes: {},
    })
    expect(shownByAnother(meetingToIcs(ending, now), 9)).toEqual(shownByUs(ending, 9))
    expect(shownByUs(ending, 9)).toHaveLength(3)
    expect(meetingToIcs(ending, now)).toContain('UNTIL=20261216T030000Z')
  })

  it('keeps its UID, and its SEQUENCE rises, also when it is cancelled', () => {
    const moved = { ...weekly, start: '2026-12-01T16:00', changes: {}, sequence: 1 }
    const cancelled = { ...moved, state: 'cancelled', sequence: 2 } as const
    const files = [weekly, moved, cancelled].map((one) => meetingToIcs(one, now))
    const [first, second, third] = files.map((ics) => eventsIn(ics)[0])
    expect(new Set([first, second, third].map((one) => textOf(one, 'uid'))).size).toBe(1)
    expect([first, second, third].map((one) => textOf(one, 'sequence'))).toEqual(['0', '1', '2'])
    expect(textOf(third, 'status')).toBe('CANCELLED')
    expect(files.map((ics) => String(read(ics).getFirstPropertyValue('method')))).toEqual([
      'PUBLISH',
      'PUBLISH',
      'CANCEL',
    ])
  })

  it('tells nothing of who is invited, and no PIN', () => {
    const secretive = sampleMeeting('k3x9ab', {
      who: [{ text: '+4930901899', quoted: false, afterComma: false }],
      externalInvitees: 'guest@example.com',
    })
    const ics = meetingToIcs(secretive, now)
    expect(ics).not.toMatch(/901899|guest@/)
  })

  it('takes hostile subjects for what they are: text', () => {
    const subject = 'Review; now, "quoted"\r\nBEGIN:VALARM\\n'
    const [event] = eventsIn(meetingToIcs(sampleMeeting('k3x9ab', { subject, rule: null, changes: {} }), now))
    expect(textOf(event, 'summary').replaceAll('\r', '')).toContain('Review; now, "quoted"\nBEGIN:VALARM')
    expect(event?.getAllSubcomponents('valarm')).toHaveLength(0)
  })

  it('takes hostile names for what they are, too', () => {
    const ics = meetingsToIcs([], { name: 'Mallory\r\nBEGIN:VEVENT; x', now })
    expect(eventsIn(ics)).toHaveLength(0)
    expect(textOf(read(ics), 'x-wr-calname')).toBe('Mallory BEGIN:VEVENT\\; x')
  })

  it('of several meetings names each zone once', () => {
    const ics = meetingsToIcs(
      [weekly, sampleMeeting('abc234'), sampleMeeting('abc235', { timeZone: 'America/New_York' })],
      {
        name: 'Conferences of Alice',
        now,
      },
    )
    const zones = read(ics).getAllSubcomponents('vtimezone')
    expect(zones.map((zone) => textOf(zone, 'tzid')).sort()).toEqual(['America/New_York', 'Europe/Berlin'])
    expect(new Set(eventsIn(ics).map((event) => textOf(event, 'uid'))).size).toBe(3)
  })
})

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Gaza', 'America/Nuuk', 'UTC']
const rules = [
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3;COUNT=40',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=MONTHLY;BYMONTHDAY=15',
  'FREQ=YEARLY;BYMONTH=6;BYDAY=2TU',
]

property(
  'another program shows the dates of any series as we do',
  'calendar.series',
  fc.record({
    zone: fc.constantFrom(...zones),
    rule: fc.constantFrom(...rules),
    day: fc.integer({ min: 0, max: 700 }),
    hour: fc.integer({ min: 0, max: 23 }),
    skipped: fc.integer({ min: 0, max: 5 }),
    moved: fc.integer({ min: 0, max: 5 }),
  }),
  { runs: 80 },
  () =>
    ({ zone, rule, day, hour, skipped, moved }) => {
      const date = new Date(Date.UTC(2026, 0, 1 + day, hour, 30)).toISOString().slice(0, 16)
      const plain = sampleMeeting('k3x9ab', { start: date, timeZone: zone, rule, changes: {} })
      const dates = occurrencesFrom(plain, 0, 6).map((one) => one.date)
      const changes = {
        [dates[moved] ?? '']: { kind: 'changed', start: `${(dates[moved] ?? '').slice(0, 11)}12:15` },
        [dates[skipped] ?? '']: { kind: 'skipped' },
      } as const
      const meeting = { ...plain, changes }
      const ours = occurrencesFrom(meeting, 0, 8)
      // An hour that clocks show twice is the first for us, and may be the second for another program.
      const isDoubled = ours.some((one) => placeWallTime(one.start, zone).change === 'doubled')
      if (!isDoubled) expect(shownByAnother(meetingToIcs(meeting, now), 8)).toEqual(shownByUs(meeting, 8))
    },
)
