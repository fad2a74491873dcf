import { describe, expect, it } from 'vitest'
import type { ConferenceProvider } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { meetingHolder } from '#core/meeting.ts'
import type { ServiceDeps } from '#core/service/deps.ts'
import { date, hourMs, minuteMs, type RunningMeetings, startAt, startMeetings } from '#test/support/meeting-service.ts'
import { ben, carol, dan, found, general, words } from '#test/support/service.ts'
import { soon } from '#test/support/soon.ts'

const kinds = (told: readonly { readonly what: { readonly kind: string } }[]) => told.map(({ what }) => what.kind)
const holders = async ({ store }: Awaited<ReturnType<typeof startMeetings>>) =>
  (await store.roomLeases.list('berlin')).map(({ roomNumber, conferenceId }) => [roomNumber, conferenceId])

/** On a PBX that does not answer while it is out. */
async function startFlaky() {
  const outage = { isOut: false }
  const unless =
    <Args extends unknown[], T>(ask: (...args: Args) => Promise<T>) =>
    async (...args: Args) => {
      if (outage.isOut) throw new ConfbotError('provider.unreachable', { blanks: { pbx: 'berlin' } })
      return ask(...args)
    }
  const around = ({ listRooms, readRoom }: ConferenceProvider) => ({
    listRooms: unless(listRooms),
    readRoom: unless(readRoom),
  })
  const running = await startMeetings([{ name: 'berlin', around }])
  const minutesPass = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      running.clock.advance(minuteMs)
      await running.work()
    }
  }
  return { ...running, outage, minutesPass }
}

