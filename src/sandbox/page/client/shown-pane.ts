/** Which side of the page is shown where there is room for one alone. */
import { createHeld } from './held.ts'

export const shownPane = createHeld<'slack' | 'telephone'>('slack')
