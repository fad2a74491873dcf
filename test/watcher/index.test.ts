import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Conference } from '#core/conference.ts'
import type { ConferenceProvider } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { forgetfulPbx, unseenPbx } from '#test/support/poor-pbx.ts'
import { anna, general, other, type PbxPlan, startService, words } from '#test/support/service.ts'
import { createWatcher } from '#watcher/index.ts'

const minuteMs = 60_000

/** Says of each reading that was begun, and how many are on their way. */
function countReadings() {
  const begun: string[] = []
  let underWay = 0
  return {
    begun,
    isIdle: () => underWay === 0,
    around: ({ readRoom }: ConferenceProvider) => ({
      async readRoom(roomId: string) {
        begun.push(roomId)
        underWay++
        return readRoom(roomId).finally(() => {
          underWay--
        })
      },
    }),
  }
}

async function watch(plans: readonly [PbxPlan, ...PbxPlan[]] = [{ name: 'berlin' }]) {
  const readings = countReadings()
  const [first, ...others] = plans
  const running = await startService([
    {
      ...first,
      around(adapter) {
        const changed = first.around?.(adapter)
        return { ...changed, ...readings.around({ ...adapter, ...changed }) }
      },
    },
    ...others,
  ])
  const { clock, store } = running
  const watcher = createWatcher(running)
  onTestFinished(watcher.stop)
  return {
    ...running,
    watcher,
    readings,
    /** Lets time pass, with pauses in which readings, sockets and the store's thread get their turn. */
    async pass(ms: number, stepMs = 500) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        clock.advance(Math.min(stepMs, ms - passed))
        // What a PBX never answers is not waited for.
        for (let tries = 0; tries === 0 || (tries < 20 && !readings.isIdle()); tries++) await pause(3)
      }
    },
    /** Whatever the last move of the clock began has come to its end. */
    async settled() {
      do await pause(3)
      while (!readings.isIdle())
      await store.settings.list('settled')
      await pause(3)
    },
    async open(subject: string, place = general, pbx?: string): Promise<Conference> {
      const { conference } = await running.service.start(running.attempt(anna, 'conf start', place), {
        subject,
        who: [],
        another: true,
        forMs: 600 * minuteMs,
        pbx,
      })
      return conference
    },
  }
}

