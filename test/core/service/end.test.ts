import { describe, expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { createConferenceService } from '#core/service/index.ts'
import { unseenPbx } from '#test/support/poor-pbx.ts'
import { anna, ben, carol, found, other, startService, words } from '#test/support/service.ts'
import { soon } from '#test/support/soon.ts'

const minuteMs = 60_000

describe('the end', () => {
  it('takes everybody out, leaves the room for the next, and is told once', async () => {
    const { service, attempt, start, pbx, leases, happened, audit } = await startService()
    const conference = await start(ben, 'Sprint review', '1001', '1002')
    await service.lock(attempt(ben), { locked: true })
    const pin = await pinOf(service, conference.roomId)
    const ended = await service.end(attempt(ben, 'conf end'), {})

    expect(ended).toMatchObject({ state: 'ended', endReason: 'command', endedBy: { userId: 'U2' }, recordingCount: 0 })
    expect(ended.participants.every(({ leftAt }) => leftAt !== null)).toBe(true)
    expect(ended.invitations.map(({ state }) => state)).toEqual(['left', 'left'])
    expect(pbx().rooms()).toMatchObject([{ legs: [], locked: false }])
    expect(await pinOf(service, conference.roomId)).not.toBe(pin)
    expect(await leases()).toEqual([])
    expect(happened.filter(({ kind }) => kind === 'conference-ended')).toHaveLength(1)
    expect((await audit())[0]).toMatchObject({
      action: 'conf end',
      result: 'done',
      target: 'Sprint review with 2 people',
    })
  })

  it('leaves the room at once where nobody was rung, since nobody knew whether the card was there', async () => {
    const { service, attempt, cards, leases } = await startService()
    cards.refuseNext(new ConfbotError('chat.unconfirmed'))
    const { conference } = await service.start(attempt(), { subject: 'Unseen', who: words('1001') })
    expect(conference.invitations).toMatchObject([{ state: 'not-rung' }])
    await service.end(attempt(), {})
    expect(await leases()).toEqual([])
  })

  it('stops the recording and counts those of this time alone', async () => {
    const { service, attempt, start, clock, pbx } = await startService()
    await start(anna, 'First', '1001')
    await service.record(attempt(), { on: true })
    clock.advance(5 * minuteMs)
    expect(await service.end(attempt(), {})).toMatchObject({ recordingCount: 1 })

    clock.advance(minuteMs)
    const second = await start(anna, 'Second', '1001')
    expect(second.roomNumber).toBe('8000')
    await service.record(attempt(), { on: true })
    clock.advance(minuteMs)
    await service.record(attempt(), { on: false })
    await service.record(attempt(), { on: true })
    clock.advance(minuteMs)
    expect(await service.end(attempt(), {})).toMatchObject({ recordingCount: 2, recording: false })
    expect(pbx().rooms()).toMatchObject([{ recordings: 3, recording: false }])
  })

  it('is the end of it also when two end it at once', async () => {
    const { service, attempt, start, happened, audit } = await startService()
    await start(ben, 'Sprint review', '1001')
    const outcomes = await Promise.allSettled([ben, anna].map((actor) => service.end(attempt(actor), {})))
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: { endedBy: { userId: 'U2' } } },
      { status: 'rejected', reason: { code: 'conference.ended' } },
    ])
    expect(happened.filter(({ kind }) => kind === 'conference-ended')).toHaveLength(1)
    expect((await audit()).filter(({ target }) => target.includes('with 1 people'))).toHaveLength(1)
  })

  it('does not touch the room of the next conference when a late end comes', async () => {
    const { service, attempt, start, pbx } = await startService()
    const first = await start(anna, 'First', '1001')
    await service.end(attempt(), {})
    const second = await start(anna, 'Second', '1002')
    expect(second.roomId).toBe(first.roomId)
    await expect(service.end(attempt(), { in: first.id })).rejects.toMatchObject({ code: 'conference.ended' })
    await expect(service.endByRule(first, 'empty')).rejects.toMatchObject({ code: 'conference.ended' })
    expect(pbx().rooms()[0]?.legs).toMatchObject([{ number: '1002', state: 'joined' }])
  })

  it('is the chair’s and the administrators’ alone, and others are refused before the PBX is asked', async () => {
    const { service, attempt, start, pbx } = await startService()
    await start(ben, 'Sprint review', '1001')
    pbx().traffic.clear()
    await expect(service.end(attempt(carol), { force: true })).rejects.toMatchObject({ code: 'permission.denied' })
    expect(pbx().traffic.list()).toEqual([])
  })
})