describe('at its start a meeting', () => {
  it('is opened in its room, with its card, and rings the invited', async () => {
    const running = await startMeetings()
    const { schedule, at, service, pbx, cards, happened, clock } = running
    const meeting = await schedule({ who: words('1001', '1002'), options: { close: true } })
    const { number } = found(meeting.room)
    await at(-1)
    expect([service.allLive(), pbx().calls()]).toEqual([[], []])
    await at(0)
    const [conference] = service.allLive()
    expect(conference).toMatchObject({
      subject: 'Sprint review',
      occurrence: { meetingId: meeting.id, date },
      roomNumber: number,
      hasPin: true,
      chair: { userId: ben.userId },
      startedBy: { userId: ben.userId },
      place: general,
      keepUntil: startAt + 30 * minuteMs,
      longestUntil: startAt + 30 * minuteMs,
      schedule: { endAt: startAt + 30 * minuteMs, closes: true },
      invitations: [{ number: '1001', state: 'invited', invitedBy: { userId: ben.userId } }, { number: '1002' }],
    })
    expect(cards.posted).toMatchObject([{ place: general, conference: { id: conference?.id } }])
    expect(
      pbx()
        .calls()
        .map((call) => call.number),
    ).toEqual(['1001', '1002'])
    expect(happened).toContainEqual(
      expect.objectContaining({ kind: 'conference-started', actor: expect.objectContaining({ userId: 'confbot' }) }),
    )
    expect(await running.store.jobs.get(`open:${meeting.id}:${date}`)).toBeNull()
    expect(clock.now()).toBe(startAt)
  })

  it('is opened once, however often the job is run', async () => {
    const { schedule, at, work, service, store, pbx, cards } = await startMeetings()
    const meeting = await schedule({ who: words('1001') })
    await at(0)
    const again = {
      key: `open:${meeting.id}:${date}`,
      dueAt: startAt,
      does: { kind: 'open', meetingId: meeting.id, date, startAt },
      meetingId: meeting.id,
    } as const
    await store.jobs.put(again)
    await work()
    await service.endByRule(found(service.allLive()[0]), 'empty')
    await store.jobs.put(again)
    await work()
    expect([service.allLive(), pbx().calls().length, cards.posted.length]).toEqual([[], 1, 1])
  })

  it('is not opened when it was moved, skipped or cancelled', async () => {
    const { schedule, at, service, attempt } = await startMeetings()
    const moved = await schedule({ subject: 'Moved' })
    const cancelled = await schedule({ subject: 'Cancelled' })
    await service.changeMeeting(attempt(ben), { meeting: moved.id, when: '2026-11-20T13:00' })
    await service.cancel(attempt(ben), { meeting: cancelled.id })
    await at(0)
    expect(service.allLive()).toEqual([])
    await at(2 * hourMs)
    expect(service.allLive().map(({ subject }) => subject)).toEqual(['Moved'])
  })

  it('is opened again when it was moved to later after it had ended', async () => {
    const { schedule, at, service, attempt, cards } = await startMeetings()
    const meeting = await schedule({ repeat: 'every week', when: date })
    await at(0)
    await service.endByRule(found(service.allLive()[0]), 'empty')
    await service.changeMeeting(attempt(ben), { meeting: meeting.id, date, when: '2026-11-20T13:00', scope: 'this' })
    await at(2 * hourMs)
    expect(service.allLive()).toMatchObject([{ occurrence: { date } }])
    expect(cards.posted).toHaveLength(2)
  })

  it('is opened late when confbot was not running, until it would be over', async () => {
    const { schedule, at, service } = await startMeetings()
    await schedule()
    await at(29 * minuteMs)
    expect(service.allLive()).toHaveLength(1)
  })

  it('is opened late when it was taken back in meanwhile, once', async () => {
    const { schedule, at, work, service, attempt, pbx } = await startMeetings()
    const { id } = await schedule({ repeat: 'every day', who: words('1001') })
    await at(-minuteMs)
    await service.cancel(attempt(ben), { meeting: id, scope: 'all' })
    await at(3 * minuteMs)
    await service.reinstate(attempt(ben), { meeting: id })
    await work()
    expect([service.allLive().length, pbx().calls().length]).toEqual([1, 1])
    await service.skip(attempt(ben), { meeting: id, date })
    await service.restore(attempt(ben), { meeting: id, date })
    await work()
    expect([service.allLive().length, pbx().calls().length]).toEqual([1, 1])
  })

  it('is opened though it began while it was being stored', async () => {
    const { schedule, at, work, service } = await startMeetings(undefined, ({ teller }) => ({
      teller: {
        ...teller,
        async tell(...args) {
          await at(minuteMs)
          return teller.tell(...args)
        },
      },
    }))
    await at(-30_000)
    await schedule()
    await work()
    expect(service.allLive()).toHaveLength(1)
  })

  it('that was over when confbot ran again is told of to its owner', async () => {
    const { schedule, at, service, notices } = await startMeetings()
    await schedule()
    await at(30 * minuteMs)
    expect(service.allLive()).toEqual([])
    expect(notices().at(-1)).toMatchObject({ to: { userId: ben.userId }, what: { kind: 'start-missed', reason: null } })
  })

  it('lists whom it does not ring, so that one click rings them', async () => {
    const { schedule, at, service, pbx, attempt } = await startMeetings()
    await schedule({ who: words('1001', '1002'), options: { ring: false } })
    await at(0)
    expect(pbx().calls()).toEqual([])
    await service.inviteMissing(attempt(ben), {})
    expect(pbx().calls()).toHaveLength(2)
  })

  it('takes a room of its own where the PBX keeps no schedules', async () => {
    const no = { support: 'no', why: 'room.capability.no-room-events' } as const
    const running = await startMeetings([{ name: 'berlin', capabilities: { schedule: no } }])
    const { schedule, at, service } = running
    expect((await schedule()).room).toBeNull()
    expect(await running.leases()).toEqual([])
    await at(0)
    const [conference] = service.allLive()
    expect(await holders(running)).toEqual([[conference?.roomNumber, conference?.id]])
  })
})

