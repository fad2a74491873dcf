/** Which of several PBXs is looked at: each person's own choice, for as long as the page is open. */
import { createHeld } from '../held.ts'
import type { Pbx } from './shapes.ts'

/** Names of PBXs, by person. */
const chosen = createHeld<Readonly<Record<string, string>>>({})

export const showPbx = (person: string, name: string): void => chosen.set({ ...chosen.get(), [person]: name })

/** The first one until another is chosen. Undefined: there is none. */
export function useShownPbx(person: string, pbxs: readonly Pbx[]): Pbx | undefined {
  const name = chosen.use()[person]
  return pbxs.find((pbx) => pbx.name === name) ?? pbxs[0]
}
