import { describe, expect, it } from 'vitest'
import type { ConferenceProvider, EntryAnswer, EntryQuestion } from '#core/contracts/conference-provider.ts'
import type { Store } from '#core/contracts/store.ts'
import { guessWindowMs, wrongPinsPerCaller, wrongPinsPerRoom } from '#core/entry.ts'
import { ConfbotError } from '#core/errors.ts'
import type { ServiceDeps } from '#core/service/deps.ts'
import { type ConferenceService, createConferenceService } from '#core/service/index.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { hourMs, minuteMs, startMeetings } from '#test/support/meeting-service.ts'
import {
  anna,
  ben,
  found,
  other,
  type PbxPlan,
  type RunningService,
  startService,
  words,
} from '#test/support/service.ts'

const caller = '+4917612345678'
const pin = '246810'
const enter: EntryAnswer = { verdict: 'enter', recorded: false, evenLocked: false }

/** Asks as the PBX would: the first one, and somebody who dials in, unless said otherwise. */
const asking =
  (service: () => Pick<ConferenceService, 'admit'>, roomId: string) =>
  (question: Partial<EntryQuestion> = {}, pbx = 'berlin') =>
    service().admit(pbx, { roomId, caller, callId: null, pin: null, ...question })

/** The id of each call is its number, told once `hold` is over. */
const identified = (hold = Promise.resolve()): PbxPlan => ({
  name: 'berlin',
  around: ({ invite }) => ({
    async invite(roomId, number) {
      await invite(roomId, number)
      await hold
      return { callId: `call-${number}` }
    },
  }),
})

async function live(plan: PbxPlan = identified(), wrapStore?: (store: Store) => Store) {
  const running = await startService([plan], wrapStore)
  const { service, attempt } = running
  const { conference } = await service.start(attempt(), { subject: 'Sprint review', who: [], pin })
  return { ...running, id: conference.id, conference, ask: asking(() => service, conference.roomId) }
}

const keyIn = async (
  ask: Awaited<ReturnType<typeof live>>['ask'],
  times: number,
  who: (index: number) => string | null,
) => {
  const answers = await Promise.all(
    Array.from({ length: times }, (_, index) => ask({ pin: '000000', caller: who(index) })),
  )
  return answers.filter(({ verdict }) => verdict === 'wrong-pin').length
}

