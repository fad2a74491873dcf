import { describe, expect, it } from 'vitest'
import { errorSentence } from '#command-kit/error-card.ts'
import type { Attempt } from '#core/attempt.ts'
import { presentParticipants } from '#core/conference.ts'
import { type ConferenceService, createConferenceService } from '#core/service/index.ts'
import { forgetfulPbx, unseenPbx } from '#test/support/poor-pbx.ts'
import { anna, ben, carol, found, type RunningService, startService } from '#test/support/service.ts'
import { spanToString } from '#text/format.ts'

const muted = ({ pbx }: RunningService) =>
  pbx()
    .rooms()[0]
    ?.legs.filter((leg) => leg.muted)
    .map(({ number }) => number)
const legOf = ({ pbx }: RunningService, number: string) =>
  found(
    pbx()
      .rooms()[0]
      ?.legs.find((leg) => leg.number === number),
  ).id

describe('who has no right', () => {
  const forbidden: [string, (service: ConferenceService, attempt: Attempt) => Promise<unknown>][] = [
    ['mute', (service, attempt) => service.mute(attempt, { who: 'all', muted: true })],
    ['unmute', (service, attempt) => service.mute(attempt, { who: '1001', muted: false })],
    ['kick', (service, attempt) => service.kick(attempt, { who: '1001' })],
    ['lock', (service, attempt) => service.lock(attempt, { locked: true })],
    ['chair', (service, attempt) => service.handChair(attempt, { who: '<@U3>' })],
    ['keep', (service, attempt) => service.keepOpen(attempt, { forMs: 1 })],
    ['record', (service, attempt) => service.record(attempt, { on: true })],
    ['link a recording of', (service, attempt) => service.recordingLink(attempt, { recording: '1' })],
    ['delete a recording of', (service, attempt) => service.deleteRecording(attempt, { recording: '1' })],
  ]
  it.each(forbidden)('cannot %s a conference, is told who can, and the PBX is not asked', async (_what, act) => {
    const { service, attempt, start, pbx, clock } = await startService()
    const conference = await start(ben, 'Sprint review', '1001')
    pbx().traffic.clear()
    const trying = attempt(carol)
    await expect(act(service, trying)).rejects.toMatchObject({
      code: 'permission.denied',
      details: { blanks: { who: { kind: 'mention', userId: 'U2' } } },
    })
    expect(pbx().traffic.list()).toEqual([])
    expect(await service.get(conference.id)).toEqual(conference)
    expect(clock.offsetMs).toBe(2_000)
    expect(trying.isCommitted).toBe(false)
  })

  it('can invite, be called and give a caller a name', async () => {
    const { service, attempt, start } = await startService()
    await start(ben, 'Sprint review', '1001')
    expect(await service.name(attempt(carol), { who: '1001', name: 'Dora' })).toMatchObject({ named: { code: 'p1' } })
    expect(await service.callMe(attempt(carol), {})).toMatchObject({ results: [{ outcome: 'rung' }] })
  })

  it.each([
    ['mute', 'mute'],
    ['kick', 'kick'],
    ['lock', 'lock'],
    ['record', 'record'],
  ] as const)('a PBX that cannot %s is not asked, and its reason is given', async (_what, capability) => {
    const no = { support: 'no', why: 'room.capability.no-room-events' } as const
    const { service, attempt, start, pbx } = await startService([
      { name: 'berlin', capabilities: { [capability]: no } },
    ])
    await start(ben, 'Sprint review', '1001')
    pbx().traffic.clear()
    const acts = {
      mute: () => service.mute(attempt(ben), { who: '1001', muted: true }),
      kick: () => service.kick(attempt(ben), { who: '1001' }),
      lock: () => service.lock(attempt(ben), { locked: true }),
      record: () => service.record(attempt(ben), { on: true }),
    }
    await expect(acts[capability]()).rejects.toMatchObject({
      code: 'capability.unsupported',
      details: { blanks: { reason: { key: 'room.capability.no-room-events' } } },
    })
    expect(pbx().traffic.list()).toEqual([])
  })
})