describe('a call that still rings', () => {
  it('keeps the room from the next conference until nobody can come any more', async () => {
    const { service, attempt, start, clock, leases, pbx } = await startService()
    await start(anna, 'Sprint review')
    await service.invite(attempt(), { who: words('1095') })
    const ended = await service.end(attempt(), {})
    expect(await leases()).toEqual(['8000'])
    expect(await service.holdsRoom(ended)).toBe(true)
    expect(await start(anna, 'Next', '1001')).toMatchObject({ roomNumber: '8001' })

    clock.advance(8_000)
    await soon(() => expect(pbx().calls()[0]).toMatchObject({ number: '1095', outcome: 'answered' }))
    expect(await service.clearRoom(ended)).toBe(false)
    expect(pbx().rooms()[0]?.legs).toEqual([])
    expect(await service.clearRoom(ended)).toBe(false)
    expect(await service.holdsRoom(ended)).toBe(true)
    clock.advance(2 * minuteMs)
    expect(await service.clearRoom(ended)).toBe(true)
    expect(await leases()).toEqual(['8001'])
  })

  it('keeps it no longer once the PBX told that nobody comes by it', async () => {
    const busy = Promise.resolve('busy' as const)
    const { service, attempt, start, leases } = await startService([
      {
        name: 'berlin',
        around: ({ invite }) => ({ invite: async (...call) => ({ ...(await invite(...call)), failure: busy }) }),
      },
    ])
    const { id } = await start(anna, 'Sprint review')
    await service.invite(attempt(), { who: words('1095') })
    await soon(async () => expect(await service.get(id)).toMatchObject({ invitations: [{ state: 'busy' }] }))
    await service.end(attempt(), {})
    expect(await leases()).toEqual([])
  })

  it('is remembered over a restart', async () => {
    const { service, attempt, start, clock } = await startService()
    await start(anna, 'Sprint review')
    await service.invite(attempt(), { who: words('1095') })
    const ended = await service.end(attempt(), {})
    expect(await service.resume()).toEqual([ended])
    clock.advance(3 * minuteMs)
    await soon(async () => expect(await service.clearRoom(ended)).toBe(true))
    expect(await service.resume()).toEqual([])
  })
})

describe('an invitation while the conference is being ended', () => {
  it('keeps the room, since the telephone rings already', async () => {
    let emptied = async () => {}
    const running = await startService([
      {
        name: 'berlin',
        around: ({ endConference }) => ({
          async endConference(roomId) {
            await emptied()
            await endConference?.(roomId)
          },
        }),
      },
    ])
    const { service, attempt, start, leases } = running
    await start(anna, 'Sprint review', '1001')
    emptied = async () => void (await service.invite(attempt(ben), { who: words('1095') }))
    const ended = await service.end(attempt(), {})
    expect(running.pbx().calls()).toHaveLength(2)
    expect(await leases()).toEqual(['8000'])
    expect(await service.holdsRoom(ended)).toBe(true)
  })

  it('is refused once it has ended, and nobody is rung', async () => {
    const { service, attempt, start, pbx, store, holdPeople } = await startService()
    await start(anna, 'Sprint review', '1001')
    const release = holdPeople()
    const inviting = service.invite(attempt(ben), { who: words('<@U3>') })
    await service.end(attempt(), {})
    release()
    await expect(inviting).rejects.toMatchObject({ code: 'conference.ended' })
    expect(pbx().calls()).toHaveLength(1)
    expect(await store.dials.count({ pbx: 'berlin', since: 0 })).toBe(1)
  })
})

describe('an end that the PBX does not confirm', () => {
  const stubborn = { name: 'berlin', around: () => ({ endConference: async () => {} }) } as const

  it('does not end the conference, which can be ended again', async () => {
    const { service, attempt, start, clock, leases } = await startService([stubborn])
    await start(anna, 'Sprint review', '1001')
    await expect(clock.until(service.end(attempt(), {}))).rejects.toMatchObject({ code: 'provider.unconfirmed' })
    expect(service.allLive()).toHaveLength(1)
    expect(await leases()).toEqual(['8000'])
    await expect(clock.until(service.end(attempt(), {}))).rejects.toMatchObject({ code: 'provider.unconfirmed' })
  })

  it('ends it when that is wanted, and keeps the room until the PBX shows it empty', async () => {
    const { service, attempt, start, clock, leases, audit } = await startService([stubborn])
    await start(anna, 'Sprint review', '1001')
    const ended = await clock.until(service.end(attempt(anna, 'conf end'), { force: true }))
    expect(ended).toMatchObject({ state: 'ended', recordingCount: null })
    expect((await audit())[0]).toMatchObject({ result: 'done', detail: 'not confirmed by the PBX' })
    expect(await leases()).toEqual(['8000'])
    expect(await service.clearRoom(ended)).toBe(false)
  })

  it('ends it also while the PBX hangs', async () => {
    const { service, attempt, start, clock, pbx, leases } = await startService([
      { name: 'berlin', requestTimeoutMs: 100 },
    ])
    await start(anna, 'Sprint review', '1001')
    pbx().faults.add({ match: '', kind: 'hang', times: 1_000 })
    await expect(clock.until(service.end(attempt(), {}))).rejects.toMatchObject({ kind: 'unavailable' })
    expect(service.allLive()).toHaveLength(1)
    expect(await clock.until(service.end(attempt(), { force: true }))).toMatchObject({ state: 'ended' })
    expect(service.allLive()).toEqual([])
    expect(await leases()).toEqual(['8000'])
  })
})

