import { describe, expect, it } from 'vitest'
import type { Actor, Place } from '#core/actor.ts'
import { createSuggestions } from '#core/service/suggest.ts'
import { ben, carol, general, other, startService } from '#test/support/service.ts'

const abroad: Place = { ...general, workspaceId: 'T2' }
const secret: Place = { ...other, channelId: 'C3', isPrivate: true }

async function prepare() {
  const running = await startService()
  const { service, attempt } = running
  for (const [subject, place] of [
    ['Here', general],
    ['There', other],
    ['Board', secret],
    ['Abroad', abroad],
  ] as const)
    await service.start(attempt(ben, 'conf start', place), { subject, who: [] })
  const suggest = createSuggestions(running)
  return (kind: 'room' | 'conference', place: Place, asker: Actor) =>
    suggest(kind, place, asker).map(({ label }) => label.replace(/[^A-Za-z]/g, ''))
}

describe('suggestions of rooms and conferences', () => {
  it.each(['room', 'conference'] as const)('(%s) are those of the workspace that the asker may see', async (kind) => {
    const labels = await prepare()
    expect(labels(kind, general, carol).toSorted()).toEqual(['Here', 'There'])
    expect(labels(kind, general, ben).toSorted()).toEqual(['Board', 'Here', 'There'])
    expect(labels(kind, secret, carol).toSorted()).toEqual(['Board', 'Here', 'There'])
    expect(labels(kind, abroad, carol)).toEqual(['Abroad'])
  })
})