describe('into a live conference', () => {
  it('one comes with its PIN', async () => {
    const { ask } = await live()
    expect(await ask()).toEqual({ verdict: 'ask-pin' })
    expect(await ask({ pin: '246811' })).toEqual({ verdict: 'wrong-pin' })
    expect(await ask({ pin })).toEqual(enter)
    expect(await ask({ pin, caller: null })).toEqual(enter)
  })

  it('nobody comes in another room, of another PBX, or of none', async () => {
    const running = await startService([identified(), { name: 'hamburg' }])
    const { service, attempt } = running
    const { conference } = await service.start(attempt(), { subject: 'Sprint review', who: [], pin })
    const ask = asking(() => service, conference.roomId)
    expect(await ask({ pin })).toEqual(enter)
    expect(await ask({ pin, roomId: '8003' })).toEqual({ verdict: 'closed' })
    expect(await ask({ pin }, 'hamburg')).toEqual({ verdict: 'closed' })
    expect(await ask({ pin }, 'nowhere')).toEqual({ verdict: 'closed' })
  })

  it('one comes without a PIN where the room has none', async () => {
    const { service, attempt } = await startService()
    const { conference } = await service.start(attempt(), { subject: 'Open door', who: [], pin: null })
    expect(await asking(() => service, conference.roomId)()).toEqual(enter)
  })

  it('nobody dials once it is locked, and whom confbot rings comes all the same', async () => {
    const { ask, service, attempt } = await live()
    await service.invite(attempt(), { who: words('1095') })
    await service.lock(attempt(), { locked: true })
    expect(await ask({ pin })).toEqual({ verdict: 'locked' })
    expect(await ask({ callId: 'call-1095' })).toEqual({ ...enter, evenLocked: true })
    await service.lock(attempt(), { locked: false })
    expect(await ask({ pin })).toEqual(enter)
    expect(await ask({ callId: 'call-1095' })).toEqual(enter)
    expect(await ask({ callId: 'call-1096' })).toEqual({ verdict: 'closed' })
  })

  it('whom confbot rings comes also before the PBX has answered that it rings', async () => {
    const answered = Promise.withResolvers<void>()
    const { ask, service, attempt, id, pbx } = await live(identified(answered.promise))
    const inviting = service.invite(attempt(), { who: words('1095') })
    await expect.poll(() => pbx().calls()).toHaveLength(1)
    expect(await ask({ callId: 'call-1095', caller: '1095' })).toMatchObject({ verdict: 'enter' })
    answered.resolve()
    await inviting
    expect((await service.get(id))?.invitations).toMatchObject([{ callId: 'call-1095' }])
    expect(await ask({ callId: 'call-another' })).toEqual({ verdict: 'closed' })
  })

  it('who is recorded hears of it', async () => {
    const { ask, service, attempt } = await live()
    await service.record(attempt(), { on: true })
    expect(await ask({ pin })).toEqual({ ...enter, recorded: true })
  })

  it('nobody comes who was removed, for as long as they are kept out', async () => {
    const { service, attempt, clock, start } = await startService()
    const conference = await start(anna, 'Sprint review', '1001')
    const ask = asking(() => service, conference.roomId)
    await service.kick(attempt(), { who: '1001', outMs: 10 * minuteMs })
    expect(await ask({ caller: '1001' })).toEqual({ verdict: 'closed' })
    expect(await ask({ caller: '1002' })).toEqual({ verdict: 'ask-pin' })
    clock.advance(10 * minuteMs + 1)
    expect(await ask({ caller: '1001' })).toEqual({ verdict: 'ask-pin' })
  })

  it('nobody comes who would be one too many', async () => {
    const field = { id: 'seats', kind: 'integer', label: 'room.field.subject', group: 'room', holds: 'people' } as const
    const running = await startService([
      {
        name: 'berlin',
        moreFields: [{ ...field, create: 'never', update: 'never' }],
        around: ({ getRoom }) => ({
          async getRoom(roomId) {
            const room = await getRoom(roomId)
            return { ...room, fields: { ...room.fields, seats: 2 } }
          },
        }),
      },
    ])
    const { service, start, attempt } = running
    const conference = await start(anna, 'Sprint review', '1001')
    const ask = asking(() => service, conference.roomId)
    expect(await ask()).toEqual({ verdict: 'ask-pin' })
    await service.invite(attempt(), { who: words('1002') })
    running.clock.advance(2_000)
    await expect
      .poll(async () => (await service.observe(conference.id)).participants.length, { timeout: 10_000 })
      .toBe(2)
    expect(await ask()).toEqual({ verdict: 'full' })
  })

  it('nobody comes once it has ended, also whom confbot rang', async () => {
    const { ask, service, attempt } = await live()
    await service.invite(attempt(), { who: words('1095') })
    await service.end(attempt(), {})
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
    expect(await ask({ callId: 'call-1095' })).toEqual({ verdict: 'closed' })
  })

  it('nobody comes when it ends, or another begins in its room, while its PIN is read', async () => {
    let meanwhile = async () => {}
    const around = ({ readPin }: ConferenceProvider) => ({
      async readPin(roomId: string) {
        const read = (await readPin?.(roomId)) ?? null
        await meanwhile()
        return read
      },
    })
    const { ask, service, attempt, conference } = await live({
      name: 'berlin',
      around,
      policy: { rooms: { first: 8000, last: 8000 } },
    })
    expect(await ask({ pin })).toEqual(enter)
    meanwhile = async () => {
      meanwhile = async () => {}
      await service.end(attempt(), {})
      const next = await service.start(attempt(anna, 'conf start', other), { subject: 'Next', who: [] })
      expect(next.conference.roomId).toBe(conference.roomId)
    }
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
  })

  it('is decided without a look at the store', async () => {
    const asked: string[] = []
    const { ask, service, attempt } = await live(identified(), (store) => watched(store, asked))
    await service.invite(attempt(), { who: words('1095') })
    asked.length = 0
    for (const question of [{ pin }, {}, { pin: '1' }, { callId: 'call-1095' }, { callId: 'call-1' }])
      await ask(question)
    expect(asked).toEqual([])
    await ask({ roomId: '8003' })
    expect(asked.sort()).toEqual(['meetings.upcoming', 'roomLeases.list'])
  })
})

