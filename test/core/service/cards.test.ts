import { describe, expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { anna, general, startService } from '#test/support/service.ts'

describe('a card that is clicked on', () => {
  it('is kept from then on where its own posting was never answered', async () => {
    const { service, attempt, cards } = await startService()
    cards.refuseNext(new ConfbotError('chat.unconfirmed'))
    const { conference } = await service.start(attempt(), { subject: 'Unseen', who: [] })
    const card = { conferenceId: conference.id, place: general, messageId: 'orphan' }
    expect(await service.recognizeCard(card)).toBe(true)
    expect(await service.recognizeCard(card)).toBe(true)
    expect(cards.kept).toEqual([card])
  })

  it('is taken away when the start of its conference was cut off', async () => {
    const { service, cards, store } = await startService()
    await store.roomLeases.take('berlin', '8000', 'zzz999', 0)
    await service.resume()
    const card = { conferenceId: 'zzz999', place: general, messageId: 'orphan' }
    expect(await service.recognizeCard(card)).toBe(false)
    expect([cards.withdrawn, cards.kept]).toEqual([[card], []])
  })

  it('is left alone when nothing is known of its conference: it may be the card of another confbot', async () => {
    const { service, cards } = await startService()
    expect(await service.recognizeCard({ conferenceId: 'zzz999', place: general, messageId: 'other' })).toBe(false)
    expect([cards.withdrawn, cards.kept]).toEqual([[], []])
  })

  it('waits for its own posting to be answered', async () => {
    const { service, attempt, cards } = await startService()
    const release = cards.holdNext()
    const starting = service.start(attempt(anna), { subject: 'Slow', who: [] })
    const { conference } = await release.posted
    const clicked = service.recognizeCard({ conferenceId: conference.id, place: general, messageId: 'm1' })
    release.answer()
    expect(await clicked).toBe(true)
    await starting
    expect([cards.withdrawn, cards.kept]).toEqual([[], []])
  })
})
