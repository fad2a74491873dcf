/** Answering a PBX that asks who may enter a room: what is known of the room is gathered here, and judged in `core/entry.ts`. */
import { maskPhoneNumber } from '#lib/phone-number.ts'
import type { Conference } from '../conference.ts'
import type { EntryAnswer, EntryQuestion, Pbx } from '../contracts/conference-provider.ts'
import { type EntryFacts, earlyMs, judgeEntry, type Refusal, recentGuesses, type WrongPin } from '../entry.ts'
import { errorFacts, isConfbotError } from '../errors.ts'
import { isMeetingHolder, type Meeting } from '../meeting.ts'
import { type Occurrence, occurrencesFrom } from '../occurrence.ts'
import { need, type Verbs } from './deps.ts'

export interface EntryVerbs {
  /** By what is known, without reading the PBX. Never rejects: whatever fails is `closed`, and logged. */
  admit(pbxName: string, question: EntryQuestion): Promise<EntryAnswer>
}

/** More meetings than begin within a quarter of an hour on any PBX. */
const maxMeetings = 1_000
/** Dates of one meeting of which people may come to the next before the one before it is over. */
const maxNear = 2

/** What the adapter and the store are asked for, before what is in memory is looked at. */
type RoomFacts = Pick<EntryFacts, 'capacity' | 'pin'>

const closed: EntryAnswer = { verdict: 'closed' }
/** Of a call of ours nothing of it is asked. */
const unasked: RoomFacts = { capacity: 0, pin: null }

export function createEntryVerbs(verbs: Verbs): EntryVerbs {
  const { book, store, clock, logger } = verbs
  /** By PBX and room. In memory alone: a restart forgives them. */
  const guesses = new Map<string, readonly WrongPin[]>()

  const liveIn = (pbx: Pbx, roomId: string): Conference | null =>
    book.live().find((one) => one.pbx === pbx.name && one.roomId === roomId) ?? null

  /** Whether people may come to a meeting in this room although nothing is live there. */
  const isExpected = async (pbx: Pbx, roomId: string): Promise<boolean> => {
    const now = clock.now()
    const [meetings, leases] = await Promise.all([
      store.meetings.upcoming({ pbx: pbx.name, before: now + earlyMs + 1, limit: maxMeetings }),
      store.roomLeases.list(pbx.name),
    ])
    for (const meeting of meetings) {
      if (meeting.room?.id !== roomId) continue
      const lease = leases.find(({ roomNumber }) => roomNumber === meeting.room?.number)
      if (lease && !isMeetingHolder(lease.conferenceId)) {
        // Stored, and not known to be live yet; else it has ended, and its people are being taken out.
        await verbs.beingOpened.get(lease.conferenceId)
        return liveIn(pbx, roomId) !== null
      }
      for (const occurrence of occurrencesFrom(meeting, now - 1, maxNear))
        if (occurrence.startAt - earlyMs <= now && !(await wasHeld(meeting, occurrence))) return true
    }
    return false
  }

  /** It was ended before its time: nobody would know who is in the room. */
  const wasHeld = async ({ id: meetingId }: Meeting, { date, startAt }: Occurrence): Promise<boolean> => {
    if (clock.now() < startAt) return false
    const stored = await store.conferences.ofOccurrence({ meetingId, date })
    return stored !== null && stored.state === 'ended' && stored.startedAt >= startAt
  }

  /** null: nothing goes on there. */
  const gather = async (pbx: Pbx, { roomId, callId }: EntryQuestion): Promise<RoomFacts | null> => {
    if (callId !== null) return unasked
    if (!liveIn(pbx, roomId) && !(await isExpected(pbx, roomId))) return null
    const [pin, capacity] = await Promise.all([need(pbx, 'readPin').readPin(roomId), capacityOf(pbx, roomId)])
    return { pin, capacity }
  }

  const decide = async (pbx: Pbx, question: EntryQuestion): Promise<EntryAnswer> => {
    const { roomId, caller } = question
    const before = liveIn(pbx, roomId)
    const facts = await gather(pbx, question)
    const at = clock.now()
    const conference = liveIn(pbx, roomId)
    // It ended while its PIN was being read; the room may be another one's by now.
    const isOver = before !== null && conference?.id !== before.id
    if (!facts || isOver) return refuse(pbx, question, 'nothing-goes-on', closed)
    const key = `${pbx.name} ${roomId}`
    const [country] = pbx.policy.countries
    // From here on nothing is waited for, so that nobody guesses faster by asking many times at once.
    const wrongPins = guesses.get(key) ?? []
    const { answer, why } = judgeEntry(question, { ...facts, at, conference, isExpected: true, wrongPins, country })
    if (answer.verdict === 'wrong-pin') noteGuess(key, { caller, at })
    return why === null ? answer : refuse(pbx, question, why, answer)
  }

  const noteGuess = (key: string, guess: WrongPin) => {
    guesses.set(key, [...(guesses.get(key) ?? []), guess])
    for (const [room, all] of guesses) {
      const recent = recentGuesses(all, guess.at)
      if (recent.length === 0) guesses.delete(room)
      else guesses.set(room, recent)
    }
  }

  const refuse = (pbx: Pbx, { roomId, caller, callId }: EntryQuestion, why: Refusal, answer: EntryAnswer) => {
    const masked = caller === null ? null : maskPhoneNumber(caller)
    logger.info({ pbx: pbx.name, room: roomId, from: masked, wasRung: callId !== null, why }, 'somebody was not let in')
    return answer
  }

  return {
    async admit(pbxName, question) {
      try {
        return await decide(verbs.pbxOf(pbxName), question)
      } catch (error) {
        logger[isConfbotError(error) ? 'info' : 'error'](
          { pbx: pbxName, room: question.roomId, ...errorFacts(error) },
          'whether somebody may enter could not be decided, so that they may not',
        )
        return closed
      }
    },
  }
}

/** Of the room, where it has one of its own; else of the PBX. */
async function capacityOf(pbx: Pbx, roomId: string): Promise<number> {
  const { roomFields, quantities } = pbx.definition
  const field = roomFields.find(({ holds }) => holds === 'people')
  const own = field && (await pbx.provider.getRoom(roomId)).fields[field.id]
  return typeof own === 'number' ? Math.min(own, quantities.maxParticipants) : quantities.maxParticipants
}