describe('a live conference is read', () => {
  it('at once, then every two and a half seconds, and every second while somebody is rung', async () => {
    const { watcher, readings, open, settled, clock, service, attempt } = await watch()
    watcher.start([])
    await open('Sprint review')
    await settled()
    const readIn = async (ms: number) => {
      const before = readings.begun.length
      clock.advance(ms)
      await settled()
      return readings.begun.length - before
    }
    expect(await readIn(2_499)).toBe(0)
    expect(await readIn(1)).toBe(1)

    await service.invite(attempt(), { who: words('1095') })
    expect(await readIn(2_500)).toBe(1)
    expect(await readIn(999)).toBe(0)
    expect(await readIn(1)).toBe(1)
    expect(await readIn(1_000)).toBe(1)
  })

  it('more rarely behind events, and at once as often as ever when they cease', async () => {
    let isPushing = true
    const pushing = { isPushing: () => isPushing, subscribeHints: () => () => {} }
    const { watcher, readings, open, settled, clock, service, attempt } = await watch([
      { name: 'berlin', around: () => pushing },
    ])
    watcher.start([])
    await open('Sprint review')
    await settled()
    const readIn = async (ms: number, stepMs = 500) => {
      const before = readings.begun.length
      for (let passed = 0; passed < ms; passed += stepMs) {
        clock.advance(stepMs)
        await settled()
      }
      return readings.begun.length - before
    }
    expect(await readIn(9_500)).toBe(0)
    expect(await readIn(500)).toBe(1)
    expect(await readIn(20_000)).toBe(2)
    expect(await readIn(4_000)).toBe(0)
    isPushing = false
    expect(await readIn(2_500)).toBeGreaterThan(0)
    expect(await readIn(10_000)).toBe(4)
    isPushing = true
    await readIn(5_000)
    await service.invite(attempt(), { who: words('1095') })
    await readIn(2_500)
    expect(await readIn(3_000)).toBe(3)
  })

  it('by as many requests in a minute as the vendor allows, however many conferences there are', async () => {
    const { watcher, readings, open, settled, clock } = await watch([{ name: 'berlin', requestsPerMinute: 60 }])
    watcher.start([])
    const four = [await open('A'), await open('B'), await open('C'), await open('D')]
    await settled()
    clock.advance(10_000)
    await settled()
    readings.begun.length = 0
    for (let second = 0; second < 60; second++) {
      clock.advance(1_000)
      await settled()
    }
    // Two requests each, and a fifth of the limit stays for what people ask for.
    expect(readings.begun.length * 2).toBeLessThanOrEqual(48)
    expect(readings.begun.length * 2).toBeGreaterThan(36)
    for (const { roomId } of four)
      expect(readings.begun.filter((one) => one === roomId).length).toBeGreaterThanOrEqual(5)
  })

  it('soon after a hint, once for all the hints of a second', async () => {
    const { watcher, readings, open, settled, clock } = await watch([{ name: 'berlin', requestsPerMinute: 4 }])
    const conference = await open('Sprint review')
    watcher.start([])
    clock.advance(0)
    await settled()
    readings.begun.length = 0
    for (let count = 0; count < 5; count++) watcher.hint('berlin', conference.roomId)
    await settled()
    expect(readings.begun).toHaveLength(0)
    clock.advance(1_000)
    await settled()
    expect(readings.begun).toHaveLength(1)

    clock.advance(5_000)
    await settled()
    watcher.hint('berlin', null)
    await settled()
    expect(readings.begun).toHaveLength(2)
    for (const [pbx, room] of [
      ['hamburg', conference.roomId],
      ['berlin', 'another'],
    ] as const)
      watcher.hint(pbx, room)
    clock.advance(5_000)
    await settled()
    expect(readings.begun).toHaveLength(2)
  })

  it('within a second of a hint, however calm it is behind events', async () => {
    const { watcher, readings, open, settled, clock } = await watch([
      { name: 'berlin', around: () => ({ isPushing: () => true }) },
    ])
    const conference = await open('Sprint review')
    watcher.start([])
    clock.advance(0)
    await settled()
    readings.begun.length = 0
    clock.advance(3_000)
    await settled()
    expect(readings.begun).toHaveLength(0)
    watcher.hint('berlin', conference.roomId)
    clock.advance(0)
    await settled()
    expect(readings.begun).toHaveLength(1)
    clock.advance(200)
    watcher.hint('berlin', conference.roomId)
    clock.advance(800)
    await settled()
    expect(readings.begun).toHaveLength(2)
  })

  it('at once after a hint where no vendor limits it, and still once a second while hints do not end', async () => {
    const { watcher, readings, open, settled, clock } = await watch([
      { name: 'berlin', requestsPerMinute: null, around: () => ({ isPushing: () => true }) },
    ])
    const conference = await open('Sprint review')
    watcher.start([])
    clock.advance(0)
    await settled()
    const readAfterHints = async (ms: number) => {
      const before = readings.begun.length
      for (let passed = 0; passed < ms; passed += 50) {
        watcher.hint('berlin', conference.roomId)
        clock.advance(50)
        await settled()
      }
      return readings.begun.length - before
    }
    expect(await readAfterHints(50)).toBe(0)
    expect(await readAfterHints(50)).toBe(1)
    clock.advance(5_000)
    await settled()
    // What was not used up meanwhile, and one a second.
    const inTenSeconds = await readAfterHints(10_000)
    expect(inTenSeconds).toBeGreaterThanOrEqual(10)
    expect(inTenSeconds).toBeLessThanOrEqual(13)
  })

  it.each([null, 4])('soon also where the clock was set back (%s requests a minute)', async (requestsPerMinute) => {
    const { watcher, readings, open, settled, clock } = await watch([{ name: 'berlin', requestsPerMinute }])
    const conference = await open('Sprint review')
    watcher.start([])
    clock.advance(0)
    await settled()
    const { now } = clock
    let backMs = 3_600_000
    vi.spyOn(clock, 'now').mockImplementation(() => now() - backMs)
    const read = async (ms: number) => {
      const before = readings.begun.length
      for (let passed = 0; passed < ms; passed += 500) {
        clock.advance(500)
        await settled()
      }
      return readings.begun.length - before
    }
    watcher.hint('berlin', conference.roomId)
    expect(await read(3_000)).toBe(1)
    backMs *= 2
    expect(await read(40_000)).toBeGreaterThan(0)
  })

  it('once more when a hint comes while it is being read', async () => {
    const { watcher, readings, open, settled, clock } = await watch([{ name: 'berlin', requestsPerMinute: 4 }])
    const conference = await open('Sprint review')
    watcher.start([])
    readings.begun.length = 0
    await vi.waitFor(() => expect(readings.begun).toHaveLength(1), { interval: 1, timeout: 10_000 })
    watcher.hint('berlin', conference.roomId)
    await settled()
    clock.advance(1_000)
    await settled()
    expect(readings.begun).toHaveLength(2)
  })

  it('also when it was live before this process, and no more once it has ended or all is stopped', async () => {
    const { watcher, readings, open, settled, clock, service, attempt } = await watch()
    const first = await open('First')
    const second = await open('Second', other)
    watcher.start([])
    await settled()
    expect([...readings.begun].sort()).toEqual([first.roomId, second.roomId].sort())

    await service.end(attempt(), { in: first.id })
    await settled()
    readings.begun.length = 0
    clock.advance(3_000)
    await settled()
    expect(readings.begun).toEqual([second.roomId])

    watcher.stop()
    clock.advance(minuteMs)
    await settled()
    expect(readings.begun).toEqual([second.roomId])
  })
})

