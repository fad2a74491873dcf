/** Telephones that one can pick up, and rooms that one can dial: suggestions for what can also be typed. */
import { groupNumber } from './number.ts'
import type { Pbx, Room } from './shapes.ts'

export interface Suggested {
  /** What is dialled, or dialled from. */
  readonly id: string
  readonly name: string
  readonly note: string
}

/** How the API calls a caller whose number is withheld. */
const withheld = 'anonymous'

const examples: readonly Suggested[] = [
  { id: '+4930901811', name: groupNumber('+4930901811'), note: 'somebody in Berlin' },
  { id: '+12125550142', name: groupNumber('+12125550142'), note: 'somebody in New York' },
  { id: withheld, name: 'Number withheld', note: 'nobody knows whose' },
]

export const phonesOf = ({ names }: Pick<Pbx, 'names'>): readonly Suggested[] => [
  ...Object.entries(names).map(([number, name]) => ({ id: number, name, note: `extension ${number}` })),
  ...examples,
]

export const roomsToDial = (rooms: readonly Room[]): readonly Suggested[] =>
  rooms.map(({ number, subject }) => ({ id: number, name: number, note: subject }))

/** What was chosen by its name, or typed with the blanks and dashes that people write. */
export function typedToNumber(typed: string, suggested: readonly Suggested[]): string {
  const chosen = suggested.find(({ name }) => name === typed.trim())
  return chosen ? chosen.id : typed.replace(/[\s()./-]/g, '')
}
