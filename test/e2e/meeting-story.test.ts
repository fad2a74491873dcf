/** Meetings from the first line to the record, through /sandbox/api with the clock moved forward: one, and series across clock changes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import {
  createMeetingDriver,
  dayMs,
  hasField,
  inUtc,
  labelOf,
  minuteMs,
  onPbx,
  shows,
} from '#test/support/meeting-driver.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'
import { instantOf, nextClockChange, offsetIn, wallIn } from '#test/support/zoned-time.ts'

let app: RunningApp
const driver = createMeetingDriver(() => app)
const { now, until, ask, press, schedule, card, posts, reminders, room, rung, form, submit } = driver
beforeAll(async () => {
  app = await startApp()
  await ask('alice', '/confadmin contact add Carol 1003 person:@carol', 'Carol is saved')
})
afterAll(() => app.stop())
// Rates are per person and by the clock.
beforeEach(() => app.slack.advance(60))

const berlin = 'Europe/Berlin'
const newYork = 'America/New_York'

/** The day after tomorrow at ten in Berlin: far enough from now for whatever is to be done before. */
const soon = async () => instantOf(`${wallIn((await now()) + 2 * dayMs, berlin).slice(0, 10)} 10:00`, berlin)
const postedAt = ({ ts }: { readonly ts: string }) => Math.floor(Number(ts) * 1000)
const pinOf = async (user: string, name: string) => {
  const answer = await ask(user, `pin meeting:"${name}"`, /PIN \d+/)
  return /PIN (\d+)/.exec(answer.text)?.[1]
}
const liveCard = (name: string, texts: readonly (string | RegExp)[] = [], channel?: string) =>
  app.slack.card(`${name}\nLive, started`, texts, channel)
/** The PBX holds the room for nothing to come: it has no way to take a schedule away. */
const isFree = async (subject: string) =>
  Date.parse(String((await room(subject)).fields.scheduled_end_at)) <= (await now())
const homeOf = async (user: string) => {
  await app.slack.post('slack/home', { user })
  return JSON.stringify(await app.slack.get(`slack/home?user=${user}`))
}

