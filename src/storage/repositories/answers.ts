/** Who comes to which occurrence. */
import type { Kysely } from 'kysely'
import { asPerson, personKey } from '#core/actor.ts'
import type { AnswerRepository } from '#core/contracts/store.ts'
import { documentToPerson, wordToAnswer } from '../meeting-documents.ts'
import type { Tables } from '../schema.ts'

export const createAnswerRepository = (db: Kysely<Tables>): AnswerRepository => ({
  async put({ meetingId, date }, { person, answer, startAt, at }) {
    const columns = { person: JSON.stringify(asPerson(person)), answer, start_at: startAt, answered_at: at }
    await db
      .insertInto('answers')
      .values({ meeting_id: meetingId, date, person_key: personKey(person), ...columns })
      .onConflict((conflict) => conflict.columns(['meeting_id', 'date', 'person_key']).doUpdateSet(columns))
      .execute()
  },
  async of({ meetingId, date }) {
    const rows = await db
      .selectFrom('answers')
      .select(['person', 'answer', 'start_at', 'answered_at'])
      .where('meeting_id', '=', meetingId)
      .where('date', '=', date)
      .orderBy('answered_at')
      .orderBy('person_key')
      .execute()
    return rows.map((row) => ({
      person: documentToPerson(row.person),
      answer: wordToAnswer(row.answer),
      startAt: row.start_at,
      at: row.answered_at,
    }))
  },
  async pass({ meetingId, date }, toMeetingId) {
    await db
      .updateTable('answers')
      .set({ meeting_id: toMeetingId })
      .where('meeting_id', '=', meetingId)
      .where('date', '>=', date)
      .execute()
  },
  async ofPerson(key, meetingIds) {
    if (meetingIds.length === 0) return []
    const rows = await db
      .selectFrom('answers')
      .select(['meeting_id', 'date', 'answer', 'start_at'])
      .where('person_key', '=', key)
      .where('meeting_id', 'in', meetingIds)
      .orderBy('meeting_id')
      .orderBy('date')
      .execute()
    return rows.map(({ meeting_id, date, answer, start_at }) => ({
      meetingId: meeting_id,
      date,
      answer: wordToAnswer(answer),
      startAt: start_at,
    }))
  },
})