/** Notes what is asked of it. */
function watched(store: Store, asked: string[]): Store {
  const noting = <Part extends object>(name: string, part: Part): Part =>
    new Proxy(part, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          asked.push(`${name}.${String(key)}`)
          return Reflect.apply(value, target, args)
        }
      },
    })
  const { meetings, roomLeases, conferences, settings } = store
  return {
    ...store,
    meetings: noting('meetings', meetings),
    roomLeases: noting('roomLeases', roomLeases),
    conferences: noting('conferences', conferences),
    settings: noting('settings', settings),
  }
}

describe('who guesses', () => {
  it('is not heard any more after some tries, also at once, and later is', async () => {
    const { ask, clock } = await live()
    expect(await keyIn(ask, wrongPinsPerCaller + 20, () => caller)).toBe(wrongPinsPerCaller)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
    expect(await ask()).toEqual({ verdict: 'closed' })
    expect(await ask({ pin, caller: '1002' })).toEqual(enter)
    clock.advance(guessWindowMs)
    expect(await ask({ pin })).toEqual(enter)
  })

  it.each([
    ['withholds the number', () => null],
    ['calls from ever new ones', (index: number) => `+49176${index}`],
  ])('and %s is not heard either, in this room alone', async (_, who) => {
    const { ask, service, attempt } = await live()
    const second = await service.start(attempt(anna, 'conf start', other), { subject: 'Second', who: [], pin })
    expect(await keyIn(ask, wrongPinsPerRoom + 20, who)).toBe(wrongPinsPerRoom)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
    expect(await asking(() => service, second.conference.roomId)({ pin })).toEqual(enter)
    await service.invite(attempt(), { who: words('1095'), in: 'Sprint review' })
    expect(await ask({ callId: 'call-1095' })).toMatchObject({ verdict: 'enter' })
  })
})

describe('into the room of a meeting', () => {
  const timed = async (first?: (deps: ServiceDeps) => Partial<ServiceDeps>) => {
    // It keeps what is scheduled by a way of its own, as one does whose rooms confbot keeps.
    const schedule = { support: 'detour', how: 'room.capability.no-room-events' } as const
    const running = await startMeetings([{ name: 'berlin', capabilities: { schedule } }], first)
    const meeting = await running.schedule({ pin })
    const { id } = found(meeting.room)
    return { ...running, meeting, ask: asking(() => running.service, id), running }
  }

  it('people come from a quarter of an hour before it starts, and not before', async () => {
    const { at, ask } = await timed()
    await at(-15 * minuteMs - 1)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
    await at(-15 * minuteMs)
    expect(await ask()).toEqual({ verdict: 'ask-pin' })
    expect(await ask({ pin: '1' })).toEqual({ verdict: 'wrong-pin' })
    expect(await ask({ pin })).toEqual(enter)
    expect(await ask({ pin, callId: 'call-1' })).toEqual({ verdict: 'closed' })
  })

  it('people come while it is to be opened, when it was, and not after its end', async () => {
    const { at, ask, clock, running } = await timed()
    await at(-1)
    clock.advance(1)
    expect(await ask({ pin })).toEqual(enter)
    await running.work()
    expect(running.service.allLive()).toHaveLength(1)
    expect(await ask({ pin })).toEqual(enter)
    await running.service.end(running.attempt(), {})
    clock.advance(hourMs)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
  })

  it('people come until its end where it could not be opened', async () => {
    const { clock, ask, at } = await timed()
    await at(-1)
    clock.advance(30 * minuteMs + 1)
    expect(await ask({ pin })).toEqual(enter)
    clock.advance(1)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
  })

  it('nobody comes when it was ended before its time: neither while its room is cleared, nor later', async () => {
    const { at, ask, clock, running, store } = await timed()
    await at(0)
    const [conference] = running.service.allLive()
    await running.service.invite(running.attempt(), { who: words('1095'), in: conference?.id })
    const ended = await running.service.end(running.attempt(), { in: conference?.id })
    expect((await store.roomLeases.list('berlin'))[0]?.conferenceId).toBe(ended.id)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
    clock.advance(3 * minuteMs)
    await expect.poll(() => running.service.clearRoom(ended)).toBe(true)
    expect((await store.roomLeases.list('berlin'))[0]?.conferenceId).not.toBe(ended.id)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
  })

  it('people come to its next date once those of the one before are out', async () => {
    const { at, ask, clock, running, meeting } = await timed()
    await at(0)
    await running.service.invite(running.attempt(), { who: words('1095'), in: running.service.allLive()[0]?.id })
    const ended = await running.service.end(running.attempt(ben), {})
    const later = { meeting: meeting.id, when: '2026-11-20T11:10' }
    await running.service.changeMeeting(running.attempt(ben), later)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
    clock.advance(3 * minuteMs)
    await expect.poll(() => running.service.clearRoom(ended)).toBe(true)
    expect(await ask({ pin })).toEqual(enter)
  })

  it('people come while its card is being posted', async () => {
    const { at, ask, running, cards, clock } = await timed()
    await at(-1)
    const held = cards.holdNext()
    clock.advance(1)
    const opening = running.work()
    await held.posted
    expect(await ask({ pin })).toEqual(enter)
    held.answer()
    await opening
    expect(await ask({ pin })).toEqual(enter)
  })

  it('who comes the moment it is stored waits until it is live', async () => {
    let stored = Promise.resolve()
    const { at, ask, running, clock, store } = await timed(({ store: own }) => ({
      store: {
        ...own,
        async transaction(run) {
          const done = await own.transaction(run)
          await stored
          return done
        },
      },
    }))
    await at(-1)
    const { promise, resolve } = Promise.withResolvers<void>()
    stored = promise
    clock.advance(1)
    const opening = running.work()
    await expect.poll(() => store.conferences.live()).toHaveLength(1)
    expect(running.service.allLive()).toEqual([])
    const answer = ask({ pin })
    await store.roomLeases.list('berlin')
    resolve()
    expect(await answer).toEqual(enter)
    await opening
  })

  it('nobody comes when it was cancelled', async () => {
    const { at, ask, running, meeting } = await timed()
    await running.service.cancel(running.attempt(), { meeting: meeting.id })
    await at(-minuteMs)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
  })
})

