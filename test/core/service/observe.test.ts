import { describe, expect, it } from 'vitest'
import { presentParticipants } from '#core/conference.ts'
import type { ConferenceProvider, RoomReading } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { anna, found, startService } from '#test/support/service.ts'

/** Readings of which one can be kept back on its way to us. */
function slowReadings() {
  let release = () => {}
  let held: Promise<void> | null = null
  return {
    around: ({ readRoom }: ConferenceProvider) => ({
      async readRoom(roomId: string): Promise<RoomReading> {
        const waiting = held
        held = null
        const reading = await readRoom(roomId)
        await waiting
        return reading
      },
    }),
    holdNext() {
      held = new Promise((resolve) => {
        release = resolve
      })
      return () => release()
    },
  }
}

describe('what the PBX shows', () => {
  it('is applied and published when it is new, and only then', async () => {
    const { service, pbx, start, happened } = await startService()
    const conference = await start(anna, 'Sprint review', '1001')
    const before = happened.length
    expect(await service.observe(conference.id)).toBe(conference)
    expect(happened).toHaveLength(before)

    pbx().call({ from: '+4930901877', to: conference.roomNumber, pin: await pinOf(service, conference) })
    expect(presentParticipants(await service.observe(conference.id))).toHaveLength(2)
    expect(happened).toHaveLength(before + 1)
  })

  it('decides where the PBX says of a request that it is not through with it', async () => {
    const halfway = ({ muteParticipant }: ConferenceProvider) => ({
      async muteParticipant(roomId: string, legId: string) {
        await muteParticipant?.(roomId, legId)
        throw new ConfbotError('provider.unconfirmed', { blanks: { pbx: 'berlin' } })
      },
    })
    const { service, attempt, start } = await startService([{ name: 'berlin', around: halfway }])
    await start(anna, 'Sprint review', '1001')
    const { conference } = await service.mute(attempt(anna), { who: '1001', muted: true })
    expect(conference.participants).toMatchObject([{ number: '1001', muted: true }])
  })

  it('is not overwritten by an older reading that comes late', async () => {
    const slow = slowReadings()
    const { service, pbx, start } = await startService([{ name: 'berlin', around: slow.around }])
    const conference = await start(anna, 'Sprint review', '1001', '1002')

    const release = slow.holdNext()
    const late = service.observe(conference.id)
    await service.pbxOf('berlin').provider.check()
    pbx().hangup(
      found(
        pbx()
          .rooms()[0]
          ?.legs.find((leg) => leg.number === '1002'),
      ).id,
    )
    const newer = await service.observe(conference.id)
    release()

    expect(await late).toBe(newer)
    expect(presentParticipants(newer).map(({ number }) => number)).toEqual(['1001'])
  })

  it('is nothing to a conference that has ended meanwhile', async () => {
    const slow = slowReadings()
    const { service, start, attempt } = await startService([{ name: 'berlin', around: slow.around }])
    const conference = await start(anna, 'Sprint review', '1001')
    const release = slow.holdNext()
    const late = service.observe(conference.id)
    const ended = await service.end(attempt(), {})
    release()
    expect(await late).toEqual(ended)
    expect(service.allLive()).toEqual([])
  })

  it('is not asked of a conference that nobody knows', async () => {
    const { service } = await startService()
    await expect(service.observe('nobody')).rejects.toMatchObject({ code: 'input.unknown-conference' })
  })
})

describe('a confirmation', () => {
  it('is awaited until the PBX shows the effect', async () => {
    const { service, start, attempt, clock } = await startService([
      {
        name: 'berlin',
        around: ({ lockRoom }) => ({
          // Takes the request at once and does it a little later.
          async lockRoom(roomId) {
            clock.schedule(600, () => void lockRoom?.(roomId))
          },
        }),
      },
    ])
    await start(anna, 'Sprint review', '1001')
    expect(await clock.until(service.lock(attempt(), { locked: true }))).toMatchObject({ locked: true })
  })

  it('is given up, and nothing is said or stored, when the PBX never shows it', async () => {
    const { service, start, attempt, clock, happened } = await startService([
      { name: 'berlin', around: () => ({ lockRoom: async () => {} }) },
    ])
    const conference = await start(anna, 'Sprint review', '1001')
    const before = happened.length
    const trying = attempt()
    await expect(clock.until(service.lock(trying, { locked: true }))).rejects.toMatchObject({
      code: 'provider.unconfirmed',
      details: { blanks: { pbx: 'berlin' } },
    })
    expect(trying.isCommitted).toBe(false)
    expect(await service.get(conference.id)).toMatchObject({ locked: false })
    expect(happened).toHaveLength(before)
  })
})

const pinOf = async (
  service: Awaited<ReturnType<typeof startService>>['service'],
  { pbx, roomId }: { pbx: string; roomId: string },
) => found(await service.pbxOf(pbx).provider.readPin?.(roomId))
