import { describe, expect, it, onTestFinished } from 'vitest'
import { presentParticipants } from '#core/conference.ts'
import { ConfbotError } from '#core/errors.ts'
import { ben, found, other, type PbxPlan, type RunningService, startService, words } from '#test/support/service.ts'
import { createWatcher } from '#watcher/index.ts'

const second = 1000
const kinds = ['yeastar-p', 'yeastar-s'] as const
const permanent = { number: '8000', subject: 'Board', capacity: 9 }

const run = (kind: PbxPlan['kind'], more: Partial<PbxPlan> = {}) =>
  startService([{ name: 'berlin', ...(kind && { kind }), rooms: [permanent], ...more }])

const begin = ({ service, attempt }: RunningService, who = ['1001', '+4930901800'], more = {}, place = other) =>
  service.start(attempt(ben, 'conf start', place), {
    subject: 'Quick call',
    who: words(...who),
    instant: true,
    ...more,
  })

const calls = ({ pbx }: RunningService) =>
  pbx()
    .calls()
    .map(({ number }) => number)

const asked = ({ pbx }: RunningService, call: string) =>
  pbx()
    .traffic.list()
    .filter(({ path = '', direction }) => direction === 'in' && path.includes(call)).length
const starts = (running: RunningService) =>
  asked(running, 'start_interim_conference') + asked(running, 'instant_conference/start')

/** Read until so many are there. */
async function gathered({ service, clock }: RunningService, id: string, count: number) {
  clock.advance(2 * second)
  await expect.poll(async () => presentParticipants(await service.observe(id))).toHaveLength(count)
}

describe.each(kinds)('a room for one call on %s', (kind) => {
  it('is made as everybody is rung, once for all of them, after the card is posted', async () => {
    const seen: number[] = []
    const running: RunningService = await run(kind, {
      around: ({ startInstantRoom }) => ({
        startInstantRoom(plan) {
          seen.push(running.cards.posted.length)
          return found(startInstantRoom)(plan)
        },
      }),
    })
    const { conference, results } = await begin(running)
    expect(conference).toMatchObject({ roomId: '8001', roomNumber: '8001', hasPin: false, instant: true })
    expect(results.map(({ outcome }) => outcome)).toEqual(['rung', 'rung'])
    expect([seen, starts(running), calls(running)]).toEqual([[1], 1, ['1001', '+4930901800']])
    expect(await running.leases()).toEqual(['8001'])
    // While they ring it reads as a room that is not there, which says nothing yet.
    expect(await running.service.observe(conference.id)).toMatchObject({ state: 'live' })
    await gathered(running, conference.id, 2)
    const { results: later } = await running.service.invite(running.attempt(ben, 'conf invite', other), {
      who: words('1002'),
    })
    expect(later).toMatchObject([{ outcome: 'rung' }])
    await gathered(running, conference.id, 3)
    expect(starts(running)).toBe(1)
  })

  it('is ended like any other, and its number is free again', async () => {
    const running = await run(kind)
    const { conference } = await begin(running)
    await gathered(running, conference.id, 2)
    const ended = await running.clock.until(running.service.end(running.attempt(ben, 'conf end', other), {}))
    expect(ended).toMatchObject({ state: 'ended', endReason: 'command' })
    expect(running.pbx().rooms()).toHaveLength(1)
    expect(await running.leases()).toEqual([])
    expect((await begin(running)).conference.roomNumber).toBe('8001')
  })

  it('is over when everybody has left, and nothing is asked of a room that is not there', async () => {
    const running = await run(kind)
    const watcher = createWatcher(running)
    onTestFinished(watcher.stop)
    watcher.start([])
    const { conference } = await begin(running)
    await gathered(running, conference.id, 2)
    for (const { id } of found(running.pbx().rooms()[1]).legs) running.pbx().hangup(id)
    expect(running.pbx().rooms()).toHaveLength(1)
    await expect
      .poll(
        async () => {
          running.clock.advance(10 * second)
          return (await running.service.get(conference.id))?.endReason
        },
        { timeout: 10_000 },
      )
      .toBe('empty')
    expect(await running.leases()).toEqual([])
    expect(asked(running, 'conference/update')).toBe(0)
  })

  it('whose making was not answered is not made again: the readings tell', async () => {
    const running = await run(kind, {
      around: ({ startInstantRoom }) => ({
        async startInstantRoom(plan) {
          await found(startInstantRoom)(plan)
          throw new ConfbotError('provider.timeout', { blanks: { pbx: 'berlin' } })
        },
      }),
    })
    const { conference, results } = await begin(running)
    expect(results).toMatchObject([{ code: 'provider.timeout' }, { code: 'provider.timeout' }])
    await gathered(running, conference.id, 2)
    expect([starts(running), calls(running).length]).toEqual([1, 2])
  })

  it('is not made twice where somebody else took the number meanwhile', async () => {
    const running = await run(kind, {
      around: ({ startInstantRoom }) => ({
        async startInstantRoom(plan) {
          await found(startInstantRoom)({ ...plan, numbers: ['1050'] })
          return found(startInstantRoom)(plan)
        },
      }),
    })
    const { results } = await begin(running)
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'failed'])
    expect(calls(running)).toEqual(['1050'])
  })

  it.each([
    ['nobody', [], {}, 'who'],
    ['only numbers outside', ['+4930901800'], {}, 'who'],
    ['a PIN', ['1001'], { pin: '4711' }, 'instant'],
    ['a room', ['1001'], { room: '8000' }, 'instant'],
  ])('with %s is refused before anything happens', async (_, who, more, option) => {
    const running = await run(kind)
    await expect(begin(running, who, more)).rejects.toMatchObject({ code: 'input.invalid', details: { option } })
    expect([starts(running), running.cards.posted, await running.leases()]).toEqual([0, [], []])
  })

  it('needs a number that nothing has', async () => {
    const running = await run(kind, { policy: { rooms: { first: 8000, last: 8001 } } })
    await begin(running)
    await expect(begin(running, ['1002'], { another: true })).rejects.toMatchObject({ code: 'room.none-free' })
    expect(await running.leases()).toEqual(['8001'])
  })

  it('is guarded like any call', async () => {
    const caps = { atOnce: 50, perPersonHour: 1, perDay: 200, perConference: 60 }
    const running = await run(kind, { policy: { caps } })
    await expect(begin(running)).rejects.toMatchObject({ code: expect.stringMatching(/^dial\./) })
    expect([starts(running), running.cards.posted, await running.leases()]).toEqual([0, [], []])
  })
})

it('a PBX without such rooms says why', async () => {
  const running = await run('portsip')
  await expect(begin(running)).rejects.toMatchObject({ code: 'capability.unsupported' })
  expect([running.cards.posted, await running.leases()]).toEqual([[], []])
})
