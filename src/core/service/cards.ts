/** Where the cards of live conferences stand, as far as it is learned in other ways than by posting them. */
import type { PostedCard, Store } from '../contracts/store.ts'
import type { Verbs } from './deps.ts'

export interface CardVerbs {
  /** A card was put there, and is remembered in the store. */
  noteCard(card: PostedCard): void
  /**
   * Somebody clicked on this card. One that confbot did not know of, since the answer to its posting was lost, is kept current
   * from now on. False when its conference is not known. Then it is taken away where its start is known to have been cut off;
   * else it may be the card of another confbot, with a store of its own, and is left alone.
   */
  recognizeCard(card: PostedCard): Promise<boolean>
}

/** Scope of the settings that name starts which ended with their process: after the card was posted, before anything was kept. */
const cutOffStarts = 'starts-cut-off'

export const noteCutOffStart = (store: Store, conferenceId: string): Promise<void> =>
  store.settings.set(cutOffStarts, conferenceId, 'yes')

export function createCardVerbs({ book, cards, store, beingOpened }: Verbs): CardVerbs {
  return {
    noteCard: book.noteCard,
    async recognizeCard(card) {
      if (cards.isKept(card)) return true
      // A card can be clicked on before its own posting is answered.
      await beingOpened.get(card.conferenceId)?.catch(() => {})
      if (cards.isKept(card)) return true
      if (!(await book.get(card.conferenceId))) {
        if (await store.settings.get(cutOffStarts, card.conferenceId)) await cards.withdrawCard(card)
        return false
      }
      book.noteCard(card)
      await cards.keepCard(card)
      return true
    },
  }
}