describe('a PBX that does not answer', () => {
  it('is told of after fifteen seconds, with the instant of the last good reading, and when it is back', async () => {
    const { watcher, open, pass, settled, pbx, happened, service, clock } = await watch()
    const conference = await open('Sprint review')
    watcher.start([])
    await settled()
    const told = () => happened.filter(({ kind }) => kind === 'confirmation-changed')
    const lastGoodAt = clock.now()
    pbx().faults.add({ match: '', kind: '5xx', times: 10_000 })
    await pass(14_000)
    expect(told()).toEqual([])
    await pass(30_000)
    expect(told()).toEqual([{ kind: 'confirmation-changed', conferenceId: conference.id, since: lastGoodAt }])
    expect(service.allLive()).toHaveLength(1)

    pbx().faults.clear()
    await pass(20_000)
    expect(told()).toHaveLength(2)
    expect(told()[1]).toMatchObject({ conferenceId: conference.id, since: null })
  })

  it('keeps nobody on another PBX waiting', async () => {
    const { watcher, open, pass, pbx, service } = await watch([
      { name: 'berlin', requestTimeoutMs: 60_000 },
      { name: 'hamburg' },
    ])
    const hanging = await open('Hanging', general, 'berlin')
    const working = await open('Working', other, 'hamburg')
    pbx('berlin').faults.add({ match: '', kind: 'hang', times: 1_000 })
    watcher.start([])
    await pass(3_000)
    const pin = await service.pbxOf('hamburg').provider.readPin?.(working.roomId)
    pbx('hamburg').call({ from: '+4930901877', to: working.roomNumber, pin: pin ?? '' })
    await pass(5_000)
    expect((await service.get(working.id))?.participants).toHaveLength(1)
    expect((await service.get(hanging.id))?.revision).toBe(hanging.revision)
  })

  it('keeps nobody in another room of it waiting', async () => {
    const { watcher, open, pass, pbx, service, attempt } = await watch([{ name: 'berlin', requestTimeoutMs: 60_000 }])
    watcher.start([])
    const hanging = [await open('A'), await open('B'), await open('C')]
    const working = await open('D', other)
    for (const { roomId } of hanging) {
      const match = `GET /api/conference_rooms/${encodeURIComponent(roomId)}/`
      pbx().faults.add({ match, kind: '5xx', times: 6 })
      pbx().faults.add({ match, kind: 'hang', times: 1_000 })
    }
    await pass(10_000)
    const pin = (await service.pin(attempt(anna, 'conf pin', other), {})).pins.pin
    pbx().call({ from: '+4930901877', to: working.roomNumber, pin: pin ?? '' })
    await pass(5_000)
    expect((await service.get(working.id))?.participants).toHaveLength(1)
  })

  it('is asked for no more readings before the time that it names', async () => {
    const { watcher, open, settled, clock, pbx, readings } = await watch()
    watcher.start([])
    await open('Sprint review')
    await settled()
    pbx().faults.add({ match: 'status', kind: '429', times: 1, retryAfter: 60 })
    clock.advance(2_500)
    await settled()
    readings.begun.length = 0
    clock.advance(59_000)
    await settled()
    expect(readings.begun).toEqual([])
    clock.advance(1_000)
    await settled()
    expect(readings.begun).toHaveLength(1)
  })

  it('ends nothing by the rules while it shows nothing', async () => {
    const { watcher, start, pass, settled, pbx, service } = await watch()
    await start(anna, 'Empty')
    watcher.start([])
    await settled()
    pbx().faults.add({ match: '', kind: '5xx', times: 10_000 })
    await pass(10 * minuteMs, 5_000)
    expect(service.allLive()).toHaveLength(1)
  })
})

