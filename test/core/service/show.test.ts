import { describe, expect, it } from 'vitest'
import { presentParticipants } from '#core/conference.ts'
import { releaseRoom } from '#core/service/room-lease.ts'
import { anna, ben, carol, found, general, other, startService } from '#test/support/service.ts'

describe('showing a conference', () => {
  it('reads it from the PBX first', async () => {
    const { service, attempt, start, pbx } = await startService()
    await start(anna, 'Sprint review', '1001', '1002')
    pbx().hangup(found(pbx().rooms()[0]?.legs[0]).id)
    expect(presentParticipants(await service.show(attempt(carol), {}))).toHaveLength(1)
  })

  it('shows what is known when the PBX does not answer', async () => {
    const { service, attempt, start, pbx, clock } = await startService()
    const conference = await start(anna, 'Sprint review', '1001')
    pbx().faults.add({ match: '', kind: '5xx', times: 100 })
    expect(await clock.until(service.show(attempt(carol), {}))).toEqual(conference)
  })

  it('asks which, when there are several here, and offers each', async () => {
    const { service, attempt } = await startService()
    const started = []
    for (const subject of ['First', 'Second'])
      started.push((await service.start(attempt(), { subject, who: [], another: true })).conference)
    await expect(service.show(attempt(), {})).rejects.toMatchObject({
      code: 'input.ambiguous-conference',
      details: {
        choices: expect.arrayContaining(started.map(({ id }) => expect.objectContaining({ input: { in: id } }))),
      },
    })
    for (const given of ['second', 'SEC', '8001', started[1]?.id])
      expect(await service.live(attempt(), { in: given })).toMatchObject({ subject: 'Second' })
    await expect(service.live(attempt(), { in: 'Third' })).rejects.toMatchObject({
      code: 'input.unknown-conference',
      details: { choices: [expect.anything(), expect.anything()] },
    })
  })

  it('finds one of another channel by name, and offers it where nothing is live', async () => {
    const { service, attempt, start } = await startService()
    const conference = await start(anna, 'Sprint review')
    const there = attempt(ben, 'conf show', other)
    expect(await service.live(there, { in: 'sprint' })).toMatchObject({ id: conference.id })
    await expect(service.live(there, {})).rejects.toMatchObject({
      code: 'conference.none-here',
      details: { choices: [{ input: { in: conference.id } }, { path: 'conf start', asForm: true }] },
    })
  })

  it('knows nothing of other workspaces', async () => {
    const { service, attempt, start } = await startService()
    const { id } = await start(anna, 'Sprint review')
    const stranger = attempt({ ...ben, workspaceId: 'T2' }, 'conf show', { ...general, workspaceId: 'T2' })
    for (const given of [id, 'Sprint review', '8000'])
      await expect(service.live(stranger, { in: given })).rejects.toMatchObject({
        code: 'input.unknown-conference',
        details: { choices: [] },
      })
  })

  it('posts the card again, which is then kept as the first is', async () => {
    const { service, attempt, start, cards } = await startService()
    const conference = await start(anna, 'Sprint review')
    await service.repost(attempt(ben, 'conf show', other), conference)
    expect(cards.posted.map(({ place }) => place.channelId)).toEqual(['C1', 'C2'])
    expect(cards.kept).toMatchObject([{ conferenceId: conference.id, place: other, messageId: 'm2' }])
  })
})

describe('the PIN', () => {
  it('is read from the PBX when it is asked for, and is in no record', async () => {
    const { service, attempt, start, store, audit } = await startService()
    const { id, roomId } = await start(anna, 'Sprint review')
    await service.pbxOf('berlin').provider.updateRoom?.(roomId, { room_pin: '97531' })
    expect(await service.pin(attempt(carol), {})).toMatchObject({ pins: { pin: '97531' } })
    expect(JSON.stringify([await store.conferences.get(id), await audit()])).not.toContain('97531')
  })

  it('is none where the room has none', async () => {
    const { service, attempt } = await startService()
    await service.start(attempt(), { subject: 'Open house', who: [], pin: null })
    expect(await service.pin(attempt(), {})).toMatchObject({ pins: { pin: null } })
  })

  it('of the chair is told to the chair and to who may do what a chair does, and is in no record', async () => {
    const { service, attempt, start, store, audit } = await startService()
    const { id, roomId } = await start(ben, 'Sprint review')
    await service.pbxOf('berlin').provider.updateRoom?.(roomId, { admin_pin: '864209' })
    for (const one of [ben, anna])
      expect((await service.pin(attempt(one), {})).pins.chair).toEqual({ pin: '864209', keys: null })
    expect((await service.pin(attempt(carol), {})).pins).toEqual({ pin: expect.stringMatching(/^\d{6}$/), chair: null })
    expect(JSON.stringify([await store.conferences.get(id), await audit()])).not.toContain('864209')
  })
})

