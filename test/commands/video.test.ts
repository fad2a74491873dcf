import { describe, expect, it } from 'vitest'
import { presentParticipants } from '#core/conference.ts'
import { startCommands, textOf } from '#test/support/commands.ts'
import { anna, ben, carol, found, type PbxPlan } from '#test/support/service.ts'
import { soon } from '#test/support/soon.ts'

/** Review, in a room that an administrator made. */
async function startVideo(plan: PbxPlan = { name: 'berlin' }, mode: 'VIDEO' | 'AUDIO' = 'VIDEO') {
  const commands = await startCommands([plan])
  const { type, service, clock, pbx } = commands
  await type(`room create extension_number=8050 mode=${mode} subject="Board room" capacity=9`, { root: 'confadmin' })
  await type('start Review 1001 1002 room:8050', { actor: ben })
  const [live] = service.allLive()
  clock.advance(2_000)
  await soon(async () => expect(presentParticipants(await service.observe(found(live).id))).toHaveLength(2))
  pbx().traffic.clear()
  const sent = (end: string) =>
    pbx()
      .traffic.list()
      .filter(({ path }) => path?.endsWith(end))
      .map(({ body }) => body)
  return { ...commands, sent }
}

describe('the picture of a video room', () => {
  it('shows people in the order that was asked for', async () => {
    const { type, sent, service } = await startVideo()
    const [live] = service.allLive()
    const legs = new Map(presentParticipants(found(live)).map(({ name, legId }) => [name, legId]))
    const said = textOf(await type('video layout Carol Bob', { actor: ben }))
    expect(said).toContain('The picture of Review shows, in this order')
    expect(said.indexOf('Carol')).toBeLessThan(said.indexOf('Bob'))
    expect(sent('/participants/layout')).toEqual([{ items: [legs.get('Carol'), legs.get('Bob')] }])
  })

  it.each([
    ['8', { position: 8 }, 'is shown at position 8'],
    ['off', { position: -1 }, 'is not shown any more'],
    ['-1', { position: -1 }, 'is not shown any more'],
  ])('places somebody: %s', async (typed, body, words) => {
    const { type, sent } = await startVideo()
    expect(textOf(await type(`video position Bob ${typed}`, { actor: ben }))).toContain(words)
    expect(sent('/position')).toEqual([body])
  })

  it.each(['9', '-2', 'left'])('has no position %s', async (typed) => {
    const { type, sent } = await startVideo()
    const said = textOf(await type(`video position Bob ${typed}`, { actor: ben }))
    expect(said).toContain('A position from 0 to 8 is needed, or off')
    expect(sent('/position')).toEqual([])
  })

  it('is not said to be so where the PBX does not show it', async () => {
    const { type } = await startVideo({
      name: 'berlin',
      around: (adapter) => ({
        async readRoom(roomId) {
          const { participants, ...reading } = await adapter.readRoom(roomId)
          return { ...reading, participants: participants?.map((leg) => ({ ...leg, position: null })) ?? null }
        },
      }),
    })
    for (const text of ['video layout Carol Bob', 'video position Bob 3'])
      expect(textOf(await type(text, { actor: ben }))).toMatch(/PBX was told[\s\S]*does not tell what came of it/)
  })

  it('is not said to be so where the PBX shows something else', async () => {
    const { type, clock } = await startVideo({
      name: 'berlin',
      around: () => ({ setPosition: async () => {} }),
    })
    const said = clock.until(type('video position Bob 3', { actor: ben }))
    expect(textOf(await said)).toContain('does not show')
  })

  it('is refused in words for a room without one, and nothing is sent', async () => {
    const { type, sent } = await startVideo(undefined, 'AUDIO')
    for (const text of ['video layout Carol Bob', 'video position Bob 3'])
      expect(textOf(await type(text, { actor: ben }))).toContain('this room is for sound only')
    expect([...sent('/layout'), ...sent('/position')]).toEqual([])
  })

  it('is refused with the reason on a PBX that has none', async () => {
    const no = { support: 'no', why: 'room.capability.no-options' } as const
    const { type, pbx } = await startVideo({ name: 'berlin', capabilities: { layout: no, position: no } })
    for (const text of ['video layout Carol Bob', 'video position Bob 3'])
      expect(textOf(await type(text, { actor: ben }))).toContain('cannot do this')
    expect(pbx().traffic.list()).toEqual([])
  })

  it('is for the chair', async () => {
    const { type } = await startVideo()
    expect(textOf(await type('video position Bob 3', { actor: carol }))).toContain('You may not do this')
    expect(textOf(await type('video position Bob 3', { actor: anna }))).toContain('is shown at position 3')
  })

  it('takes names of several words, parted by commas', async () => {
    const { type, sent } = await startVideo()
    expect(textOf(await type('video layout Nobody Here, Bob', { actor: ben }))).toContain('Nobody Here')
    expect(sent('/layout')).toEqual([])
  })
})