describe('a room that the PBX no longer has', () => {
  it('is one that it does not list either: an answer of the moment ends nothing', async () => {
    let isConfused = true
    const { watcher, open, pass, service } = await watch([
      {
        name: 'berlin',
        around: ({ readRoom }) => ({
          async readRoom(roomId) {
            if (isConfused) throw new ConfbotError('provider.not-found', { blanks: { pbx: 'berlin' } })
            return readRoom(roomId)
          },
        }),
      },
    ])
    const conference = await open('Sprint review')
    watcher.start([])
    await pass(5_000)
    expect(await service.get(conference.id)).toMatchObject({ state: 'live' })
    isConfused = false
    await pass(5_000)
    expect(await service.get(conference.id)).toMatchObject({ state: 'live' })
  })

  it('ends its conference, and is not held for ever', async () => {
    const { watcher, open, pass, service, leases, happened } = await watch()
    const conference = await open('Sprint review')
    watcher.start([])
    await service.pbxOf('berlin').provider.deleteRoom?.(conference.roomId)
    await pass(5_000)
    expect(await service.get(conference.id)).toMatchObject({ state: 'ended', endReason: 'room-gone' })
    expect(happened.filter(({ kind }) => kind === 'conference-ended')).toHaveLength(1)
    await pass(5_000)
    expect(await leases()).toEqual([])
  })
})

describe('a number that is kept out', () => {
  it('is turned away when it calls again, by confbot and on the record', async () => {
    const { watcher, start, pass, service, attempt, pbx, audit } = await watch()
    const conference = await start(anna, 'Sprint review', '1001', '1002')
    watcher.start([])
    await service.kick(attempt(), { who: '1001', outMs: 10 * minuteMs })
    const pin = (await service.pbxOf('berlin').provider.readPin?.(conference.roomId)) ?? ''
    const call = () => pbx().call({ from: '1001', to: conference.roomNumber, pin })
    expect(call()).toHaveProperty('leg')
    await pass(4_000)
    expect(numbersIn(pbx())).toEqual(['1002'])
    expect((await audit())[0]).toMatchObject({ action: 'turn away', actor: { userId: 'confbot' }, result: 'done' })

    await pass(10 * minuteMs, 20_000)
    expect(call()).toHaveProperty('leg')
    await pass(4_000)
    expect(numbersIn(pbx())).toEqual(['1002', '1001'])
  })

  it('ends nothing for the others when it has hung up before it could be turned away', async () => {
    let isGone = false
    const { watcher, start, pass, service, attempt, pbx } = await watch([
      {
        name: 'berlin',
        around: ({ kickParticipant }) => ({
          async kickParticipant(roomId, legId) {
            if (isGone) throw new ConfbotError('provider.not-found', { blanks: { pbx: 'berlin' } })
            await kickParticipant?.(roomId, legId)
          },
        }),
      },
    ])
    const { id, roomId, roomNumber } = await start(anna, 'Sprint review', '1001', '1002')
    watcher.start([])
    await service.kick(attempt(), { who: '1001', outMs: 10 * minuteMs })
    isGone = true
    const pin = (await service.pbxOf('berlin').provider.readPin?.(roomId)) ?? ''
    expect(pbx().call({ from: '1001', to: roomNumber, pin })).toHaveProperty('leg')
    await pass(8_000)
    expect(await service.get(id)).toMatchObject({ state: 'live' })
    expect(numbersIn(pbx())).toContain('1002')
  })
})

describe('a room that confbot keeps locked', () => {
  it('has who comes late put out, on the record, and lets in who was rung', async () => {
    const { watcher, start, pass, service, attempt, pbx, audit } = await watch([forgetfulPbx()])
    const conference = await start(anna, 'Sprint review', '1001')
    watcher.start([])
    await service.lock(attempt(), { locked: true })
    const pin = (await service.pbxOf('berlin').provider.readPin?.(conference.roomId)) ?? ''
    pbx().call({ from: '1003', to: conference.roomNumber, pin })
    await service.invite(attempt(), { who: words('1002') })
    await pass(6_000)
    expect(numbersIn(pbx())).toEqual(['1001', '1002'])
    expect(await audit()).toContainEqual(
      expect.objectContaining({
        action: 'turn away: locked',
        result: 'done',
        actor: expect.objectContaining({ userId: 'confbot' }),
      }),
    )

    await service.lock(attempt(), { locked: false })
    pbx().call({ from: '1003', to: conference.roomNumber, pin })
    await pass(6_000)
    expect(numbersIn(pbx())).toEqual(['1001', '1002', '1003'])
  })
})