describe('an end by the rules', () => {
  it('is written down as confbot’s own', async () => {
    const { service, start, audit } = await startService()
    const conference = await start(anna, 'Sprint review')
    expect(await service.endByRule(conference, 'empty')).toMatchObject({ endReason: 'empty' })
    expect((await audit())[0]).toMatchObject({ action: 'end: empty', actor: { userId: 'confbot' }, result: 'done' })
  })

  it('that fails is written down too', async () => {
    const { service, start, clock, audit } = await startService([
      { name: 'berlin', around: () => ({ endConference: async () => {} }) },
    ])
    const conference = await start(anna, 'Sprint review', '1001')
    await expect(clock.until(service.endByRule(conference, 'alone'))).rejects.toMatchObject({
      code: 'provider.unconfirmed',
    })
    expect((await audit())[0]).toMatchObject({ action: 'end: alone', result: 'failed', detail: 'provider.unconfirmed' })
  })
})

it('the last one of a channel is shown when nothing is live there', async () => {
  const { service, attempt, start } = await startService()
  await start(anna, 'First')
  await service.end(attempt(), {})
  expect(await service.show(attempt(ben), {})).toMatchObject({ subject: 'First', state: 'ended' })
  await expect(service.show(attempt(ben, 'conf show', other), {})).rejects.toMatchObject({
    code: 'conference.none-here',
  })
})

const pinOf = async (service: Awaited<ReturnType<typeof startService>>['service'], roomId: string) =>
  found(await service.pbxOf('berlin').provider.readPin?.(roomId))

describe('on a PBX that tells nobody who is in a room, and cannot end a call', () => {
  const opened = async () => {
    const running = await startService([unseenPbx()])
    const { conference } = await running.service.start(running.attempt(), { subject: 'Review', who: words('1001') })
    running.clock.advance(2_000)
    await soon(() => expect(running.pbx().rooms()[0]?.legs).toHaveLength(1))
    return { ...running, conference }
  }

  it('is refused with the reason, and can be had for confbot alone', async () => {
    const { service, attempt, conference, audit, pbx } = await opened()
    const refusal = await service.end(attempt(), {}).catch((error: unknown) => error)
    expect(refusal).toMatchObject({
      code: 'capability.unsupported',
      details: { choices: [{ path: 'conf end', input: { in: conference.id, force: 'yes' } }] },
    })
    const ended = await service.end(attempt(), { force: true })
    expect(ended).toMatchObject({ state: 'ended', endReason: 'command', mayGoOn: true })
    expect(pbx().rooms()[0]?.legs).toHaveLength(1)
    expect((await audit())[0]).toMatchObject({ result: 'done', detail: 'here alone: the PBX cannot end calls' })
    expect(await service.get(conference.id)).toEqual(ended)
  })

  it('comes by itself at its longest time, and the room rests with another PIN before it is leased again', async () => {
    const { service, attempt, conference, clock, leases, pbx, deps } = await opened()
    const pin = await service.pbxOf('berlin').provider.readPin?.(conference.roomId)
    const ended = await service.endByRule(conference, 'too-long')
    expect(ended).toMatchObject({ endReason: 'too-long', mayGoOn: true })
    expect(await service.clearRoom(ended)).toBe('resting')
    const other = await service.pbxOf('berlin').provider.readPin?.(conference.roomId)
    expect(other).not.toBe(pin)
    expect(await leases()).toEqual(['8000'])
    expect(await createConferenceService(deps).resume()).toMatchObject([{ id: conference.id, mayGoOn: true }])
    expect(await service.start(attempt(), { subject: 'Next', who: [] })).toMatchObject({
      conference: { roomNumber: '8001' },
    })

    clock.advance(4 * 60 * minuteMs)
    expect(await service.clearRoom(ended)).toBe(true)
    expect(await leases()).toEqual(['8001'])
    expect(pbx().rooms()[0]?.legs).toHaveLength(1)
  })

  it('says of rooms that all rest how long that takes', async () => {
    const { service, attempt } = await startService([
      { ...unseenPbx(), policy: { rooms: { first: 8000, last: 8000 } } },
    ])
    await service.start(attempt(), { subject: 'Review', who: [] })
    await service.end(attempt(), { force: true })
    await expect(service.start(attempt(), { subject: 'Next', who: [] })).rejects.toMatchObject({
      code: 'room.none-free',
      details: { remedy: { key: 'card.rooms-rest' } },
    })
  })
})
