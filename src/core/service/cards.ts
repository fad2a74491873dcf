/** Where the cards of live conferences stand, as far as it is learned in other ways than by posting them. */
import type { PostedCard } from '../contracts/store.ts'
import type { Verbs } from './deps.ts'

export interface CardVerbs {
  /** A card was put there, and is remembered in the store. */
  noteCard(card: PostedCard): void
  /**
   * Somebody clicked on this card. One that confbot did not know of, since the answer to its posting was lost, is kept current
   * from now on. False when its conference was never opened: then it is taken away.
   */
  recognizeCard(card: PostedCard): Promise<boolean>
}

export function createCardVerbs({ book, cards, beingOpened }: Verbs): CardVerbs {
  return {
    noteCard: book.noteCard,
    async recognizeCard(card) {
      if (cards.isKept(card)) return true
      // A card can be clicked on before its own posting is answered.
      await beingOpened.get(card.conferenceId)?.catch(() => {})
      if (cards.isKept(card)) return true
      if (!(await book.get(card.conferenceId))) {
        await cards.withdrawCard(card)
        return false
      }
      book.noteCard(card)
      await cards.keepCard(card)
      return true
    },
  }
}