describe('what goes on and becomes a meeting of its own, with all later dates,', () => {
  const later = { meeting: 'Sprint review', date: '2026-11-21T11:00', forMs: hourMs, scope: 'later' } as const
  const no = { support: 'no', why: 'room.capability.no-room-events' } as const

  it.each([{}, { schedule: no }])('is not opened once more, and ends when that says', async (capabilities) => {
    const running = await startMeetings([{ name: 'berlin', capabilities }])
    const { schedule, at, work, service, attempt, pbx } = running
    await schedule({ repeat: 'every day', who: words('1001') })
    await at(24 * hourMs)
    const { meeting } = await service.changeMeeting(attempt(ben), later)
    await work()
    expect([service.allLive().length, pbx().calls().length]).toEqual([1, 1])
    const live = await service.liveOf(attempt(carol), { meeting: meeting.id })
    expect(live).toMatchObject({
      occurrence: { meetingId: meeting.id, date: later.date },
      keepUntil: startAt + 25 * hourMs,
    })
    await at(24 * hourMs + 2_000)
    await soon(() => expect(pbx().calls()).toMatchObject([{ outcome: 'answered' }]))
    await running.live()
    await service.end(attempt(ben), { in: live.id })
    expect(await holders(running)).toEqual(meeting.room ? [[meeting.room.number, meetingHolder(meeting.id)]] : [])
  })

  it('is opened when the PBX answers', async () => {
    const { schedule, at, service, attempt, outage, minutesPass } = await startFlaky()
    await schedule({ repeat: 'every day' })
    await at(hourMs)
    outage.isOut = true
    await at(24 * hourMs)
    await minutesPass(2)
    outage.isOut = false
    const { meeting } = await service.changeMeeting(attempt(ben), later)
    await minutesPass(1)
    expect(service.allLive()).toMatchObject([{ occurrence: { meetingId: meeting.id, date: later.date } }])
  })
})

