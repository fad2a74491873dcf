/** What comes: of a channel, or of a person wherever it is. */
import { channelKey, personKey } from '../../actor.ts'
import type { Attempt } from '../../attempt.ts'
import type { Meeting } from '../../meeting.ts'
import { type Occurrence, occurrencesFrom } from '../../occurrence.ts'
import { permit, type Verbs } from '../deps.ts'
import { placeOf } from '../locate.ts'
import { isMeetingVisible } from './find.ts'
import type { AgendaEntry, AgendaRange } from './verbs.ts'

/** Also what is under way at `from`. By start. */
export async function agenda(
  { store }: Pick<Verbs, 'store'>,
  attempt: Attempt,
  { from, to, limit, of, isOnceEach }: AgendaRange,
): Promise<readonly AgendaEntry[]> {
  permit(attempt, 'meeting.view')
  const place = placeOf(attempt)
  const whose = of === 'channel' ? { channelKey: channelKey(place) } : { personKey: personKey(attempt.actor) }
  const meetings = (await store.meetings.upcoming({ ...whose, before: to, limit })).filter((one) =>
    isMeetingVisible(one, place, attempt.actor),
  )
  const dates = meetings
    .flatMap((meeting) =>
      datesWithin(meeting, from, to, isOnceEach ? 1 : limit).map((occurrence) => ({ meeting, occurrence })),
    )
    .sort((a, b) => a.occurrence.startAt - b.occurrence.startAt)
    .slice(0, limit)
  const ids = [...new Set(dates.map(({ meeting }) => meeting.id))]
  const answers = ids.length === 0 ? [] : await store.answers.ofPerson(personKey(attempt.actor), ids)
  const answerTo = new Map(answers.map((one) => [`${one.meetingId} ${one.date} ${one.startAt}`, one.answer]))
  return dates.map((one) => {
    const { date, startAt } = one.occurrence
    return { ...one, answer: answerTo.get(`${one.meeting.id} ${date} ${startAt}`) ?? null }
  })
}

const datesWithin = (meeting: Meeting, from: number, to: number, limit: number): readonly Occurrence[] =>
  occurrencesFrom(meeting, from, limit).filter(({ startAt }) => startAt < to)
