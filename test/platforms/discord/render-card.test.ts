import { renderCard } from '#platforms/discord/render-card.ts'
import { rendererContract } from '../../contracts/renderer-contract.ts'
import { messageProblems, shownWords } from './component-rules.ts'

rendererContract('Discord', { draw: (shown) => renderCard(shown), problems: messageProblems, words: shownWords })