describe('one meeting', { timeout: 60_000 }, () => {
  it('is scheduled by a line, reminded of, answered, moved, opened, rung, recorded and over', async () => {
    const { slack } = app
    const startAt = await soon()
    const line = `"Sprint review" ${wallIn(startAt, berlin)} for 1h @bob @carol 1001 1060 remind:1h,10m --record`
    const question = await ask('alice', `schedule ${line}`, 'Schedule Sprint review?')
    expect(question.text).toContain('10:00–11:00 Europe/Berlin (UTC+0')
    expect(question.text).toContain('Not called, since no number is known: @bob')
    await press('alice', question, 'Schedule it', 'Sprint review is scheduled')
    await card('Sprint review', ['1 hour before, 10 minutes before', 'Not called, since no number is known: @bob'])
    const { number } = await room('Sprint review')
    const pin = await pinOf('alice', 'Sprint review')
    const endAt = startAt + 60 * minuteMs
    expect((await room('Sprint review')).fields).toMatchObject({
      scheduled_start_at: onPbx(startAt),
      scheduled_end_at: onPbx(endAt),
      timezone: berlin,
    })
    // Who has no number is invited all the same.
    expect((await ask('bob', 'agenda of:me', 'What comes next for you')).text).toContain('Sprint review')
    await eventually(async () => expect(await homeOf('bob')).toContain('Sprint review'))

    // The first reminder, not a second too early.
    await until(startAt - 60 * minuteMs - 2_000)
    await slack.command('carol', 'agenda')
    expect(await reminders('Sprint review')).toEqual([])
    await slack.advance(2)
    const [first] = await eventually(async () => {
      const all = await reminders('Sprint review')
      expect(all).toHaveLength(1)
      return all
    })
    if (!first) throw new Error('no reminder')
    expect(first.text).toContain(`Start: ${inUtc(startAt)}`)
    expect(postedAt(first)).toBeGreaterThanOrEqual(startAt - 60 * minuteMs)

    // What people say to it.
    await press('bob', first, 'I am late', 'You come late to Sprint review')
    await press('carol', first, 'Can’t come', 'You do not come to Sprint review')
    await slack.card('Sprint review', [/Late: @bob/, /Can’t come: @carol/])
    expect((await ask('bob', 'agenda of:me', 'What comes next for you')).text).toContain('you come late')
    await eventually(async () => expect(await homeOf('carol')).toContain('you do not come'))
    await press('carol', first, 'Remind me in 5 min', 'You are reminded again at')
    await slack.advance(5 * 60)
    await eventually(async () => {
      const told = (await driver.direct('carol')).filter(({ text }) => text.includes('You asked to be reminded again'))
      expect(told).toHaveLength(1)
    })
    expect((await driver.direct('bob')).filter(({ text }) => text.includes('reminded again'))).toEqual([])

    // Moved by half an hour: its reminder says so, the PBX is told, and the old time is reminded of no more.
    const movedAt = startAt + 30 * minuteMs
    const change = await ask('alice', 'move "Sprint review" 10:30', 'Change Sprint review?')
    expect(change.text).toContain('It was to be')
    await press('alice', change, 'Change it', 'Sprint review is changed')
    await card('Sprint review', ['10:30–11:30'])
    await eventually(async () => {
      const [corrected] = await reminders('Sprint review')
      expect(corrected).toMatchObject({ ts: first.ts, text: expect.stringContaining('Moved. New start: ') })
      expect(corrected?.text).toContain(`It was to start ${inUtc(startAt)}`)
    })
    await eventually(async () =>
      expect((await room('Sprint review')).fields).toMatchObject({
        scheduled_start_at: onPbx(movedAt),
        scheduled_end_at: onPbx(endAt + 30 * minuteMs),
      }),
    )

    // Paused over one of the two that are due now; what fell due meanwhile does not come afterwards.
    await ask('alice', 'remind "Sprint review" pause', 'Reminders of Sprint review are paused')
    await card('Sprint review', ['paused'])
    await until(movedAt - 60 * minuteMs + 5_000)
    await ask('alice', 'remind "Sprint review" resume', 'Reminders of Sprint review:')
    await until(movedAt - 10 * minuteMs - 2_000)
    expect(await reminders('Sprint review')).toHaveLength(1)
    await slack.advance(2)
    const second = await eventually(async () => {
      const all = await reminders('Sprint review')
      expect(all).toHaveLength(2)
      return all[1] ?? first
    })
    // What was said to the old time does not hold for the new one.
    expect(second.text).not.toContain('Can’t come')
    await press('carol', second, 'Can’t come', 'You do not come to Sprint review')

    // Opened at its start, in the room that everybody knows.
    await until(movedAt - 2_000)
    expect(await rung(number)).toEqual([])
    await slack.advance(2)
    await liveCard('Sprint review', [`dial ${number}`, /bob · not called: no number known/])
    await slack.advance(3)
    const live = await liveCard('Sprint review', ['1 person', 'recording', 'scheduled until'])
    expect([...(await rung(number))].sort()).toEqual(['1001', '1060'])
    expect(live.text).toMatch(/carol · can’t come/i)
    await slack.advance(80)
    const missing = await liveCard('Sprint review', [/1060 · not joined/])
    await slack.click('alice', missing, labelOf(missing, 'Ring the'))
    await eventually(async () => expect([...(await rung(number))].sort()).toEqual(['1001', '1060', '1060']))
    expect(await pinOf('alice', 'Sprint review')).toBe(pin)

    await slack.click('alice', live, 'End')
    await slack.card('Sprint review', ['Ended', '1 recording'])
    await until(endAt + 31 * minuteMs)
    const over = await eventually(async () => {
      const found = (await posts()).find(({ text }) => text.startsWith('Sprint review\nOver'))
      if (!found) throw new Error('not over')
      return found
    })
    expect(over.text).not.toContain(`dial ${number}`)
    await eventually(async () => expect(await isFree('Sprint review')).toBe(true))
    expect(await reminders('Sprint review')).toHaveLength(2)
  })

  it('is scheduled by the form, reminded of, cancelled and scheduled again', async () => {
    const { slack } = app
    const startAt = await soon()
    await slack.command('bob', 'schedule')
    const empty = await form('bob', hasField('when.date'))
    const [date, time] = wallIn(startAt, berlin).split(' ')
    const values = { subject: 'Board meeting', 'when.date': date, 'when.time': time, who: '1002', remind: '30m' }
    await submit('bob', empty, values)
    const preview = await form('bob', shows('Schedule Board meeting?'))
    expect(await submit('bob', preview)).toMatchObject({ ok: true, form: 'closed' })
    const shown = await card('Board meeting', ['30 minutes before'])

    await until(startAt - 30 * minuteMs + 1_000)
    await eventually(async () => expect(await reminders('Board meeting')).toHaveLength(1))
    const asked = await press('bob', shown, 'Cancel…', 'Cancel Board meeting?')
    expect(asked.text).toContain('does not take place')
    const cancelled = await press('bob', asked, 'Cancel it', 'Board meeting is cancelled')
    await eventually(async () =>
      expect(await reminders('Board meeting')).toMatchObject([
        { text: expect.stringContaining('Cancelled: it does not take place') },
      ]),
    )
    const { number } = await room('Board meeting')
    const gone = await card('Board meeting', ['Cancelled'])
    expect(gone.text).not.toContain(`dial ${number}`)
    await eventually(async () => expect(await isFree('Board meeting')).toBe(true))

    await press('bob', cancelled, 'Undo', 'Board meeting is scheduled again')
    await eventually(async () =>
      expect(await reminders('Board meeting')).toMatchObject([{ text: expect.stringContaining('Start: ') }]),
    )
    const again = await room('Board meeting')
    await eventually(async () => expect((await room('Board meeting')).fields.scheduled_start_at).toBe(onPbx(startAt)))
    await until(startAt)
    await liveCard('Board meeting', [`dial ${again.number}`])
    await slack.click('bob', await liveCard('Board meeting'), 'End')
    await slack.card('Board meeting', ['Ended'])
    expect(await reminders('Board meeting')).toHaveLength(1)
  })

  it('that was cancelled is neither reminded of nor opened, nor is one whose reminders are off', async () => {
    const startAt = await soon()
    const day = wallIn(startAt, berlin)
    await schedule('bob', `Quiet ${day} 1004`, 'Quiet')
    await schedule('bob', `Gone ${day} 1005`, 'Gone')
    await ask('bob', 'remind Quiet off', /Reminders of Quiet:[\s\S]*none/)
    await press('bob', await ask('bob', 'cancel Gone', 'Cancel Gone?'), 'Cancel it', 'Gone is cancelled')
    await until(startAt - 5 * minuteMs)
    await until(startAt)
    const live = await liveCard('Quiet')
    expect(await reminders('Quiet')).toEqual([])
    expect(await reminders('Gone')).toEqual([])
    expect((await posts()).some(({ text }) => text.startsWith('Gone\nLive'))).toBe(false)
    await app.slack.click('bob', live, 'End')
    await app.slack.card('Quiet', ['Ended'])
  })
})