describe('the invited', () => {
  it('who cannot be read any more keep nobody else from being rung, and the owner is told', async () => {
    const { schedule, at, service, attempt, pbx, notices } = await startMeetings()
    const berlin = service.pbxOf('berlin')
    await service.putContact(attempt(), berlin, { name: 'Dora', number: '1005', userId: null }, false)
    await schedule({ who: words('1001', 'Dora') })
    await service.removeContact(attempt(), 'Dora')
    await at(0)
    expect(
      pbx()
        .calls()
        .map((call) => call.number),
    ).toEqual(['1001'])
    expect(notices().at(-1)).toMatchObject({
      to: { userId: ben.userId },
      what: { kind: 'invitees-unknown', typed: ['Dora'] },
    })
  })

  it('of whom no number is known are not rung, without a word to the owner, and are as soon as there is one', async () => {
    const { schedule, at, service, attempt, pbx, notices, live, meeting } = await startMeetings()
    const rung = () =>
      pbx()
        .calls()
        .map((call) => call.number)
    const named = await schedule({ who: words('1001', `<@${dan.userId}>`), repeat: 'every day' })
    expect(named).toMatchObject({ names: { [dan.userId]: dan.name }, unnumbered: [dan.userId] })
    await at(0)
    expect(rung()).toEqual(['1001'])
    expect(notices()).toEqual([])
    expect(service.allLive()).toMatchObject([
      { notCalled: [{ person: { name: dan.name }, why: 'no-number' }], invitations: [{}] },
    ])
    await at(2_000)
    await soon(() => expect(pbx().calls()).toMatchObject([{ outcome: 'answered' }]))
    await live()
    await service.end(attempt(ben), {})

    const contact = { name: dan.name, number: '1005', userId: dan.userId }
    await service.putContact(attempt(), service.pbxOf('berlin'), contact, false)
    await at(24 * hourMs)
    expect(rung()).toEqual(['1001', '1001', '1005'])
    expect((await meeting(named.id)).unnumbered).toEqual([])
  })

  it('who said that they cannot come are not rung, and can be called by a click', async () => {
    const { schedule, at, service, attempt, pbx, reborn } = await startMeetings()
    const named = await schedule({ who: words('1001', `<@${carol.userId}>`, `<@${dan.userId}>`) })
    for (const who of [carol, dan]) await service.answer(attempt(who), { meeting: named.id, date, answer: 'declined' })
    await at(0)
    expect(service.allLive()).toMatchObject([
      {
        invitations: [{ number: '1001' }],
        notCalled: [
          { person: { name: carol.name }, why: 'declined' },
          { person: { name: dan.name }, why: 'declined' },
        ],
      },
    ])
    // As it was stored, too.
    await reborn()
    await service.invite(attempt(ben), { who: words(`<@${carol.userId}>`) })
    expect(
      pbx()
        .calls()
        .map((call) => call.number),
    ).toEqual(['1001', carol.phone])
  })

  it('who cannot come are not rung either when that date became another meeting’s', async () => {
    const { schedule, at, service, attempt, pbx } = await startMeetings()
    const { id } = await schedule({ repeat: 'every day', who: words('1001', `<@${carol.userId}>`) })
    const ref = { meeting: id, date: '2026-11-21T11:00' }
    await service.answer(attempt(carol), { ...ref, answer: 'declined' })
    await service.changeMeeting(attempt(ben), { ...ref, subject: 'Retro', scope: 'later' })
    await at(24 * hourMs)
    expect(
      pbx()
        .calls()
        .map((call) => call.number),
    ).toEqual(['1001'])
  })

  it('are rung later where the store failed when they were to be', async () => {
    let failures = 1
    const { schedule, at, pbx, clock, work, service } = await startMeetings(undefined, ({ store }) => ({
      store: {
        ...store,
        transaction: (run) =>
          store.transaction((tx) => {
            const count: typeof tx.dials.count = async (filter) => {
              if (failures-- > 0) throw new ConfbotError('store.unavailable')
              return tx.dials.count(filter)
            }
            return run({ ...tx, dials: { ...tx.dials, count } })
          }),
      },
    }))
    await schedule({ who: words('1001') })
    await at(0)
    expect([service.allLive().length, pbx().calls().length]).toEqual([1, 0])
    clock.advance(minuteMs)
    await work()
    expect([service.allLive().length, pbx().calls().length]).toEqual([1, 1])
  })

  it('are counted as their owner’s calls, and told of when the caps are reached', async () => {
    const caps = { atOnce: 50, perPersonHour: 1, perDay: 200, perConference: 60 }
    const { schedule, at, service, pbx, notices } = await startMeetings([{ name: 'berlin', policy: { caps } }])
    await schedule({ who: words('1001', '1002') })
    await at(0)
    expect(pbx().calls()).toEqual([])
    expect(service.allLive()).toMatchObject([{ invitations: [{ state: 'not-rung' }, { state: 'not-rung' }] }])
    expect(notices().at(-1)).toMatchObject({ what: { kind: 'invitees-unknown', typed: ['1001', '1002'] } })
  })
})