describe('muting', () => {
  it('the others leaves out the leg of who asks', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    await start(ben, 'Sprint review', '<@U2>', '1001', '1002')
    const { changed, conference } = await service.mute(attempt(ben), { who: 'others', muted: true })
    expect(muted(running)).toEqual(['1001', '1002'])
    expect(changed.map(({ number }) => number)).toEqual(['1001', '1002'])
    expect(conference.participants.map(({ mutedBy }) => mutedBy?.name ?? null)).toEqual([null, 'Ben', 'Ben'])
  })

  it('all is one word to a PBX that knows it', async () => {
    const running = await startService()
    const { service, attempt, start, pbx } = running
    await start(ben, 'Sprint review', '1001', '1002')
    pbx().traffic.clear()
    await service.mute(attempt(ben), { who: 'all', muted: true })
    expect(muted(running)).toEqual(['1001', '1002'])
    const asked = pbx()
      .traffic.list()
      .filter(({ method }) => method === 'POST')
    expect(asked.map(({ path }) => path?.split('/').at(-1))).toEqual(['mute'])
    await service.mute(attempt(ben), { who: 'all', muted: false })
    expect(muted(running)).toEqual([])
  })

  it('all is done one by one where the PBX has no word for it', async () => {
    const running = await startService([{ name: 'berlin', capabilities: { muteAll: { support: 'unknown' } } }])
    const { service, attempt, start } = running
    await start(ben, 'Sprint review', '1001', '1002')
    await service.mute(attempt(ben), { who: 'all', muted: true })
    expect(muted(running)).toEqual(['1001', '1002'])
  })

  it('the others goes on when one of them has just hung up', async () => {
    const running = await startService()
    const { service, attempt, start, pbx } = running
    await start(ben, 'Sprint review', '1001', '1002', '1003')
    pbx().hangup(legOf(running, '1002'))
    const { conference } = await service.mute(attempt(ben), { who: 'others', muted: true })
    expect(muted(running)).toEqual(['1001', '1003'])
    expect(presentParticipants(conference).map(({ number }) => number)).toEqual(['1001', '1003'])
  })

  it('tells who is muted and who is not when the PBX fails in between, and by whom', async () => {
    const running = await startService()
    const { service, attempt, start, pbx, audit, clock } = running
    await start(ben, 'Sprint review', '1001', '1002', '1003')
    pbx().faults.add({ match: legOf(running, '1002'), kind: '5xx', times: 1 })
    const muting = service.mute(attempt(ben), { who: 'others', muted: true })
    const { changed, failed, conference } = await clock.until(muting)
    expect(muted(running)).toEqual(['1001', '1003'])
    expect(changed.map(({ number }) => number)).toEqual(['1001', '1003'])
    expect(failed).toMatchObject({ left: [{ number: '1002' }], error: { code: 'provider.failed' } })
    expect(conference.participants.map(({ mutedBy }) => mutedBy?.name ?? null)).toEqual(['Ben', null, 'Ben'])
    expect((await audit())[0]).toMatchObject({ result: 'done', detail: '2 of 3: provider.failed' })
  })

  it('of several is undone for these alone', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    await start(ben, 'Sprint review', '1001', '1002', '1003')
    await service.mute(attempt(ben), { who: '1001', muted: true })
    const { changed } = await service.mute(attempt(ben), { who: 'others', muted: true })
    await service.mute(attempt(ben), { who: changed.map(({ code }) => code).join(), muted: false })
    expect(muted(running)).toEqual(['1001'])
  })

  it('whose answer and reading back were lost is shown by whom once the PBX is read again', async () => {
    const running = await startService()
    const { service, attempt, start, pbx } = running
    const { id } = await start(ben, 'Sprint review', '1001')
    pbx().faults.add({ match: `${legOf(running, '1001')}/mute`, kind: 'reset-after', times: 1 })
    pbx().faults.add({ match: 'GET', kind: '422', times: 1 })
    await expect(service.mute(attempt(ben), { who: '1001', muted: true })).rejects.toMatchObject({
      code: 'provider.unanswered',
    })
    expect((await service.observe(id)).participants).toMatchObject([{ muted: true, mutedBy: { name: 'Ben' } }])
  })

  it('one who has left says so, by the code of an old button', async () => {
    const running = await startService()
    const { service, attempt, start, pbx } = running
    const { id } = await start(ben, 'Sprint review', '1001', '1002')
    pbx().hangup(legOf(running, '1001'))
    await service.observe(id)
    await expect(service.mute(attempt(ben), { who: 'p1', muted: true })).rejects.toMatchObject({
      code: 'conference.participant-left',
    })
  })
})