describe('series across clock changes', { timeout: 120_000 }, () => {
  interface Date {
    readonly startAt: number
    readonly endAt: number
  }
  interface Series {
    readonly name: string
    readonly zone: string
    readonly leads: readonly number[]
    readonly who: string
    readonly dates: readonly Date[]
  }
  const lengthMs = 15 * minuteMs
  const dateAt = (wall: string, zone: string): Date => {
    const startAt = instantOf(wall, zone)
    return { startAt, endAt: startAt + lengthMs }
  }
  const weekLater = (day: string, weeks: number) =>
    new Date(Date.parse(day) + weeks * 7 * dayMs).toISOString().slice(0, 10)

  it('keep their wall time in each zone, with one date moved and one skipped, and each reminder once', async () => {
    const { slack } = app
    // Both zones change their clocks within a few weeks of each other, in either half of the year.
    const changesFrom = (at: number) => [berlin, newYork].map((zone) => nextClockChange(at, zone)).sort((a, b) => a - b)
    const [soonest = 0, latest = 0] = changesFrom((await now()) + 10 * dayMs)
    const isBetween = latest - soonest > 35 * dayMs
    const [change = 0, other = 0] = isBetween ? changesFrom(soonest + dayMs) : [soonest, latest]
    expect(other - change).toBeLessThan(35 * dayMs)
    await until(change - 10 * dayMs)
    const wednesday = (await now()) + ((3 + 7 - new Date(await now()).getUTCDay()) % 7 || 7) * dayMs
    const days = [0, 1, 2, 3, 4].map((week) => weekLater(wallIn(wednesday, 'UTC').slice(0, 10), week))
    const [first = '', , third = '', fourth = ''] = days

    const standup: Series = {
      name: 'Standup',
      zone: berlin,
      leads: [60, 10],
      who: '1001',
      dates: days.flatMap((day) => {
        if (day === fourth) return []
        return [day === third ? dateAt(`${weekDay(day)} 11:00`, berlin) : dateAt(`${day} 09:30`, berlin)]
      }),
    }
    const handoff: Series = {
      name: 'Handoff',
      zone: newYork,
      leads: [10],
      who: '1002',
      dates: days.map((day) => dateAt(`${day} 09:30`, newYork)),
    }
    const offsets = ({ dates, zone }: Series) => new Set(dates.map(({ startAt }) => offsetIn(startAt, zone)))
    expect([offsets(standup).size, offsets(handoff).size]).toEqual([2, 2])

    for (const { name, zone, leads, who } of [standup, handoff]) {
      const remind = leads.map((minutes) => `${minutes}m`).join()
      const line = `${name} ${first} 09:30 weekly for 15m zone:${zone} remind:${remind} --close ${who}`
      const question = await ask('alice', `schedule ${line}`, `Schedule ${name}?`)
      // The preview shows both offsets.
      const shown = [...question.text.matchAll(/09:30–09:45 · UTC([+-]\d\d):00/g)].map(
        ([, hours]) => Number(hours) * 60,
      )
      expect(shown).toEqual(days.map((day) => offsetIn(instantOf(`${day} 09:30`, zone), zone)))
      await press('alice', question, 'Schedule it', `${name} is scheduled`)
    }
    const pins = [await pinOf('alice', 'Standup'), await pinOf('alice', 'Handoff')]
    const rooms = [(await room('Standup')).number, (await room('Handoff')).number]

    // The third is moved to the day after, the fourth skipped.
    const moving = await ask(
      'alice',
      `move Standup ${weekDay(third)} 11:00 date:${third} scope:this`,
      'Change Standup?',
    )
    await press('alice', moving, 'Change it', 'Standup is changed')
    await slack.advance(30)
    await ask('alice', `skip Standup ${fourth}`, /Standup, .*: skipped/)
    const standing = await card('Standup', ['moved from', 'is skipped'])
    expect(standing.text).toMatch(/11:00–11:15 · UTC.* · moved from \w+ \d+ \w+ \d+, 09:30/)

    const events = [standup, handoff]
      .flatMap((series) =>
        series.dates.flatMap((date, index) => [
          ...series.leads.map((lead) => ({
            kind: 'reminder' as const,
            at: date.startAt - lead * minuteMs,
            series,
            date,
            index,
          })),
          { kind: 'start' as const, at: date.startAt, series, date, index },
          { kind: 'end' as const, at: date.endAt, series, date, index },
        ]),
      )
      .sort((a, b) => a.at - b.at)
    const due = (series: Series, at: number) =>
      events.filter((event) => event.kind === 'reminder' && event.series === series && event.at <= at).length

    const rungBefore = new Map(
      await Promise.all(rooms.map(async (number) => [number, (await rung(number)).length] as const)),
    )
    const rungInto = async (number: string) => (await rung(number)).slice(rungBefore.get(number))
    for (const { kind, at, series, date, index } of events) {
      const { number } = await room(series.name)
      if (kind === 'end') {
        await until(at - 5 * minuteMs)
        await slack.card(`${series.name} is scheduled until`)
        await until(at)
        await slack.advance(1)
        const next = series.dates[index + 1]
        await eventually(async () => {
          await slack.advance(1)
          expect((await posts()).filter(isRecordOf(series.name))).toHaveLength(index + 1)
          expect((await room(series.name)).legs).toEqual([])
          // The room carries the next date.
          if (next)
            expect((await room(series.name)).fields).toMatchObject({
              scheduled_start_at: onPbx(next.startAt),
              scheduled_end_at: onPbx(next.endAt),
              timezone: series.zone,
            })
        })
        continue
      }
      await until(at - 3_000)
      expect(await reminders(series.name)).toHaveLength(due(series, at - 1))
      expect(await rungInto(number)).toHaveLength(index)
      await until(at)
      if (kind === 'reminder') {
        await eventually(async () => expect(await reminders(series.name)).toHaveLength(due(series, at)))
        const sent = (await reminders(series.name)).at(-1)
        expect(sent?.text).toContain(`Start: ${inUtc(date.startAt)}`)
        expect(sent?.text).not.toContain('late')
        expect(postedAt(sent ?? { ts: '0' })).toBeGreaterThanOrEqual(at)
      } else {
        await liveCard(series.name, [`dial ${number}`])
        await slack.advance(3)
        await liveCard(series.name, ['1 person', 'ends at'])
        expect(await rungInto(number)).toEqual(Array.from({ length: index + 1 }, () => series.who))
      }
    }

    // Counted over the whole history of the channel.
    for (const series of [standup, handoff]) {
      const expected = series.dates.flatMap(({ startAt }) => series.leads.map(() => `Start: ${inUtc(startAt)}`))
      expect((await reminders(series.name)).map(({ text }) => text.split('\n')[1])).toEqual(expected)
      expect((await posts()).filter(isRecordOf(series.name))).toHaveLength(series.dates.length)
    }
    expect([(await room('Standup')).number, (await room('Handoff')).number]).toEqual(rooms)
    expect([await pinOf('alice', 'Standup'), await pinOf('alice', 'Handoff')]).toEqual(pins)
    for (const name of ['Standup', 'Handoff'])
      await press(
        'alice',
        await ask('alice', `cancel ${name} all`, `Cancel ${name}?`),
        'Cancel it',
        `${name} is cancelled`,
      )
  })

  const isRecordOf =
    (name: string) =>
    ({ text }: { readonly text: string }) =>
      text.startsWith(`${name}\nEnded`)
  /** The day after. */
  const weekDay = (day: string) => new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)
})

