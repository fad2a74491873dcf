import { describe, expect, it } from 'vitest'
import type { Actor, Place } from '#core/actor.ts'
import { buttonsOf, startCommands, textOf } from '#test/support/commands.ts'
import { unseenPbx } from '#test/support/poor-pbx.ts'
import { ben, found, other } from '#test/support/service.ts'

describe('what is live', () => {
  it('is all of it for somebody alone with the bot, and in a channel what is there', async () => {
    const { service, attempt, type } = await startCommands()
    await service.start(attempt(ben, 'conf start', other), { subject: 'Review', who: [] })
    expect(textOf(await type('home', { actor: ben }))).toContain('1 conference is live in other channels')
    const alone = textOf(await type('home', { actor: ben, place: { ...other, channelId: 'D2', kind: 'direct' } }))
    expect(alone).toContain('Live now')
    expect(alone).toContain('Review')
    expect(alone).not.toMatch(/here|other channels/)
  })
})

it('where the PBX does not tell who is in a room, nobody is counted', async () => {
  const { service, attempt, type } = await startCommands([unseenPbx()])
  await service.start(attempt(), { subject: 'Review', who: [] })
  for (const text of ['home', 'agenda']) {
    const shown = textOf(await type(text))
    expect(shown).toContain('its PBX does not tell who is in the room')
    expect(shown).not.toContain('nobody in the room')
  }
})

describe('what comes next', () => {
  it('has each meeting once, so that a daily one hides no other', async () => {
    const { type, click } = await startCommands()
    const actor: Actor = { ...ben, timeZone: 'Europe/Berlin' }
    for (const text of ['schedule Daily every day 12:00', 'schedule Review in 12 days at 15:00'])
      await click(found(buttonsOf(await type(text, { actor }))[0]), { actor })
    for (const place of [undefined, { ...other, channelId: 'D2', kind: 'direct' } as const]) {
      const shown = textOf(await type('home', { actor, ...(place && { place }) }))
      expect(shown.match(/Daily · /g)).toHaveLength(1)
      expect(shown.match(/Review · /g)).toHaveLength(1)
    }
  })
})

describe('a conference of a private channel', () => {
  it('is on no list of another channel, but on that of the person who started it', async () => {
    const secret: Place = { ...other, isPrivate: true }
    const { service, attempt, type } = await startCommands()
    await service.start(attempt(ben, 'conf start', secret), { subject: 'Layoffs', who: [] })
    const carol: Actor = { ...ben, userId: 'U3', name: 'Carol' }
    for (const text of ['home', 'agenda', 'invite 1001 in:8000'])
      expect(textOf(await type(text, { actor: carol }))).not.toMatch(/Layoffs|one other/i)
    expect(textOf(await type('agenda', { actor: ben }))).toContain('Layoffs')
    expect(textOf(await type('agenda', { actor: carol, place: other }))).toContain('Layoffs')
  })

  it('on a PBX that another channel may not use is not reached from there', async () => {
    const { service, attempt, type } = await startCommands([{ name: 'berlin', policy: { chats: ['slack:T1:C2'] } }])
    await service.start(attempt(ben, 'conf start', other), { subject: 'Review', who: [] })
    expect(textOf(await type('invite 1001 in:Review', { actor: ben }))).toContain('may not use the PBX berlin')
    expect(textOf(await type('invite 1001', { actor: ben, place: other }))).toContain('Invited')
  })
})
