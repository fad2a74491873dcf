import { describe, expect, it } from 'vitest'
import type { Actor, Place } from '#core/actor.ts'
import { createAttempt } from '#core/attempt.ts'
import { admitToPbx } from '#core/door.ts'
import { createConferenceService } from '#core/service/index.ts'
import { anna, ben, carol, general, other, startService, words } from '#test/support/service.ts'

const secret: Place = { ...other, isPrivate: true }
const stranger: Actor = { ...carol, userId: 'U9', name: 'Dora' }

/** Ben's conference in a private channel, and who finds it from another. */
async function prepare(place = secret) {
  const running = await startService([{ name: 'berlin', policy: { chats: ['slack:T1:C2', 'slack:T1:C3'] } }])
  const { service, attempt } = running
  const { conference } = await service.start(attempt(ben, 'conf start', place), {
    subject: 'Board',
    who: words('1001'),
  })
  const from = (actor: Actor, at = general) => attempt(actor, 'conf test', at)
  return {
    ...running,
    conference,
    from,
    find: (actor: Actor, given: string, at = general) => service.live(from(actor, at), { in: given }),
  }
}
const refused = (code: string) => expect.objectContaining({ code })

describe('a conference of a private channel', () => {
  it('is unknown in other channels, whatever it is called, and offered as no choice', async () => {
    const { service, conference, find, from } = await prepare()
    for (const given of [conference.id, conference.roomNumber, 'Board', 'boa'])
      await expect(find(stranger, given)).rejects.toEqual(refused('input.unknown-conference'))
    await expect(find(stranger, 'x')).rejects.toMatchObject({ details: { choices: [] } })
    await expect(service.live(from(stranger), {})).rejects.toMatchObject({
      code: 'conference.none-here',
      details: { choices: [{ path: 'conf start', asForm: true }] },
    })
    expect(service.liveHere(general, stranger)).toEqual({ here: [], elsewhere: [] })
  })

  it('is found by everybody where it was started', async () => {
    const { service, conference, from, find } = await prepare()
    expect(await service.live(from(stranger, secret), {})).toMatchObject({ id: conference.id })
    expect(await find(stranger, 'Board', secret)).toMatchObject({ id: conference.id })
    expect(service.liveHere(secret, stranger).here).toHaveLength(1)
  })

  it('is found from elsewhere by its starter, its chair, who was invited, and administrators', async () => {
    const { service, conference, attempt, find } = await prepare()
    for (const actor of [ben, anna]) expect(await find(actor, conference.id)).toMatchObject({ id: conference.id })
    await expect(find(carol, conference.id)).rejects.toEqual(refused('input.unknown-conference'))
    await service.invite(attempt(ben, 'conf invite', secret), { who: words('<@U3>') })
    expect(await find(carol, conference.id)).toMatchObject({ id: conference.id })
    expect(service.liveHere(general, carol).elsewhere).toHaveLength(1)
    await service.handChair(attempt(ben, 'conf chair', secret), { who: '<@U3>' })
    expect(await find(ben, conference.id)).toMatchObject({ chair: { userId: 'U3' } })
  })

  it('is unknown elsewhere when it has ended, too', async () => {
    const { service, conference, attempt, from, find } = await prepare()
    await service.end(attempt(ben, 'conf end', secret), { force: true })
    const shown = service.show(from(stranger), { in: conference.id })
    await expect(shown).rejects.toEqual(refused('input.unknown-conference'))
    await expect(find(stranger, conference.id)).rejects.toEqual(refused('input.unknown-conference'))
    await expect(find(ben, conference.id)).rejects.toEqual(refused('conference.ended'))
    expect(await service.show(from(ben), { in: conference.id })).toMatchObject({ state: 'ended' })
  })

  it('is at home in the direct message where its card stands, and found there by nothing more', async () => {
    const { service, conference, from } = await prepare({ ...other, kind: 'people' })
    const direct: Place = { ...general, channelId: 'C3', kind: 'direct' }
    await expect(service.live(from(stranger, direct), {})).rejects.toEqual(refused('conference.none-here'))
    await service.repost(from(stranger, direct), conference)
    expect(await service.live(from(stranger, direct), {})).toMatchObject({ id: conference.id })
    expect(service.liveHere(direct, stranger).here).toHaveLength(1)
    // What is started there itself comes first.
    const { conference: own } = await service.start(from(stranger, direct), { subject: 'Own', who: [] })
    expect(await service.live(from(stranger, direct), {})).toMatchObject({ id: own.id })
  })

  it('is not opened to another channel by a card there, but found there by those whom it concerns', async () => {
    const { service, conference, from } = await prepare()
    await service.repost(from(ben), conference)
    await expect(service.live(from(stranger), {})).rejects.toEqual(refused('conference.none-here'))
    expect(await service.live(from(ben), {})).toMatchObject({ id: conference.id })
  })

  it('is one of a conversation of few people as well', async () => {
    const { find } = await prepare({ ...other, kind: 'people' })
    await expect(find(stranger, 'Board')).rejects.toEqual(refused('input.unknown-conference'))
  })
})