describe('the room that is held', () => {
  it('is passed to the conference and back, with number and PIN, and left in order', async () => {
    const running = await startMeetings()
    const { schedule, at, service, attempt, room, pbx, work } = running
    const meeting = await schedule({ repeat: 'every week', who: words('1001') })
    const { number, id } = found(meeting.room)
    const holder = meetingHolder(meeting.id)
    const pin = await service.pbxOf('berlin').provider.readPin?.(id)
    expect(await holders(running)).toEqual([[number, holder]])
    await at(0)
    const conference = found(service.allLive()[0])
    expect(await holders(running)).toEqual([[number, conference.id]])
    await at(2_000)
    await soon(() => expect(pbx().calls()).toMatchObject([{ outcome: 'answered' }]))
    await service.lock(attempt(ben), { locked: true })
    await service.mute(attempt(ben), { who: 'all', muted: true })
    await service.end(attempt(ben), {})
    expect(await holders(running)).toEqual([[number, holder]])
    expect(room()).toMatchObject({ number, locked: false, recording: false, muted: false, legs: [] })
    expect(await service.pbxOf('berlin').provider.readPin?.(id)).toBe(pin)

    await at(7 * 24 * hourMs)
    await work()
    expect(service.allLive()).toMatchObject([{ roomNumber: number, roomId: id }])
  })

  it('has room for whoever comes early', async () => {
    const { schedule, at, service, pbx, live } = await startMeetings()
    const meeting = await schedule({ pin: null })
    pbx().call({ from: '1003', to: found(meeting.room).number })
    await at(0)
    expect(service.allLive()).toMatchObject([{ roomNumber: meeting.room?.number }])
    expect(await live()).toMatchObject([{ participants: [{ number: '1003' }] }])
  })

  it('is not given away over a restart, but for one of a meeting that never was stored, or not with it', async () => {
    const running = await startMeetings()
    const { schedule, store, clock, reborn } = running
    const meeting = await schedule()
    await store.roomLeases.take('berlin', '8002', meetingHolder(meeting.id), clock.now())
    await store.roomLeases.take('berlin', '8003', meetingHolder('never1'), clock.now())
    await reborn()
    expect(await holders(running)).toEqual([[meeting.room?.number, meetingHolder(meeting.id)]])
  })

  it('is everybody’s again, with another PIN, when the meeting was cancelled while it was live', async () => {
    const running = await startMeetings()
    const { schedule, at, work, service, attempt } = running
    const meeting = await schedule()
    const { id } = found(meeting.room)
    const pin = await service.pbxOf('berlin').provider.readPin?.(id)
    await at(0)
    await service.cancel(attempt(ben), { meeting: meeting.id })
    await work()
    expect(service.allLive()).toHaveLength(1)
    await service.end(attempt(ben), {})
    expect(await service.pbxOf('berlin').provider.readPin?.(id)).not.toBe(pin)
    await at(minuteMs)
    expect(await holders(running)).toEqual([])
  })

  it('is still the meeting’s when that is taken up again after what was live has ended', async () => {
    const running = await startMeetings()
    const { schedule, at, work, service, attempt } = running
    const meeting = await schedule()
    await at(0)
    await service.cancel(attempt(ben), { meeting: meeting.id })
    await work()
    await service.end(attempt(ben), {})
    await service.reinstate(attempt(ben), { meeting: meeting.id })
    expect(await holders(running)).toEqual([[meeting.room?.number, meetingHolder(meeting.id)]])
  })

  it('is not kept for what does not take place any more, until that is taken back in', async () => {
    const { schedule, at, service, attempt } = await startMeetings()
    const { id } = await schedule({ repeat: 'every day' })
    await at(0)
    const endAt = startAt + 30 * minuteMs
    expect(service.allLive()).toMatchObject([{ keepUntil: endAt }])
    await service.skip(attempt(ben), { meeting: id, date })
    await soon(() => expect(service.allLive()).toMatchObject([{ keepUntil: null }]))
    await service.restore(attempt(ben), { meeting: id, date })
    await soon(() => expect(service.allLive()).toMatchObject([{ keepUntil: endAt }]))
    await service.cancel(attempt(ben), { meeting: id, scope: 'all' })
    await soon(() => expect(service.allLive()).toMatchObject([{ keepUntil: null }]))
  })

  it('is waited for while the date before still goes on there, which is said once', async () => {
    const { schedule, at, service, attempt, notices, clock, work } = await startMeetings()
    const meeting = await schedule({ repeat: 'every day' })
    await at(0)
    const first = found(service.allLive()[0])
    await at(24 * hourMs)
    expect(notices().at(-1)).toMatchObject({
      to: general,
      what: { kind: 'cannot-open', reason: 'room.in-use', meeting: { id: meeting.id } },
    })
    for (let tries = 0; tries < 3; tries++) {
      clock.advance(minuteMs)
      await work()
    }
    expect(kinds(notices())).toEqual(['cannot-open'])
    await service.end(attempt(ben), { in: first.id })
    clock.advance(minuteMs)
    await work()
    const [second] = service.allLive()
    expect([second?.id === first.id, second?.roomNumber]).toEqual([false, first.roomNumber])
  })

  it('that is gone from the PBX is another one, and the meeting takes place', async () => {
    const { schedule, at, service, notices, meeting: read } = await startMeetings()
    const meeting = await schedule({ repeat: 'every week', who: words('1001') })
    const gone = found(meeting.room)
    await service.pbxOf('berlin').provider.deleteRoom?.(gone.id)
    await at(0)
    expect(service.allLive()).toMatchObject([
      { occurrence: { meetingId: meeting.id }, invitations: [{ state: 'invited' }] },
    ])
    const { room } = await read(meeting.id)
    expect(room?.id).not.toBe(gone.id)
    expect(notices()).toContainEqual(
      expect.objectContaining({
        to: expect.objectContaining({ userId: ben.userId }),
        what: expect.objectContaining({ kind: 'room-gone', number: gone.number }),
      }),
    )
  })
})

