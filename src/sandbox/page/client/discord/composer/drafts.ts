/** What somebody has begun and not sent yet in each channel, for as long as the page is open. */
import { createHeld } from '../../held.ts'
import type { Filled } from './commands.ts'

export interface Draft {
  readonly text: string
  /** A command that is being filled in, by its full name; `text` is then what stands behind its chips. */
  readonly command?: { readonly name: string; readonly filled: readonly Filled[] }
}

const drafts = createHeld<Readonly<Record<string, Draft>>>({})
const empty: Draft = { text: '' }

export const useDraft = (person: string, channel: string): Draft => drafts.use()[`${person} ${channel}`] ?? empty

export const setDraft = (person: string, channel: string, draft: Draft): void =>
  drafts.set({ ...drafts.get(), [`${person} ${channel}`]: draft })
