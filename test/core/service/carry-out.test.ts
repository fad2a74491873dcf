import { describe, expect, it } from 'vitest'
import type { Conference } from '#core/conference.ts'
import type { ConferenceProvider } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import type { MeetingOptions } from '#core/meeting.ts'
import { minuteMs, startMeetings } from '#test/support/meeting-service.ts'
import { ben, found, type PbxPlan } from '#test/support/service.ts'

async function opened(options: Partial<MeetingOptions>, plan: PbxPlan = { name: 'berlin' }) {
  const running = await startMeetings([plan])
  const { service, pbx, at } = running
  const meeting = await running.schedule({ options })
  const { number } = found(meeting.room)
  const { readPin } = service.pbxOf('berlin').provider
  const pin = (await readPin?.(found(meeting.room).id)) ?? undefined
  await at(0)
  return {
    ...running,
    meeting,
    conference: () => found(service.allLive()[0]),
    join: (from: string) => pbx().call({ from, to: number, pin }),
    legs: () => Object.fromEntries(running.room().legs.map((leg) => [leg.number, leg.muted])),
    /** As the watcher does at each reading. */
    async read(): Promise<Conference> {
      const { id } = found(service.allLive()[0])
      await service.carryOut(await service.observe(id))
      return service.observe(id)
    },
    audited: async () => (await running.audit()).filter(({ actor }) => actor.userId === 'confbot'),
  }
}

describe('recording at the start', () => {
  it('begins with the first who joins, and is said as confbot’s', async () => {
    const { join, read, room, happened, audited } = await opened({ record: true })
    await read()
    expect(room()).toMatchObject({ recording: false })
    join('1001')
    expect(await read()).toMatchObject({ recording: true, schedule: { record: 'done' } })
    expect(happened).toContainEqual(
      expect.objectContaining({
        kind: 'recording-changed',
        recording: true,
        actor: expect.objectContaining({ userId: 'confbot' }),
      }),
    )
    expect(await audited()).toMatchObject([{ action: 'record at start', result: 'done' }, { action: 'open' }])
  })

  it('begins again with the first who comes back, unless a person stopped it', async () => {
    const { join, read, room, pbx, service, attempt } = await opened({ record: true })
    join('1001')
    await read()
    pbx().hangup(found(room().legs[0]).id)
    await read()
    join('1002')
    expect(await read()).toMatchObject({ recording: true })
    await service.record(attempt(ben), { on: false })
    pbx().hangup(found(room().legs[0]).id)
    await read()
    join('1003')
    expect(await read()).toMatchObject({ recording: false, schedule: { record: 'off' } })
  })

  it('that the PBX refuses is tried again now and then, recorded once, and told of to the owner', async () => {
    let refusals = 0
    const around = ({ startRecording }: ConferenceProvider) => ({
      async startRecording(roomId: string) {
        if (refusals++ < 3)
          throw new ConfbotError('provider.rejected', { blanks: { pbx: 'berlin', message: 'no disk' } })
        await startRecording?.(roomId)
      },
    })
    const { join, read, clock, audited, notices } = await opened({ record: true }, { name: 'berlin', around })
    join('1001')
    for (let seconds = 0; seconds < 60; seconds += 5) {
      await read()
      clock.advance(5_000)
    }
    expect(refusals).toBe(4)
    expect((await audited()).filter(({ result }) => result === 'failed')).toHaveLength(1)
    expect(notices()).toMatchObject([
      { to: { userId: ben.userId }, what: { kind: 'not-carried-out', what: 'record', reason: 'provider.rejected' } },
    ])
    expect(await read()).toMatchObject({ recording: true })
  })
})

describe('locking at the start', () => {
  it('waits until those who dial by themselves had time to, and is left to people from then on', async () => {
    const { join, read, room, clock, service, attempt } = await opened({ lock: true })
    join('1001')
    await read()
    expect(room()).toMatchObject({ locked: false })
    clock.advance(2 * minuteMs)
    expect(await read()).toMatchObject({ locked: true })
    await service.lock(attempt(ben), { locked: false })
    expect(await read()).toMatchObject({ locked: false })
  })

  it('is not done any more when a person decided it before', async () => {
    const { join, read, clock, service, attempt } = await opened({ lock: true })
    join('1001')
    await read()
    await service.lock(attempt(ben), { locked: true })
    await service.lock(attempt(ben), { locked: false })
    clock.advance(2 * minuteMs)
    expect(await read()).toMatchObject({ locked: false, schedule: { lock: 'done' } })
  })
})

describe('muting who comes', () => {
  it('mutes all at first and each who comes later, told as confbot’s, but nobody whom a person let speak', async () => {
    const { join, read, legs, service, attempt, pbx } = await opened({ muteOnEntry: true })
    join('1001')
    join('1002')
    expect(await read()).toMatchObject({
      participants: [
        { muted: true, mutedBy: { userId: 'confbot' } },
        { muted: true, mutedBy: { userId: 'confbot' } },
      ],
    })
    expect(
      pbx()
        .traffic.list()
        .filter(({ path }) => path?.endsWith('/mute')),
    ).toHaveLength(1)
    await service.mute(attempt(ben), { who: '1001', muted: false })
    join('1003')
    await read()
    expect(legs()).toEqual({ '1001': false, '1002': true, '1003': true })
    await read()
    expect(legs()).toEqual({ '1001': false, '1002': true, '1003': true })
  })

  it('goes on after a restart with those who came meanwhile', async () => {
    const running = await opened({ muteOnEntry: true })
    running.join('1001')
    await running.read()
    await running.service.mute(running.attempt(ben), { who: '1001', muted: false })
    await running.reborn()
    running.join('1002')
    const { service } = running
    await service.carryOut(await service.observe(running.conference().id))
    expect(running.legs()).toEqual({ '1001': false, '1002': true })
  })

  it('does not mute again whom a person let speak, where the PBX cannot mute somebody who came with them', async () => {
    const around = ({ muteParticipant }: ConferenceProvider) => ({
      async muteParticipant(roomId: string, legId: string) {
        if (legId === withheld)
          throw new ConfbotError('provider.rejected', { blanks: { pbx: 'berlin', message: 'which one' } })
        await muteParticipant?.(roomId, legId)
      },
    })
    let withheld = ''
    const running = await opened({ muteOnEntry: true }, { name: 'berlin', around })
    const { join, read, legs, clock, notices } = running
    join('1001')
    await read()
    join('1005')
    join('1006')
    withheld = found(running.room().legs.find(({ number }) => number === '1006')).id
    await read()
    expect(legs()).toEqual({ '1001': true, '1005': true, '1006': false })
    await running.service.mute(running.attempt(ben), { who: '1005', muted: false })
    for (let seconds = 0; seconds < 60; seconds += 5) {
      clock.advance(5_000)
      await read()
    }
    expect(legs()).toEqual({ '1001': true, '1005': false, '1006': false })
    expect(notices()).toMatchObject([{ what: { kind: 'not-carried-out', what: 'mute', isFinal: true } }])
    join('1007')
    await read()
    expect(legs()).toMatchObject({ '1005': false, '1007': true })
  })

  it('is not asked of a PBX that cannot mute', async () => {
    const no = { support: 'no', why: 'room.capability.no-room-events' } as const
    const { join, read, legs } = await opened(
      { muteOnEntry: true },
      { name: 'berlin', capabilities: { mute: no, muteAll: no } },
    )
    join('1001')
    expect(await read()).toMatchObject({ schedule: { mutedThrough: null } })
    expect(legs()).toEqual({ '1001': false })
  })
})