describe('a PBX that does not answer at the start', () => {
  it('is told of once in the channel, and the meeting is opened when it answers', async () => {
    const { schedule, at, service, notices, minutesPass, audit, outage } = await startFlaky()
    await schedule({ who: words('1001') })
    outage.isOut = true
    await at(0)
    await minutesPass(5)
    expect(service.allLive()).toEqual([])
    expect(notices()).toMatchObject([{ to: general, what: { kind: 'cannot-open', reason: 'provider.unreachable' } }])
    const failed = (await audit()).filter(({ action, result }) => action === 'open' && result === 'failed')
    expect(failed).toMatchObject([{ detail: 'provider.unreachable' }])
    outage.isOut = false
    await minutesPass(1)
    expect(service.allLive()).toMatchObject([{ invitations: [{ number: '1001', state: 'invited' }] }])
    expect(notices()).toHaveLength(1)
  })

  it('until the meeting is over is told of to its owner', async () => {
    const { schedule, at, service, notices, minutesPass, outage } = await startFlaky()
    await schedule()
    outage.isOut = true
    await at(0)
    await minutesPass(32)
    expect(service.allLive()).toEqual([])
    expect(notices()).toMatchObject([
      { what: { kind: 'cannot-open' } },
      { to: { userId: ben.userId }, what: { kind: 'start-missed', reason: 'provider.unreachable', startAt } },
    ])
  })
})

describe('a chat that cannot be written to', () => {
  it('opens nothing until it answers, and rings nobody before', async () => {
    const { schedule, at, service, cards, pbx, clock, work } = await startMeetings()
    await schedule({ who: words('1001') })
    cards.refuseNext(new ConfbotError('chat.unavailable'))
    await at(0)
    expect([service.allLive(), pbx().calls()]).toEqual([[], []])
    clock.advance(minuteMs)
    await work()
    expect([service.allLive().length, pbx().calls().length, cards.posted.length]).toEqual([1, 1, 1])
  })

  it('since the bot was removed rings the invited all the same, and gives the owner the card', async () => {
    const { schedule, at, service, cards, pbx, notices } = await startMeetings()
    await schedule({ who: words('1001') })
    cards.refuseNext(new ConfbotError('chat.cannot-post'))
    await at(0)
    expect([service.allLive().length, pbx().calls().length]).toEqual([1, 1])
    expect(cards.posted).toMatchObject([{ place: { kind: 'people' }, asker: { userId: ben.userId } }])
    expect(notices()).toMatchObject([{ to: { userId: ben.userId }, what: { kind: 'place-closed', startAt } }])
  })

  it('and does not say whether the card is there keeps nobody from being rung', async () => {
    const { schedule, at, service, cards, pbx, clock, work } = await startMeetings()
    await schedule({ who: words('1001') })
    cards.refuseNext(new ConfbotError('chat.unconfirmed'))
    await at(0)
    clock.advance(minuteMs)
    await work()
    expect([service.allLive().length, pbx().calls().length, cards.posted.length]).toEqual([1, 1, 0])
  })
})

