/** Which conference and which participants are meant. Ambiguous words are never guessed: the choices are offered. */

import { foldName } from '#lib/fold-name.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { type Span, say } from '#text/message.ts'
import { type Actor, channelKey, isPrivatePlace, isSamePerson, type Place, workspaceKey } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import { type Conference, type Participant, presentParticipants } from '../conference.ts'
import type { Pbx } from '../contracts/conference-provider.ts'
import { ConfbotError, type ErrorChoice } from '../errors.ts'
import { type KeptOutPerson, keptOutAt } from '../kept-out.ts'
import type { ConferenceBook } from './book.ts'

/** What is said of the room: `in:` as it was typed, or nothing, which means what is live here. */
export async function findLive(book: ConferenceBook, attempt: Attempt, given: string | undefined): Promise<Conference> {
  const place = placeOf(attempt)
  const candidates =
    given === undefined ? liveHere(book, place, attempt.actor) : namedAmong(visibleLive(book, attempt), given)
  const [only, ...others] = candidates
  if (only && others.length === 0) return usable(book, only, attempt)
  if (only) throw new ConfbotError('input.ambiguous-conference', { choices: choicesOf(candidates) })
  const elsewhere = visibleLive(book, attempt)
  await refuseEnded(book, attempt, given)
  if (given !== undefined)
    throw new ConfbotError('input.unknown-conference', {
      blanks: { typed: given },
      choices: choicesOf(elsewhere),
    })
  throw new ConfbotError('conference.none-here', { choices: [...choicesOf(elsewhere), startChoice] })
}

/** Whether `findLive` could find one for anybody at all; from memory. */
export function canBeLive(book: ConferenceBook, place: Place, given: string | undefined): boolean {
  if (given !== undefined) return namedAmong(book.live(), given).length > 0
  return book.liveInChannel(place).length > 0 || book.live().some((one) => hasCardIn(book, one, place))
}

/** What `findLive` finds of that which everybody here may know of; from memory. */
export const knownHere = (book: ConferenceBook, place: Place, given: string | undefined): readonly Conference[] =>
  given === undefined
    ? book.liveInChannel(place)
    : namedAmong(
        book.live().filter((one) => isAtHome(book, one, place)),
        given,
      )

/** Like `findLive`, but an id also finds a conference that has ended, and nothing live means the last one here. */
export async function findAny(
  book: ConferenceBook,
  lastEnded: (place: Place) => Promise<Conference | null>,
  attempt: Attempt,
  given: string | undefined,
): Promise<Conference> {
  if (given !== undefined) {
    const byId = isId(given) ? await book.get(given) : null
    if (byId && isVisibleTo(book, byId, attempt)) return usable(book, byId, attempt)
  } else if (liveHere(book, placeOf(attempt), attempt.actor).length === 0) {
    const ended = await lastEnded(placeOf(attempt))
    if (ended) return ended
  }
  return findLive(book, attempt, given)
}

/** A button of an old card means a conference by its id; one that has ended says so. */
async function refuseEnded(book: ConferenceBook, attempt: Attempt, given: string | undefined): Promise<void> {
  if (given === undefined || !isId(given)) return
  const conference = await book.get(given)
  if (conference?.state === 'ended' && isVisibleTo(book, conference, attempt))
    throw new ConfbotError('conference.ended', {
      blanks: { name: conference.subject },
      choices: [{ label: say('card.button.record-card'), path: 'conf show', input: { in: conference.id } }],
    })
}

export function placeOf(attempt: Attempt): Place {
  if (!attempt.place) throw new Error(`${attempt.action} needs a place`)
  return attempt.place
}

const isId = (text: string) => /^[a-z0-9]{6}$/.test(text)
const visibleLive = (book: ConferenceBook, attempt: Attempt) =>
  book.live().filter((one) => isVisibleTo(book, one, attempt))
const isVisibleTo = (book: ConferenceBook, conference: Conference, attempt: Attempt) =>
  isVisible(book, conference, placeOf(attempt), attempt.actor)

/** What was started here; where nothing was, what is shown here by a card. */
export function liveHere(book: ConferenceBook, place: Place, actor: Actor): readonly Conference[] {
  const started = book.liveInChannel(place)
  if (started.length > 0) return started
  return book.live().filter((one) => hasCardIn(book, one, place) && isVisible(book, one, place, actor))
}

export const hasCardIn = (book: ConferenceBook, conference: Conference, place: Place): boolean =>
  book.cardPlaces(conference.id).some((at) => channelKey(at) === channelKey(place))

/**
 * Whether a conference may be known to who asks in `place`: everybody where it is at home; elsewhere in the workspace, what
 * belongs to a private place only to its chair, its starter, who was invited or is known to be in it, and administrators; in
 * another workspace of the same company only what is public.
 */
export function isVisible(book: ConferenceBook, conference: Conference, place: Place, actor: Actor): boolean {
  if (isAtHome(book, conference, place)) return true
  const home = workspaceKey(conference.place)
  // An administrator of one workspace is none of the other, and nobody's invitation is known there.
  if (home !== workspaceKey(place))
    return !isPrivatePlace(conference.place) && book.companions(workspaceKey(place)).includes(home)
  if (!isPrivatePlace(conference.place) || actor.isAdministrator) return true
  const { chair, startedBy, invitations, participants } = conference
  const theirs = [chair, startedBy, ...[...invitations, ...participants].map(({ person }) => person)]
  return theirs.some((one) => isSamePerson(one, actor))
}