describe('calendars', () => {
  it('give a file, and an address that follows each change; unknown and renewed addresses look alike', async () => {
    const { slack } = app
    const startAt = await soon()
    const shown = await schedule('alice', `Calendared ${wallIn(startAt, berlin)} @bob pin:135791`, 'Calendared')
    const addressOf = async (user: string, text: string) => {
      const answer = await ask(user, text, /http\S+\.ics/)
      return /http\S+\.ics/.exec(answer.text)?.[0] ?? ''
    }
    const read = async (address: string) => {
      const response = await fetch(address)
      return { status: response.status, headers: response.headers, text: await response.text() }
    }
    const mine = await addressOf('bob', 'me calendar new')
    const ours = await addressOf('alice', '/confadmin channel calendar new')
    for (const address of [mine, ours]) {
      const { status, headers, text } = await read(address)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toContain('text/calendar')
      expect(headers.get('cache-control')).toContain('private')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(text).toContain('SUMMARY:Calendared')
      expect(text).toContain('BEGIN:VTIMEZONE')
      expect(text).not.toContain('135791')
    }
    const eventOf = (text: string) => text.split('BEGIN:VEVENT').find((one) => one.includes('SUMMARY:Calendared')) ?? ''
    const propertyOf = (text: string, name: string) =>
      new RegExp(`^${name}[^:\r\n]*:(.*)$`, 'm').exec(eventOf(text))?.[1]?.trim()
    const before = (await read(mine)).text
    await press(
      'alice',
      await ask('alice', 'move Calendared 14:15', 'Change Calendared?'),
      'Change it',
      'Calendared is changed',
    )
    const after = (await read(mine)).text
    expect(propertyOf(before, 'DTSTART')).toMatch(/T100000$/)
    expect(propertyOf(after, 'DTSTART')).toMatch(/T141500$/)
    expect(propertyOf(after, 'UID')).toBe(propertyOf(before, 'UID'))
    expect(Number(propertyOf(after, 'SEQUENCE'))).toBeGreaterThan(Number(propertyOf(before, 'SEQUENCE')))

    // The file, in the asker's direct messages.
    const fileOf = async (user: string, message: SlackMessage) => {
      const count = (await filesOf(user)).length
      await press(user, message, 'Calendar file', 'is in your direct messages')
      const given = await eventually(async () => {
        const files = await filesOf(user)
        expect(files).toHaveLength(count + 1)
        return files.at(-1)
      })
      return (await slack.get<{ content: string }>(`slack/files?file=${given?.id}&user=${user}`)).content
    }
    const filesOf = async (user: string) => (await driver.direct(user)).flatMap(({ files }) => files ?? [])
    const file = await fileOf('carol', shown)
    expect(file).toContain('METHOD:PUBLISH')
    expect(propertyOf(file, 'UID')).toBe(propertyOf(after, 'UID'))

    const renewed = await addressOf('bob', 'me calendar new')
    const old = await read(mine)
    const unknown = await read(mine.replace(/[^/]+\.ics$/, 'AAAAAAAAAAAAAAAAAAAAAA.ics'))
    expect([old.status, old.text]).toEqual([404, unknown.text])
    expect(unknown.status).toBe(404)
    expect((await read(renewed)).status).toBe(200)
    await ask('bob', 'me calendar off', 'switched off')
    expect((await read(renewed)).status).toBe(404)

    // Cancelled: the address has it no more, and its file takes it out of a calendar.
    await press('alice', await ask('alice', 'cancel Calendared', 'Cancel Calendared?'), 'Cancel it', 'is cancelled')
    expect(eventOf((await read(ours)).text)).toBe('')
    const gone = await fileOf('carol', await card('Calendared', ['Cancelled']))
    expect(gone).toContain('METHOD:CANCEL')
    expect(propertyOf(gone, 'STATUS')).toBe('CANCELLED')
    expect(Number(propertyOf(gone, 'SEQUENCE'))).toBeGreaterThan(Number(propertyOf(after, 'SEQUENCE')))
  })
})