describe('the chair', () => {
  it('goes to a person and to their leg at once', async () => {
    const { service, attempt, start, pbx } = await startService()
    await start(anna, 'Sprint review', '<@U2>', '1001')
    const result = await service.handChair(attempt(), { who: '<@U2>' })
    expect(result).toMatchObject({ marked: true, chair: { userId: 'U2' }, conference: { chair: { name: 'Ben' } } })
    expect(pbx().rooms()[0]?.legs).toMatchObject([{ chairman: true }, { chairman: false }])
    await expect(service.lock(attempt(ben), { locked: true })).resolves.toMatchObject({ locked: true })
  })

  it('goes to a person who is not in the room in chat alone', async () => {
    const { service, attempt, start, pbx } = await startService()
    await start(anna, 'Sprint review', '1001')
    expect(await service.handChair(attempt(), { who: '<@U3>' })).toMatchObject({
      marked: false,
      participant: null,
      conference: { chair: { userId: 'U3', name: 'Carol' } },
    })
    expect(pbx().rooms()[0]?.legs).toMatchObject([{ chairman: false }])
  })

  it('stays in chat where it was when only a telephone is known', async () => {
    const { service, attempt, start, pbx } = await startService()
    await start(anna, 'Sprint review', '1001')
    expect(await service.handChair(attempt(), { who: '1001' })).toMatchObject({
      marked: true,
      chair: null,
      conference: { chair: { userId: 'U1' } },
    })
    expect(pbx().rooms()[0]?.legs).toMatchObject([{ chairman: true }])
  })

  it('goes to nobody where neither the PBX nor the chat would know', async () => {
    const { service, attempt, start } = await startService([
      { name: 'berlin', capabilities: { chairman: { support: 'unknown' } } },
    ])
    await start(anna, 'Sprint review', '1001')
    await expect(service.handChair(attempt(), { who: '1001' })).rejects.toMatchObject({
      code: 'conference.chair-unknown',
    })
    await expect(service.handChair(attempt(), { who: '<@U404>' })).rejects.toMatchObject({
      code: 'input.unknown-person',
    })
  })
})

it('who called without a number cannot be kept out, and is not removed in vain', async () => {
  const running = await startService()
  const { service, attempt, start, pbx } = running
  const conference = await start(anna, 'Sprint review', '1001')
  const pin = (await service.pbxOf('berlin').provider.readPin?.(conference.roomId)) ?? ''
  pbx().call({ from: 'anonymous', to: conference.roomNumber, pin })
  await service.observe(conference.id)
  await expect(service.kick(attempt(), { who: 'p2', outMs: 60_000 })).rejects.toMatchObject({
    code: 'conference.number-unknown',
  })
  expect(pbx().rooms()[0]?.legs).toHaveLength(2)
  expect(await service.kick(attempt(), { who: 'p2' })).toMatchObject({ kicked: { code: 'p2' } })
  expect(pbx().rooms()[0]?.legs).toHaveLength(1)
})

