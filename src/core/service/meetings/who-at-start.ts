/** Who of the invited is rung when a meeting is opened, and who is not, with why. */
import { isSamePerson, type Person } from '../../actor.ts'
import type { NotCalled } from '../../conference.ts'
import type { Pbx } from '../../contracts/conference-provider.ts'
import type { Invitee } from '../../invitee.ts'
import { answersTo, type Meeting, type OccurrenceRef } from '../../meeting.ts'
import type { Occurrence } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { inviteesLeft } from '../directory.ts'

export interface WhoAtStart {
  readonly invitees: readonly Invitee[]
  /** Whoever said that they cannot come, and those of whom no number is known. */
  readonly notCalled: readonly NotCalled[]
  /** Ids of all without a number. */
  readonly unnumbered: readonly string[]
}

/** Rejects when the chat or the store does not answer. */
export async function whoAtStart(
  verbs: Pick<Verbs, 'store' | 'people'>,
  pbx: Pbx,
  { place, who }: Pick<Meeting, 'place' | 'who'>,
  occurrence: OccurrenceRef & Pick<Occurrence, 'startAt'>,
): Promise<WhoAtStart> {
  const { invitees, unnumbered } = await inviteesLeft(verbs, place, pbx, who)
  const answers = answersTo(await verbs.store.answers.of(occurrence), occurrence.startAt)
  const hasDeclined = (person: Person | null) =>
    person !== null && answers.some((one) => one.answer === 'declined' && isSamePerson(one.person, person))
  const people = [...invitees.flatMap(({ person }) => person ?? []), ...unnumbered]
  return {
    invitees: invitees.filter(({ person }) => !hasDeclined(person)),
    notCalled: [
      ...people.filter(hasDeclined).map((person) => ({ person, why: 'declined' }) as const),
      ...unnumbered.filter((one) => !hasDeclined(one)).map((person) => ({ person, why: 'no-number' }) as const),
    ],
    unnumbered: unnumbered.map(({ userId }) => userId),
  }
}
