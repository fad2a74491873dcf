/** How meetings get into calendars, and files to people. */
import type { Span } from '#text/message.ts'
import type { Person } from '../actor.ts'
import type { Meeting } from '../meeting.ts'

export interface Calendars {
  /** The address that the secret opens; null: nothing is served in public. */
  addressOf(secret: string): string | null
  /** The meeting as an iCalendar file. */
  fileOf(meeting: Meeting, now: number): string
}

export interface FileGiver {
  /** Gives that person alone a file, with a sentence beside it. Rejects with `chat.*`. */
  give(
    person: Person,
    file: { readonly name: string; readonly mimeType: string; readonly content: string | Uint8Array },
    said: Span,
  ): Promise<void>
}
