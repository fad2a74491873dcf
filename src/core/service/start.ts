/** Opening a conference: room, card, store, then the calls; nothing is rung before people can see it. */
import { createConferenceId } from '#lib/ids.ts'
import { say } from '#text/message.ts'
import { channelKey, type Place } from '../actor.ts'
import { type Attempt, createAttempt } from '../attempt.ts'
import { type Conference, openConference } from '../conference.ts'
import type { Pbx } from '../contracts/conference-provider.ts'
import { ConfbotError, errorFacts, isConfbotError } from '../errors.ts'
import { inviteInto } from '../roster.ts'
import type { Word } from '../word.ts'
import { pbxFor } from './choose-pbx.ts'
import { permit, type Verbs } from './deps.ts'
import { type DialResult, dial, guardDial } from './dial.ts'
import { inviteesOf } from './directory.ts'
import { placeOf } from './locate.ts'
import { freshPin, giveBack, leaseRoom, releaseRoom } from './room-lease.ts'

export interface StartInput {
  readonly subject: string
  readonly who: readonly Word[]
  /** `null`: no PIN; absent: one is made. */
  readonly pin?: string | null | undefined
  readonly pbx?: string | undefined
  readonly forMs?: number | undefined
  /** Also when a conference is live here already. */
  readonly another?: boolean | undefined
}

export interface StartResult {
  readonly conference: Conference
  readonly results: readonly DialResult[]
  /** False: nobody knows whether its card was posted, so nobody was rung. */
  readonly isShown: boolean
}

export async function startConference(verbs: Verbs, attempt: Attempt, input: StartInput): Promise<StartResult> {
  const { opening } = verbs
  const place = placeOf(attempt)
  permit(attempt, 'conference.start')
  attempt.about(input.subject)
  const here = `${channelKey(place)}:${place.threadId ?? ''}`
  if (!input.another) refuseSecond(verbs, place, opening.has(here), input.subject)
  opening.add(here)
  try {
    return await startHere(verbs, attempt, place, input)
  } finally {
    opening.delete(here)
  }
}

/** One conference per channel or thread, also while the first is only being opened. */
function refuseSecond({ book }: Verbs, place: Place, isOpening: boolean, subject: string) {
  const live = book.liveInChannel(place).find((one) => one.place.threadId === place.threadId)
  if (!live && !isOpening) return
  throw new ConfbotError('conference.already-here', {
    blanks: { name: live?.subject ?? subject },
    choices: [
      ...(live
        ? [{ label: say('card.choice.show', { name: live.subject }), path: 'conf show', input: { in: live.id } }]
        : []),
      { label: say('card.choice.another'), input: { another: 'yes' } },
    ],
  })
}

async function startHere(verbs: Verbs, attempt: Attempt, place: Place, input: StartInput): Promise<StartResult> {
  const { store, clock, events, logger } = verbs
  const pbx = await pbxFor(verbs, place, input.pbx)
  const invitees = await inviteesOf(verbs, attempt, pbx, input.who)
  await guardDial(verbs, store.dials, attempt, pbx, null, invitees)

  const id = createConferenceId()
  const pin = input.pin === undefined ? freshPin(pbx) : input.pin
  const { room, hasPin } = await leaseRoom(verbs, pbx, id, { subject: input.subject, pin })
  const empty = openConference({
    id,
    subject: input.subject,
    pbx: pbx.name,
    room,
    hasPin,
    by: attempt.actor,
    place,
    at: clock.now(),
    longestUntil: input.forMs === undefined ? null : clock.now() + input.forMs,
  })
  attempt.about(`${input.subject} in room ${room.number}`, id)
  // Who is to be rung is stored with it: whatever stops us before the calls, the card says who was not.
  const opened = inviteInto(empty, invitees, attempt.actor, clock.now(), 'not-rung')
  const opening = open(verbs, attempt, pbx, opened)
  verbs.beingOpened.set(id, opening)
  const { conference, isShown } = await opening.finally(() => verbs.beingOpened.delete(id))
  events.publish({ kind: 'conference-started', conference, actor: attempt.actor })
  if (invitees.length === 0 || !isShown) return { conference, results: [], isShown }

  const calls = createAttempt(store, { ...who(attempt), action: `${attempt.action}: invite` }, clock.now)
  calls.about(invitees.map((one) => one.masked).join(', '), id)
  try {
    return { ...(await dial(verbs, calls, pbx, conference, invitees)), isShown }
  } catch (error) {
    await calls
      .fail(error)
      .catch((unwritten: unknown) =>
        logger.warn({ ...errorFacts(unwritten), conference: id }, 'a failure could not be recorded'),
      )
    if (!isConfbotError(error)) throw error
    // The conference is open all the same: who could not be rung is a result.
    const results = invitees.map((invitee): DialResult => ({ invitee, outcome: 'failed', code: error.code }))
    return { conference, results, isShown }
  }
}

const who = ({ actor, place, intent }: Attempt) => ({ actor, place, intent })

/** Card first, then the store; what cannot be shown is not opened. What may be shown is: its card may hang there with buttons. */
async function open(
  verbs: Verbs,
  attempt: Attempt,
  pbx: Pbx,
  opened: Conference,
): Promise<Pick<StartResult, 'conference' | 'isShown'>> {
  const { book, cards, logger } = verbs
  const giveUpRoom = async () => {
    await releaseRoom(pbx, { id: opened.roomId, number: opened.roomNumber }, opened.subject).catch((error: unknown) =>
      logger.info({ ...errorFacts(error), room: opened.roomNumber }, 'a room could not be settled yet'),
    )
    await giveBack(verbs, opened.pbx, opened.roomNumber, opened.id)
  }
  const posted = await cards.postCard(opened, opened.place, attempt.actor).catch(async (error: unknown) => {
    if (isConfbotError(error, 'chat.unconfirmed')) return null
    await giveUpRoom()
    throw error
  })
  const conference = await book
    .add(opened, attempt.commit, async (tx) => {
      if (posted) await tx.postedCards.add(posted)
    })
    .catch(async (error: unknown) => {
      if (posted) await cards.withdrawCard(posted)
      await giveUpRoom()
      throw error
    })
  if (posted) book.noteCard(posted)
  return { conference, isShown: posted !== null }
}