it('what could not be stored has another card when it can, also where cards cannot be looked for', async () => {
  let failures = 0
  const running = await startMeetings(undefined, ({ store, cards }) => ({
    store: {
      ...store,
      transaction: (run) =>
        store.transaction((tx) => {
          const save: typeof tx.conferences.save = async (conference) => {
            if (failures-- > 0) throw new ConfbotError('store.unavailable')
            return tx.conferences.save(conference)
          }
          return run({ ...tx, conferences: { ...tx.conferences, save } })
        }),
    },
    cards: { ...cards, findCard: () => Promise.reject(new ConfbotError('chat.unconfirmed')) },
  }))
  const { schedule, at, service, cards, clock, work, store } = running
  await schedule()
  failures = 1
  await at(0)
  expect([service.allLive().length, cards.withdrawn]).toMatchObject([0, [{ messageId: 'm1' }]])
  clock.advance(minuteMs)
  await work()
  expect([service.allLive().length, await store.postedCards.all()]).toMatchObject([1, [{ messageId: 'm2' }]])
})

describe('where the process dies', () => {
  const forEver = () => new Promise<never>(() => {})
  /** In its first life it hangs where `dying` says; another takes over. */
  async function live(
    dying: (deps: ServiceDeps) => Partial<ServiceDeps>,
    isThere: (running: RunningMeetings) => boolean,
  ) {
    const running = await startMeetings(undefined, dying)
    await running.schedule({ who: words('1001', '1002') })
    void running.at(0)
    await soon(() => expect(isThere(running)).toBe(true))
    await running.reborn()
    await running.work()
    const { service, pbx, cards } = running
    const [conference, ...others] = service.allLive()
    expect(others).toEqual([])
    return {
      conference: found(conference),
      rung: pbx()
        .calls()
        .map(({ number }) => number),
      posted: cards.posted.length,
      kept: cards.kept,
      leases: await running.leases(),
      stored: await running.store.postedCards.all(),
    }
  }

  it('before the card is posted, the next one posts it and rings', async () => {
    let isDead = false
    const dying = ({ cards }: ServiceDeps) => ({
      cards: {
        ...cards,
        postCard: () => {
          isDead = true
          return forEver()
        },
      },
    })
    const { rung, posted, leases, conference } = await live(dying, () => isDead)
    expect([rung, posted, leases]).toEqual([['1001', '1002'], 1, [conference.roomNumber]])
  })

  it('after the card was posted, the next one takes it over, and rings', async () => {
    const dying = ({ cards }: ServiceDeps) => ({
      cards: {
        ...cards,
        postCard: (...args: Parameters<typeof cards.postCard>) => cards.postCard(...args).then(forEver),
      },
    })
    const { rung, posted, kept, stored, conference } = await live(dying, ({ cards }) => cards.posted.length > 0)
    expect([rung, posted]).toEqual([['1001', '1002'], 1])
    expect(kept).toMatchObject([{ conferenceId: conference.id, messageId: 'm1' }])
    expect(stored).toMatchObject([{ conferenceId: conference.id, messageId: 'm1' }])
  })

  it('after the conference was stored, the next one rings those who were not', async () => {
    const { rung, posted, conference } = await live(
      () => ({ people: { find: forEver } }),
      ({ service }) => service.allLive().length > 0,
    )
    expect([rung, posted]).toEqual([['1001', '1002'], 1])
    expect(conference.invitations).toMatchObject([{ state: 'invited' }, { state: 'invited' }])
  })

  it('while it rings them, nobody is rung twice', async () => {
    const dying = ({ pbxs }: ServiceDeps) => ({
      pbxs: new Map(
        [...pbxs].map(([name, pbx]) => {
          const { invite } = pbx.provider
          return [
            name,
            {
              ...pbx,
              provider: {
                ...pbx.provider,
                invite: (...args: Parameters<typeof invite>) => invite(...args).then(forEver),
              },
            },
          ]
        }),
      ),
    })
    const { rung, posted } = await live(dying, ({ pbx }) => pbx().calls().length === 2)
    expect([rung, posted]).toEqual([['1001', '1002'], 1])
  })
})