describe('what goes wrong', () => {
  const failing = async (running: RunningService, roomId: string, more: Partial<RunningService['deps']> = {}) => {
    const book = createLogBook()
    const service = createConferenceService({ ...running.deps, logger: book.logger, ...more })
    await service.resume()
    return { book, ask: asking(() => service, roomId) }
  }

  it('lets nobody in, and is logged: a PIN that cannot be read', async () => {
    const error = new ConfbotError('provider.unreachable', { blanks: { pbx: 'berlin' } })
    const running = await live({ name: 'berlin', around: () => ({ readPin: () => Promise.reject(error) }) })
    const { book, ask } = await failing(running, running.conference.roomId)
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
    expect(book.of('whether somebody may enter could not be decided, so that they may not')).toMatchObject([
      { pbx: 'berlin', room: running.conference.roomId, code: 'provider.unreachable' },
    ])
    expect(book.text()).not.toContain(pin)
  })

  it('lets nobody in, and is logged: a store that is away', async () => {
    const running = await live()
    const away = async () => {
      throw new ConfbotError('store.unavailable')
    }
    const { store } = running
    const { book, ask } = await failing(running, '8003', {
      store: { ...store, meetings: { ...store.meetings, upcoming: away } },
    })
    expect(await ask({ pin })).toEqual({ verdict: 'closed' })
    expect(book.text()).toContain('store.unavailable')
  })

  it('is told of refusals with neither PINs nor whole numbers', async () => {
    const running = await live()
    const { book, ask } = await failing(running, running.conference.roomId)
    await ask()
    expect(book.of('somebody was not let in')).toEqual([])
    await ask({ pin: '135791' })
    await ask({ roomId: '8003', caller: null })
    expect(book.of('somebody was not let in')).toMatchObject([
      { pbx: 'berlin', room: running.conference.roomId, from: '+49 ···678', why: 'wrong-pin' },
      { room: '8003', from: null, why: 'nothing-goes-on' },
    ])
    for (const secret of ['135791', pin, '17612345678']) expect(book.text()).not.toContain(secret)
  })
})
