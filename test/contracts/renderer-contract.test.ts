/** Plain text through the contract of all renderers; the platforms' own are beside their tests. */
import { cardToPlainText } from '#view/plain-text.ts'
import { rendererContract } from './renderer-contract.ts'

rendererContract('plain text', {
  draw: (card) => cardToPlainText(card, { language: 'en' }),
  problems: (text) => (/\p{Cc}/u.test(text.replaceAll('\n', '')) ? ['a control character'] : []),
  words: (text) => text,
})
