/** Opening a conference: room, card, store, then the calls; nothing is rung before people can see it. */
import { createConferenceId } from '#lib/ids.ts'
import { say } from '#text/message.ts'
import { channelKey, type Place } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import { type Conference, openConference, presentParticipants, type RoomAsFound } from '../conference.ts'
import type { Pbx, Room, RoomReading } from '../contracts/conference-provider.ts'
import { ConfbotError } from '../errors.ts'
import { checkPin } from '../room-pin.ts'
import { applyReading, inviteInto } from '../roster.ts'
import type { Word } from '../word.ts'
import { pbxFor } from './choose-pbx.ts'
import { takeRoom } from './chosen-room.ts'
import { need, permit, type Verbs } from './deps.ts'
import { type DialResult, guardDial } from './dial.ts'
import { inviteesOf } from './directory.ts'
import { checkInstant, leaseInstantRoom } from './instant-room.ts'
import { placeOf } from './locate.ts'
import { openShown, ringInvited } from './opening.ts'
import { freshPin, giveUpRoom, leaseRoom } from './room-lease.ts'

export interface StartInput {
  readonly subject: string
  readonly who: readonly Word[]
  /** `null`: no PIN; absent: one is made. */
  readonly pin?: string | null | undefined
  readonly pbx?: string | undefined
  /** One that is there, by number or subject, which stays as it is; a free one when absent. */
  readonly room?: string | undefined
  /** The subject was not chosen: that of the room goes before it. */
  readonly isUnnamed?: boolean | undefined
  readonly forMs?: number | undefined
  /** In a room that the PBX makes for this call alone. */
  readonly instant?: boolean | undefined
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
  if (input.room !== undefined && input.pin !== undefined)
    throw new ConfbotError('input.invalid', {
      option: 'pin',
      blanks: { option: 'pin', problem: say('command.start.pin-stays') },
    })
  if (input.instant && (input.room !== undefined || input.pin))
    throw new ConfbotError('input.invalid', {
      option: 'instant',
      blanks: { option: 'instant', problem: say('command.start.instant-alone') },
    })
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
  const { store, clock, events, cards } = verbs
  const pbx = await pbxFor(verbs, place, input.pbx)
  if (input.instant) need(pbx, 'instantRoom')
  if (input.pin) checkPin(pbx.definition, input.pin)
  const invitees = await inviteesOf(verbs, attempt, pbx, input.who)
  if (input.instant) checkInstant(invitees)
  await guardDial(verbs, store.dials, attempt, pbx, null, invitees)

  const id = createConferenceId()
  const { reading, ...taken } = await roomFor(verbs, attempt, pbx, id, input)
  const empty = openConference({
    id,
    ...taken,
    pbx: pbx.name,
    by: attempt.actor,
    place,
    at: clock.now(),
    isInstant: input.instant === true,
    longestUntil: input.forMs === undefined ? null : clock.now() + input.forMs,
  })
  attempt.about(`${taken.subject} in room ${taken.room.number}`, id)
  const seen = reading ? applyReading(empty, reading, clock.now(), pbx.policy) : empty
  const there = new Set(presentParticipants(seen).map(({ number }) => number))
  const absent = invitees.filter(({ number }) => !there.has(number))
  const opened = inviteInto(seen, absent, attempt.actor, clock.now(), 'not-rung')
  const { conference, isShown } = await openShown(verbs, {
    conference: opened,
    commit: attempt.commit,
    post: () => cards.postCard(opened, place, attempt.actor),
    giveUp: () => giveUpRoom(verbs, pbx, opened),
  })
  events.publish({ kind: 'conference-started', conference, actor: attempt.actor })
  if (invitees.length === 0 || !isShown) return { conference, results: [], isShown }
  return { ...(await ringInvited(verbs, attempt, pbx, conference, invitees)), isShown }
}

interface TakenRoom {
  readonly subject: string
  readonly room: Room
  readonly hasPin: boolean
  /** Of a room that was chosen: somebody may be in it. */
  readonly roomAsFound?: RoomAsFound
  readonly reading?: RoomReading
}

async function roomFor(verbs: Verbs, attempt: Attempt, pbx: Pbx, id: string, input: StartInput): Promise<TakenRoom> {
  const { subject, isUnnamed, pin = freshPin(pbx), room: chosen } = input
  if (input.instant) return { subject, room: await leaseInstantRoom(verbs, pbx, id, subject), hasPin: false }
  if (chosen === undefined) return { subject, ...(await leaseRoom(verbs, pbx, id, { subject, pin })) }
  const { room, reading } = await takeRoom(verbs, attempt, pbx, id, chosen)
  const { locked, recording, muted } = reading
  return {
    subject: (isUnnamed && room.subject.trim()) || subject,
    room,
    hasPin: room.hasPin,
    roomAsFound: { locked: locked === true, recording: recording === true, muted: muted === true },
    reading,
  }
}