describe('on a PBX where only moderators’ keys lock', () => {
  it('a conference has a PIN of the chair, told with the keys, and another one each time', async () => {
    const { service, attempt, clock, store } = await startService([{ name: 'ring', kind: 'ringme' }])
    const { provider } = service.pbxOf('ring')
    const seen: (string | null)[] = []
    for (const subject of ['First', 'Second']) {
      const begun = service.start(attempt(ben), { subject, who: [], another: true })
      const { conference } = await clock.until(begun)
      const { pin, chair } = (await clock.until(service.pin(attempt(ben), { in: conference.id }))).pins
      expect(chair).toEqual({ pin: expect.stringMatching(/^\d{6}$/), keys: 'ringme.chair-keys' })
      expect((await service.pin(attempt(carol), { in: conference.id })).pins).toEqual({ pin, chair: null })
      seen.push(pin, chair?.pin ?? null)
      await expect(service.lock(attempt(ben), { locked: true, in: conference.id })).rejects.toMatchObject({
        code: 'capability.unsupported',
        details: { remedy: { key: 'card.remedy.chair-pin' } },
      })
    }
    const [room] = await provider.listRooms()
    await releaseRoom({ store }, service.pbxOf('ring'), found(room), '')
    seen.push(
      (await provider.readPin?.(found(room).id)) ?? null,
      (await provider.readChairPin?.(found(room).id)) ?? null,
    )
    expect(new Set(seen).size).toBe(6)
  })

  it('nothing is said of one where callers need none', async () => {
    const { service, attempt } = await startService([{ name: 'ring', kind: 'ringme' }])
    await service.start(attempt(ben), { subject: 'Open house', who: [], pin: null })
    expect((await service.pin(attempt(ben), {})).pins).toEqual({
      pin: null,
      chair: { pin: null, keys: 'ringme.chair-keys' },
    })
    await expect(service.lock(attempt(ben), { locked: true })).rejects.not.toHaveProperty(
      'details.remedy.key',
      'card.remedy.chair-pin',
    )
  })
})

describe('the audit', () => {
  it('is an administrator’s to read, by conference, person, action and page', async () => {
    const { service, attempt, start } = await startService()
    const { id } = await start(ben, 'Sprint review', '1001')
    await service.setPerson(attempt(carol, 'conf me'), 'zone', 'UTC')
    await service.lock(attempt(ben, 'conf lock'), { locked: true })
    const read = (filter: { in?: string; userId?: string; action?: string; before?: number }, limit = 10) =>
      service.audit(attempt(anna), { ...filter, limit }).then((rows) => rows.map(({ action }) => action))
    expect(await read({})).toEqual(['conf lock', 'conf me', 'conf test: invite', 'conf test'])
    expect(await read({ in: id })).toEqual(['conf lock', 'conf test: invite', 'conf test'])
    expect(await read({ userId: 'U3' })).toEqual(['conf me'])
    expect(await read({ action: 'conf lock' })).toEqual(['conf lock'])
    expect(await read({}, 2)).toEqual(['conf lock', 'conf me'])
    const [newest] = await service.audit(attempt(anna), { limit: 1 })
    expect(await read({ before: newest?.seq ?? 0 }, 1)).toEqual(['conf me'])
    await expect(service.audit(attempt(ben), { limit: 1 })).rejects.toMatchObject({ code: 'permission.denied' })
  })
})

describe('the status', () => {
  it('asks every PBX, and one that fails hides no other', async () => {
    const { service, attempt, pbx, clock } = await startService([{ name: 'berlin' }, { name: 'hamburg' }])
    pbx('berlin').faults.add({ match: '', kind: '5xx', times: 100 })
    const status = await clock.until(service.pbxStatus(attempt(anna)))
    expect(status).toMatchObject([
      { pbx: { name: 'berlin' }, problem: { code: 'provider.failed' } },
      { pbx: { name: 'hamburg' }, problem: null },
    ])
    await expect(service.pbxStatus(attempt(ben))).rejects.toMatchObject({ code: 'permission.denied' })
  })
})
