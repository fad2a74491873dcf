import type { APIInteraction, APIMessageComponentInteraction } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { actionToCustomId, menuCustomId } from '#platforms/discord/custom-ids.ts'
import { renderCard } from '#platforms/discord/render-card.ts'
import { type Asking, callerOf, clickedCard, clickedId, placeOf } from '#platforms/discord/requests.ts'
import { actions, button, card } from '#view/card.ts'
import { click, command, directly, ephemeral, ids, interaction, message } from './interaction-payloads.ts'

type Known = Parameters<typeof placeOf>[2]
const knownAs = (facts: Partial<ReturnType<Known['of']>>): Known => ({
  of: (guildId, id) => ({ id, guildId, name: 'general', type: 0, parentId: null, isPrivate: false, ...facts }),
})
const nothingKnown: Known = { of: () => null }
const asking = (payload: APIInteraction) => payload as Asking
const clicked = (payload: APIInteraction) => payload as APIMessageComponentInteraction

describe('who asks', () => {
  it('is the member, in the server that the interaction names', () => {
    expect(callerOf(asking(command('conf home')), () => 'another')).toEqual({
      intent: 'discord:2000000000000000001',
      workspaceId: ids.server,
      userId: ids.alice,
    })
  })

  it('is in a direct message somebody of the server that it counts to', () => {
    const caller = callerOf(asking(click('x', directly)), (userId) => `home of ${userId}`)
    expect(caller).toMatchObject({ workspaceId: `home of ${ids.alice}`, userId: ids.alice })
  })
})

describe('where', () => {
  const place = (payload: APIInteraction, known: Known) => placeOf(asking(payload), ids.server, known)

  it('is the channel, public where everybody can see it', () => {
    expect(place(command('conf home'), knownAs({}))).toEqual({
      platform: 'discord',
      workspaceId: ids.server,
      channelId: ids.channel,
      kind: 'channel',
    })
  })

  it.each([
    ['some only can see it', knownAs({ isPrivate: true })],
    ['nothing is known of it', nothingKnown],
  ])('is private when %s', (_, known) => {
    expect(place(command('conf home'), known)).toMatchObject({ kind: 'channel', isPrivate: true })
  })

  const inThread = { channel_id: ids.thread, channel: { id: ids.thread, type: 11, parent_id: ids.channel } }
  it('is in a thread both the channel and the thread', () => {
    expect(place(command('conf home', [], inThread), nothingKnown)).toMatchObject({
      channelId: ids.channel,
      threadId: ids.thread,
    })
  })

  it('is in a thread whose channel only we know', () => {
    const bare = { channel_id: ids.thread, channel: undefined }
    const known = knownAs({ type: 12, parentId: ids.channel, isPrivate: true })
    expect(place(command('conf home', [], bare), known)).toMatchObject({
      channelId: ids.channel,
      threadId: ids.thread,
      isPrivate: true,
    })
  })

  it('is no thread of the category that the channel stands in', () => {
    const inCategory = { channel: { id: ids.channel, type: 0, parent_id: '77' } }
    expect(place(command('conf home', [], inCategory), knownAs({}))).not.toHaveProperty('threadId')
  })

  it('is the direct message with the bot', () => {
    expect(place(click('x', directly), nothingKnown)).toEqual({
      platform: 'discord',
      workspaceId: ids.server,
      channelId: ids.direct,
      kind: 'direct',
      isPrivate: true,
    })
  })

  it('is a conversation of people otherwise', () => {
    const group = { ...directly, context: 2, channel: { id: '8', type: 3 } }
    expect(place(click('x', group), nothingKnown)).toMatchObject({ kind: 'people', isPrivate: true })
  })
})

describe('what was clicked', () => {
  const action = { path: 'conf mute', input: { who: 'p3' } }
  const { customId } = actionToCustomId(action, 4)

  it('is read from the button, or from the chosen entry of a select', () => {
    expect(clickedId(clicked(click(customId)))).toEqual({ kind: 'action', ref: action })
    expect(clickedId(clicked(click(menuCustomId(2), {}, [customId])))).toEqual({ kind: 'action', ref: action })
  })

  it.each([
    ['a custom_id of somebody else', click('rm -rf')],
    ['an entry of somebody else', click(menuCustomId(2), {}, ['rm -rf'])],
    ['an entry that is a select itself', click(menuCustomId(2), {}, [menuCustomId(3)])],
    ['no entry', click(menuCustomId(2), {}, [])],
    ['a button that says that it is a select', click(menuCustomId(2))],
  ])('is nothing for %s', (_, payload) => {
    expect(clickedId(clicked(payload))).toBeNull()
  })

  const lock = button('Lock', { path: 'conf lock', input: { in: 'k3x9ab' } })
  const { components } = renderCard({ ...card('Sprint', actions(lock)), shows: 'k3x9ab' })
  const place = placeOf(asking(interaction({ type: 3 })), ids.server, nothingKnown)

  it('stands on a live card, which says of which conference', () => {
    const shown = clickedCard(message({ components }) as never, place)
    expect(shown).toEqual({ conferenceId: 'k3x9ab', place, messageId: ids.message })
  })

  it('stands on no card when the message is somebody’s own', () => {
    expect(clickedCard(message({ components, flags: ephemeral }) as never, place)).toBeNull()
    expect(clickedCard(message() as never, place)).toBeNull()
    expect(clickedCard(undefined, place)).toBeNull()
  })
})