/**
 * Where it was started, and the bot's direct message with somebody who was shown its card there: the cards of a conversation of
 * two stand there. A card that somebody posted in another channel does not open a private conference to that channel.
 */
const isAtHome = (book: ConferenceBook, conference: Conference, place: Place): boolean =>
  [conference.place, ...book.cardPlaces(conference.id).filter(({ kind }) => kind === 'direct')].some(
    (home) => channelKey(home) === channelKey(place),
  )

/** What the attempt is about from now on. From elsewhere only on a PBX that this place may use. Throws `permission.pbx`. */
async function usable(book: ConferenceBook, conference: Conference, attempt: Attempt): Promise<Conference> {
  attempt.about(conference.subject, conference.id)
  await attempt.learnRights(conference.place)
  if (!isAtHome(book, conference, placeOf(attempt))) attempt.requirePbx?.(conference.pbx)
  return conference
}

function namedAmong(all: readonly Conference[], given: string): readonly Conference[] {
  const isExact = ({ id, roomNumber, pbx }: Conference) =>
    id === given || roomNumber === given || foldName(`${roomNumber} on ${pbx}`) === foldName(given)
  const exact = all.filter(isExact)
  if (exact.length > 0) return exact
  const bySubject = all.filter((one) => foldName(one.subject) === foldName(given))
  return bySubject.length > 0 ? bySubject : all.filter((one) => foldName(one.subject).startsWith(foldName(given)))
}

const startChoice: ErrorChoice = { label: say('command.home.start'), path: 'conf start', input: {}, asForm: true }

/** With their PBXs where those are several, on which rooms may have the same number. */
function choicesOf(conferences: readonly Conference[]): readonly ErrorChoice[] {
  const areSeveral = new Set(conferences.map(({ pbx }) => pbx)).size > 1
  return conferences.map(({ id, subject: name, roomNumber: room, pbx }) => ({
    label: areSeveral
      ? say('card.choice.conference-on-pbx', { name, room, pbx })
      : say('card.choice.conference', { name, room }),
    input: { in: id },
  }))
}

/** The same where it is known who is in the room; else `capability.unsupported`, whoever is meant. */
export function findPresent({ definition: { name, traits } }: Pbx, conference: Conference, given: string): Participant {
  if (!traits.roster)
    throw new ConfbotError('capability.unsupported', { blanks: { pbx: name, reason: say('card.support.unseen') } })
  return findParticipant(conference, given)
}

/** One person in the room, by code, number, mention or name. */
export function findParticipant(conference: Conference, given: string): Participant {
  const present = presentParticipants(conference)
  const candidates = namedParticipants(present, given)
  const [only, ...others] = candidates
  if (only && others.length === 0) return only
  if (!only && conference.participants.some((one) => one.code === given))
    throw new ConfbotError('conference.participant-left', { blanks: { name: participantName(conference, given) } })
  throw new ConfbotError(only ? 'input.ambiguous-participant' : 'input.unknown-participant', {
    blanks: { typed: given },
    choices: (only ? candidates : present).slice(0, 10).map((one) => ({
      label: nameOf(one),
      input: { who: one.code, in: conference.id },
    })),
  })
}

function namedParticipants(present: readonly Participant[], given: string): readonly Participant[] {
  const user = /^<@!?([A-Za-z0-9]+)>$/.exec(given)?.[1]
  if (user !== undefined) return present.filter((one) => one.person?.userId === user)
  const byCode = present.filter((one) => one.code === given)
  if (byCode.length > 0) return byCode
  const digits = given.replace(/[^+\d]/g, '')
  const byNumber = digits.length >= 3 ? present.filter((one) => one.number === digits || one.number === given) : []
  if (byNumber.length > 0) return byNumber
  const named = present.filter((one) => one.name !== null)
  const byName = named.filter((one) => foldName(one.name ?? '') === foldName(given))
  return byName.length > 0 ? byName : named.filter((one) => foldName(one.name ?? '').startsWith(foldName(given)))
}

/** One whose number is kept out, by code, number or name. */
export function findKeptOut(conference: Conference, given: string, at: number): KeptOutPerson {
  const all = keptOutAt(conference, at)
  const meant = new Set(
    namedParticipants(
      all.map(({ who }) => who),
      given,
    ),
  )
  const candidates = all.filter(({ who }) => meant.has(who))
  const [only, ...others] = candidates
  if (only && others.length === 0) return only
  throw new ConfbotError('conference.not-kept-out', {
    blanks: { typed: given },
    choices: (only ? candidates : all).map((one) => letInChoice(conference, one)),
  })
}

/** Offered where it is said that a number is kept out. */
export const letInChoice = (conference: Conference, { who }: KeptOutPerson): ErrorChoice => ({
  label: say('card.choice.let-in', { name: nameOf(who) }),
  path: 'conf let-in',
  input: { who: who.code, in: conference.id },
})

/** The leg that rings the actor's own number, when it is in the room. */
export const ownLeg = (conference: Conference, actor: Actor): Participant | undefined =>
  presentParticipants(conference).find((one) => isSamePerson(one.person, actor))

/** Name, else masked number, else what is known. Shown everywhere. */
export function nameOf(one: Pick<Participant, 'name' | 'number' | 'code'>): Span {
  if (one.name !== null) return one.name
  if (one.number !== null) return maskPhoneNumber(one.number)
  return say('card.unknown-caller', { code: one.code.slice(1) })
}

const participantName = (conference: Conference, code: string): Span => {
  const found = conference.participants.find((one) => one.code === code)
  return found ? nameOf(found) : code
}