describe('a conference of a public channel', () => {
  it('is found by everybody of the workspace, and by nobody of another', async () => {
    const { service, conference, find } = await prepare(other)
    expect(await find(stranger, 'Board')).toMatchObject({ id: conference.id })
    expect(service.liveHere(general, stranger).elsewhere).toHaveLength(1)
    const abroad = { ...general, workspaceId: 'T2' }
    for (const actor of [stranger, anna])
      await expect(find(actor, conference.id, abroad)).rejects.toEqual(refused('input.unknown-conference'))
    expect(service.liveHere(abroad, anna)).toEqual({ here: [], elsewhere: [] })
  })

  it('is found in another workspace of the same company, where only what is public is', async () => {
    const company = ['slack:T1', 'discord:S1']
    const companions = (own: string) => (company.includes(own) ? company : [own])
    const server: Place = { platform: 'discord', workspaceId: 'S1', channelId: '7', kind: 'channel' }
    const player: Actor = { ...stranger, platform: 'discord', workspaceId: 'S1' }
    const asked = async (place: Place) => {
      const { deps, conference, attempt } = await prepare(place)
      const service = createConferenceService({ ...deps, companions })
      await service.resume()
      const find = (actor: Actor, at: Place) => service.live(attempt(actor, 'conf test', at), { in: conference.id })
      return { service, conference, find }
    }
    const { service, conference, find } = await asked(other)
    expect(await find(player, server)).toMatchObject({ id: conference.id })
    expect(service.liveHere(server, player).elsewhere).toHaveLength(1)
    const unknown = refused('input.unknown-conference')
    await expect(find(player, { ...server, workspaceId: 'S2' })).rejects.toEqual(unknown)
    const hidden = await asked(secret)
    for (const who of [player, { ...player, isAdministrator: true }])
      await expect(hidden.find(who, server)).rejects.toEqual(unknown)
  })

  it('is not reached from a channel that may not use its PBX', async () => {
    const { service, store, clock, conference } = await prepare(other)
    const asked = (place: Place) => {
      const requirePbx = (name: string) => admitToPbx(place, service.pbxOf(name))
      return createAttempt(store, { actor: ben, place, intent: 'i', action: 'conf test', requirePbx }, clock.now)
    }
    const denied = refused('permission.pbx')
    await expect(service.live(asked(general), { in: 'Board' })).rejects.toEqual(denied)
    await expect(service.show(asked(general), { in: conference.id })).rejects.toEqual(denied)
    for (const channelId of ['C2', 'C3'])
      expect(await service.live(asked({ ...general, channelId }), { in: 'Board' })).toMatchObject({ id: conference.id })
  })
})
