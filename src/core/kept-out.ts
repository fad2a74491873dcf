/** Numbers that are kept out of a conference: whose they are, and letting them in again. */
import type { Conference, KeptOut, Participant } from './conference.ts'

/** Somebody whose number is kept out, as they were last in the room. */
export type KeptOutPerson = KeptOut & { readonly who: Participant }

export const keptOutAt = (conference: Conference, at: number): readonly KeptOutPerson[] =>
  conference.keptOut.flatMap((one) => {
    const who = conference.participants.findLast(({ number }) => number === one.number)
    return who && one.until > at ? [{ ...one, who }] : []
  })

/** The number is kept out no more. */
export const letIn = (conference: Conference, number: string): Conference => ({
  ...conference,
  keptOut: conference.keptOut.filter((one) => one.number !== number),
})
