/** What somebody has typed and not sent yet, and what was sent before; each person's own, for as long as the page is open. */
import { createHeld } from '../held.ts'

/** By person and place. */
export const drafts = createHeld<Readonly<Record<string, string>>>({})
/** By person, newest first. */
const sent = createHeld<Readonly<Record<string, readonly string[]>>>({})
const none: readonly string[] = []
const mostKept = 50

export const draftKey = (person: string, channel: string, thread = ''): string => `${person} ${channel} ${thread}`

export const setDraft = (key: string, text: string): void => drafts.set({ ...drafts.get(), [key]: text })

export const useSent = (person: string): readonly string[] => sent.use()[person] ?? none

export function rememberSent(person: string, line: string): void {
  const before = sent.get()[person] ?? none
  sent.set({ ...sent.get(), [person]: [line, ...before.filter((one) => one !== line)].slice(0, mostKept) })
}