describe('a PBX that tells nobody who is in a room', () => {
  it('is read every minute, which is not too seldom for its card', async () => {
    const { watcher, open, pass, readings, happened } = await watch([unseenPbx()])
    watcher.start([])
    await open('Sprint review')
    await pass(500)
    readings.begun.length = 0
    await pass(5 * minuteMs, 2_500)
    expect(readings.begun.length).toBe(5)
    expect(happened.filter(({ kind }) => kind === 'confirmation-changed')).toEqual([])
  })

  it('ends nothing because nobody or one person is there, but in the end for confbot, and is left in peace then', async () => {
    const { watcher, pass, settled, service, attempt, readings, leases } = await watch([unseenPbx()])
    const { conference } = await service.start(attempt(), { subject: 'Review', who: words('1001') })
    watcher.start([])
    await pass(60 * minuteMs, minuteMs)
    const live = await service.get(conference.id)
    expect(live).toMatchObject({ state: 'live', invitations: [{ state: 'rung' }], emptySince: null, aloneSince: null })
    await pass(190 * minuteMs, minuteMs)
    expect(await service.get(conference.id)).toMatchObject({ state: 'ended', endReason: 'too-long', mayGoOn: true })
    await settled()
    readings.begun.length = 0
    await pass(200 * minuteMs, minuteMs)
    expect(readings.begun).toEqual([])
    expect(await leases()).toEqual(['8000'])
    await pass(45 * minuteMs, minuteMs)
    expect(await leases()).toEqual([])
  })
})

describe('the rules of life', () => {
  it('warn of the end of one that is alone, once, and end it', async () => {
    const { watcher, start, pass, service, happened } = await watch()
    const { id } = await start(anna, 'Sprint review', '1001')
    const warned = () => happened.filter(({ kind }) => kind === 'conference-ending-soon')
    watcher.start([])
    await pass(9 * minuteMs, 20_000)
    expect(warned()).toEqual([])
    await pass(4 * minuteMs, 20_000)
    expect(warned()).toMatchObject([{ reason: 'alone', conference: { id } }])
    await pass(4 * minuteMs, 20_000)
    expect(await service.get(id)).toMatchObject({ state: 'ended', endReason: 'alone', endedBy: { userId: 'confbot' } })
    expect(warned()).toHaveLength(1)
  })

  it('leave one alone that is kept open', async () => {
    const { watcher, start, pass, service, attempt } = await watch()
    const { id } = await start(anna, 'Sprint review', '1001')
    watcher.start([])
    await pass(11 * minuteMs, 20_000)
    await service.keepOpen(attempt(), { forMs: 60 * minuteMs })
    await pass(20 * minuteMs, 20_000)
    expect(await service.get(id)).toMatchObject({ state: 'live' })
  })

  it('are applied again when the PBX did not let an end happen', async () => {
    let isStubborn = true
    const { watcher, start, pass, service } = await watch([
      {
        name: 'berlin',
        around: ({ endConference }) => ({
          endConference: async (roomId) => (isStubborn ? undefined : endConference?.(roomId)),
        }),
      },
    ])
    const { id } = await start(anna, 'Sprint review', '1001')
    watcher.start([])
    await pass(20 * minuteMs, 20_000)
    expect(await service.get(id)).toMatchObject({ state: 'live' })
    isStubborn = false
    await pass(minuteMs, 1_000)
    expect(await service.get(id)).toMatchObject({ state: 'ended', endReason: 'alone' })
  })
})

describe('the room of a conference that has ended', () => {
  it('is cleared of who comes late, then given back', async () => {
    const { watcher, start, pass, service, attempt, pbx, leases } = await watch()
    watcher.start([])
    await start(anna, 'Sprint review')
    await service.invite(attempt(), { who: words('1095') })
    await service.end(attempt(), {})
    await pass(12_000)
    expect(pbx().calls()).toMatchObject([{ number: '1095', outcome: 'answered' }])
    expect(numbersIn(pbx())).toEqual([])
    expect(await leases()).toEqual(['8000'])
    await pass(2 * minuteMs, 2_500)
    expect(await leases()).toEqual([])
  })

  it('is looked after also when confbot was started anew meanwhile', async () => {
    const { watcher, start, pass, service, attempt, leases } = await watch()
    await start(anna, 'Sprint review')
    await service.invite(attempt(), { who: words('1065') })
    await service.end(attempt(), {})
    expect(await leases()).toEqual(['8000'])
    watcher.start(await service.resume())
    await pass(3 * minuteMs, 2_500)
    expect(await leases()).toEqual([])
  })
})

const numbersIn = (pbx: { rooms(): { legs: { number: string | null }[] }[] }) =>
  pbx.rooms().flatMap(({ legs }) => legs.map(({ number }) => number))