describe('what a PBX does not show', () => {
  it('is muted as the PBX was asked, by whom, until it is asked otherwise or the leg is gone', async () => {
    const running = await startService([forgetfulPbx()])
    const { service, attempt, start, pbx } = running
    const { id } = await start(ben, 'Sprint review', '1001', '1002')
    const state = async () => (await service.observe(id)).participants.map((one) => [one.muted, one.mutedBy?.userId])
    await service.mute(attempt(ben), { who: '1001', muted: true })
    expect(muted(running)).toEqual(['1001'])
    expect(await state()).toEqual([
      [true, 'U2'],
      [null, undefined],
    ])
    expect(await service.mute(attempt(ben), { who: 'all', muted: true })).toMatchObject({
      changed: [{ code: 'p2' }],
      failed: null,
    })
    await service.mute(attempt(), { who: 'p1,p2', muted: false })
    expect(await state()).toEqual([
      [false, undefined],
      [false, undefined],
    ])
    await service.mute(attempt(ben), { who: '1001', muted: true })
    pbx().hangup(legOf(running, '1001'))
    expect(await service.observe(id)).toMatchObject({ participants: [{ muted: true, leftAt: expect.any(Number) }, {}] })
  })

  it('is not claimed to be muted where the answer was lost', async () => {
    const { service, attempt, start, pbx, clock } = await startService([forgetfulPbx()])
    const { id } = await start(ben, 'Sprint review', '1001')
    pbx().faults.add({ match: '/mute', kind: 'reset-after', times: 1 })
    await expect(clock.until(service.mute(attempt(ben), { who: '1001', muted: true }))).rejects.toMatchObject({
      kind: 'unavailable',
    })
    expect(await service.observe(id)).toMatchObject({ participants: [{ muted: null, mutedBy: null }] })
  })

  it('is locked by confbot, which stays so over a restart, and is unlocked without the PBX', async () => {
    const { service, attempt, start, pbx, deps } = await startService([forgetfulPbx()])
    const { id } = await start(ben, 'Sprint review', '1001')
    expect(await service.lock(attempt(ben), { locked: true })).toMatchObject({ locked: true, closed: { through: 1 } })
    const reborn = createConferenceService(deps)
    await reborn.resume()
    expect(await reborn.observe(id)).toMatchObject({ locked: true, closed: { through: 1 } })
    pbx().traffic.clear()
    expect(await service.lock(attempt(ben), { locked: false })).toMatchObject({ locked: false, closed: null })
    expect(pbx().traffic.list()).toEqual([])
  })

  it('cannot be locked while the PBX is not read, and says so', async () => {
    const { service, attempt, start, pbx, clock } = await startService([forgetfulPbx()])
    const { id } = await start(ben, 'Sprint review', '1001')
    pbx().faults.add({ match: '', kind: '5xx', times: 20 })
    await expect(clock.until(service.lock(attempt(ben), { locked: true }))).rejects.toMatchObject({
      kind: 'unavailable',
    })
    expect(await service.get(id)).not.toHaveProperty('closed')
  })

  it('is refused with what can be keyed on the phone, whoever is meant', async () => {
    const { service, attempt } = await startService([unseenPbx()])
    await service.start(attempt(), { subject: 'Review', who: [] })
    const reasons = await Promise.all(
      [
        service.mute(attempt(), { who: 'Bob', muted: true }),
        service.mute(attempt(), { who: 'all', muted: true }),
        service.lock(attempt(), { locked: true }),
        service.record(attempt(), { on: true }),
        service.kick(attempt(), { who: 'Bob' }),
      ].map((asked) =>
        asked.then(
          () => 'done',
          (error: unknown) => spanToString(errorSentence(error)),
        ),
      ),
    )
    expect(reasons).toEqual([
      'PortSIP PBX cannot do this: it can only be done on the phone: keying *1 in the call mutes whoever keys it, or unmutes them again.',
      'PortSIP PBX cannot do this: it is a setting there that holds for every conference: it sends no events about rooms, so they are read again and again.',
      'PortSIP PBX cannot do this: it can only be done on the phone: keying *92 in the call locks the room or unlocks it again, where a moderator keys it.',
      'PortSIP PBX cannot do this: its documentation does not say that it can.',
      'PortSIP PBX cannot do this: it sends no events about rooms, so they are read again and again.',
    ])
  })
})
