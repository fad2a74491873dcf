/**
 * Who is meant by the words of an invitation (product.md, section 3, `<who>`). Only what can be read for certain is returned;
 * every number has passed the dial guard.
 */
import { foldName } from '#lib/fold-name.ts'
import { nearestNames } from '#lib/nearest.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { type Span, say } from '#text/message.ts'
import type { Person } from './actor.ts'
import type { PbxPolicy } from './contracts/conference-provider.ts'
import type { Contact, ContactList } from './contracts/store.ts'
import { judgeTarget } from './dial-guard.ts'
import { ConfbotError, type ErrorChoice, isConfbotError } from './errors.ts'
import { looksLikeNumber, type NumberRun, splitNumbers } from './number-run.ts'
import type { Word } from './word.ts'

export interface Invitee {
  readonly name: string | null
  /** As given to the PBX: E.164 or extension. */
  readonly number: string
  readonly masked: string
  readonly person: Person | null
}

/** Who was named, and cannot be rung, since no number is known. */
interface Unnumbered {
  readonly number: null
  readonly person: Person
}

/** All who were named. */
export interface Invited {
  readonly invitees: readonly Invitee[]
  /** Each once. */
  readonly unnumbered: readonly Person[]
}

/** The names and numbers that are known in a workspace. */
export interface Directory {
  readonly contacts: readonly Contact[]
  readonly lists: readonly ContactList[]
  /** A person who can be mentioned, with the phone from the directory or the profile; null when there is no such person. */
  personOf(userId: string): { readonly person: Person; readonly phone: string | null } | null
}

/** One thing that was named, as it would be typed by itself. */
interface Term {
  readonly text: string
  /** `member`: of a list that was named. */
  readonly kind: 'number' | 'member' | 'other'
}

type Part = Term | ({ readonly kind: 'numbers' } & NumberRun)

const maxChoices = 5
const mentionForm = /^<@!?([A-Za-z0-9]+)>$/

/** Whom a word mentions, as the chat writes it; null: nobody. */
export const mentionedUserId = (text: string): string | null => mentionForm.exec(text)?.[1] ?? null

/**
 * Reads who is meant: numbers, extensions, mentions, contacts and lists, each number once. White space ends a number; one with
 * spaces is quoted, or the list uses commas (see `splitNumbers`). Names are compared without regard to case; unquoted words that
 * together are exactly a name are taken as that name, the longest first; the first words of one contact's name alone will do.
 * Throws `input.ambiguous-number`, `.unknown-person`, `.ambiguous-person` (blank `typed`), `.person-without-number` (`name`)
 * and what `judgeTarget` throws. Its choices have no path, which means the same command again with the choice's input (`who`) in
 * place of what was given; one of them is to ring the others alone, where there are others.
 */
export function readInvitees(words: readonly Word[], directory: Directory, policy: PbxPolicy): readonly Invitee[] {
  return readTerms(words, directory, policy, withNumber).invitees
}

/** Like `readInvitees`, but people of the chat may have no number: they are invited, and not rung. `words`: one for each name or number. */
export const readInvited = (
  words: readonly Word[],
  directory: Directory,
  policy: PbxPolicy,
): Invited & { readonly words: readonly Word[] } => ({
  ...readTerms(words, directory, policy, (one) => one),
  words: joinTerms(words, termsOf(words, directory, policy)),
})

/** What was one name or number stays one: pieces of a number tell all of it, since each is short enough to be an extension. */
function joinTerms(words: readonly Word[], terms: readonly Term[]): readonly Word[] {
  let at = 0
  return terms.flatMap(({ text }) => {
    const first = words[at]
    const isWhole = first?.text === text
    at += isWhole ? 1 : text.split(' ').length
    return first ? [isWhole ? first : { text, quoted: true, afterComma: first.afterComma }] : []
  })
}

function readTerms(
  words: readonly Word[],
  directory: Directory,
  policy: PbxPolicy,
  checked: (one: Invitee | Unnumbered) => Invitee | Unnumbered,
): Invited {
  const named = termsOf(words, directory, policy)
  const terms = named.flatMap((term, at) => membersOf(term, directory).map((member) => ({ ...member, at })))
  const read = terms.map((term, index) => {
    // A list stays a list: its reader may not know the numbers in it.
    const choiceFor = (text: string) => whoChoice(named.with(term.at, { text, kind: 'other' }), text)
    return orTheOthers(terms.toSpliced(index, 1), () => checked(inviteeOf(term, directory, policy, choiceFor)))
  })
  return onceEach(read)
}

function withNumber(one: Invitee | Unnumbered): Invitee {
  if (one.number !== null) return one
  throw new ConfbotError('input.person-without-number', { option: 'who', blanks: { name: one.person.name } })
}

export interface PartlyRead extends Invited {
  /** As it was typed, or the member of a list; numbers masked. */
  readonly unread: readonly string[]
}

/**
 * Like `readInvitees`, of what could be read once: contacts, profiles and rules change, and who cannot be read any more keeps nobody
 * else from being rung. Bare words that stood side by side may have been one name, which is not there any more: they are read
 * together, or not at all.
 */
export function readInviteesApart(words: readonly Word[], directory: Directory, policy: PbxPolicy): PartlyRead {
  const names = namesOf(directory)
  const groups = groupsOf(words)
  const found: (Invitee | Unnumbered)[] = []
  const unread: string[] = []
  for (const part of groups.flatMap((group) => joinBareWords(partsOf(group, names, groups.length > 1, policy)))) {
    const typed = part.map((one) => (one.kind === 'numbers' ? one.words.join(' ') : one.text)).join(' ')
    if (part.some((one) => one.kind === 'numbers' && one.pieces === null)) {
      unread.push(asShown(typed))
      continue
    }
    const read = part.flatMap(termsOfPart).map((term) => readApart(term, directory, policy))
    const isName = part.length > 1
    if (isName && read.some((one) => one.unread.length > 0)) unread.push(typed)
    else {
      found.push(...read.flatMap((one) => one.found))
      unread.push(...read.flatMap((one) => one.unread))
    }
  }
  return { ...onceEach(found), unread }
}

function joinBareWords(parts: readonly Part[]): readonly (readonly Part[])[] {
  const joined: Part[][] = []
  const isBare = (part: Part | undefined) => part?.kind === 'other' && !mentionForm.test(part.text)
  for (const part of parts) {
    const before = joined.at(-1)
    if (before && isBare(part) && isBare(before.at(-1))) before.push(part)
    else joined.push([part])
  }
  return joined
}

function readApart(term: Term, directory: Directory, policy: PbxPolicy) {
  const found: (Invitee | Unnumbered)[] = []
  const unread: string[] = []
  for (const member of membersOf(term, directory)) {
    try {
      found.push(inviteeOf(member, directory, policy, (text) => whoChoice([member], text)))
    } catch (error) {
      if (!isConfbotError(error)) throw error
      unread.push(asShown(member.text))
    }
  }
  return { found, unread }
}

const asShown = (text: string) => (looksLikeNumber(text) ? maskPhoneNumber(text.replace(/[^+\d]/g, '')) : text)

/** Each number once, under a name where there is one. */
function onceEach(read: readonly (Invitee | Unnumbered)[]): Invited {
  const byNumber = new Map<string, Invitee>()
  const unnumbered = new Map<string, Person>()
  for (const one of read) {
    if (one.number === null) unnumbered.set(one.person.userId, one.person)
    else if ((byNumber.get(one.number)?.name ?? null) === null) byNumber.set(one.number, one)
  }
  return { invitees: [...byNumber.values()], unnumbered: [...unnumbered.values()] }
}

/** Whoever cannot be rung keeps nobody else from it for long. */
function orTheOthers<T>(others: readonly Term[], read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!isConfbotError(error) || error.code === 'input.ambiguous-person' || others.length === 0) throw error
    // A button holds no number that its reader has not typed.
    if (others.some(({ kind, text }) => kind === 'member' && looksLikeNumber(text))) throw error
    const { choices = [], ...details } = error.details
    throw new ConfbotError(error.code, {
      ...details,
      choices: [...choices, whoChoice(others, say('card.choice.others', { count: others.length }))],
    })
  }
}

function termsOf(words: readonly Word[], directory: Directory, policy: PbxPolicy): readonly Term[] {
  const names = namesOf(directory)
  const groups = groupsOf(words)
  const parts = groups.flatMap((group) => partsOf(group, names, groups.length > 1, policy))
  const unclear = parts.filter((part) => part.kind === 'numbers' && part.pieces === null)
  const [first] = unclear
  if (first?.kind !== 'numbers') return parts.flatMap(termsOfPart)
  const whole = (reading: readonly string[]) =>
    parts.flatMap((part) => (part === first ? reading.map(asNumber) : termsOfPart(part)))
  throw new ConfbotError('input.ambiguous-number', {
    option: 'who',
    blanks: { typed: first.words.join(' ') },
    // With two unclear places, a choice for one would decide the other unasked.
    choices:
      unclear.length > 1
        ? []
        : first.readings.slice(0, maxChoices).map((reading) => whoChoice(whole(reading), reading.join(', '))),
  })
}

const termsOfPart = (part: Part): readonly Term[] =>
  part.kind === 'numbers' ? (part.pieces ?? part.words).map(asNumber) : [part]
const asNumber = (text: string): Term => ({ text, kind: 'number' })

/** What bare words may add up to. */
interface Names {
  readonly all: ReadonlySet<string>
  readonly maxWords: number
}

function namesOf({ contacts, lists }: Pick<Directory, 'contacts' | 'lists'>): Names {
  const all = [...contacts, ...lists].map(({ name }) => nameKey(name))
  return { all: new Set(all), maxWords: Math.max(0, ...all.map((name) => name.split(' ').length)) }
}

/** Each word by itself, but for bare words that are together a known name. */
export function joinNames(words: readonly Word[], directory: Pick<Directory, 'contacts' | 'lists'>): readonly string[] {
  const names = namesOf(directory)
  const texts: string[] = []
  for (let at = 0; at < words.length; ) {
    const taken = words.slice(at, at + Math.max(nameLength(words.slice(at), names), 1))
    texts.push(taken.map(({ text }) => text).join(' '))
    at += taken.length
  }
  return texts
}

function groupsOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const groups: Word[][] = []
  for (const word of words) {
    const group = groups.at(-1)
    if (group && !word.afterComma) group.push(word)
    else groups.push([word])
  }
  return groups
}

/** What stands between two commas: names, mentions, quoted numbers, and runs of words that look like numbers. */
function partsOf(group: readonly Word[], names: Names, usesCommas: boolean, policy: PbxPolicy): readonly Part[] {
  const parts: Part[] = []
  for (let at = 0; at < group.length; ) {
    const rest = group.slice(at)
    const named = nameLength(rest, names)
    if (named === 0 && group.length > 1 && isLink(rest[0])) {
      at++
      continue
    }
    const digits = named > 0 ? 0 : runLength(rest, names)
    const taken = rest.slice(0, Math.max(named, digits, 1)).map((word) => word.text)
    const text = taken.join(' ')
    if (digits > 0)
      for (const run of splitNumbers(taken, usesCommas && digits === group.length, policy))
        parts.push({ kind: 'numbers', ...run })
    else parts.push({ text, kind: named === 0 && looksLikeNumber(text) ? 'number' : 'other' })
    at += taken.length
  }
  return parts
}

/** "with @bob and @carol" */
const isLink = (word: Word | undefined) => word !== undefined && !word.quoted && /^(?:with|and|&)$/i.test(word.text)

/** How many of the first bare words are together a known name; numbers alone never are. */
function nameLength(words: readonly Word[], names: Names): number {
  const near = words.slice(0, names.maxWords)
  const end = near.findIndex((word) => word.quoted)
  const bare = (end < 0 ? near : near.slice(0, end)).map((word) => word.text)
  for (let length = bare.length; length > 0; length--) {
    const part = bare.slice(0, length)
    if (names.all.has(nameKey(part.join(' '))) && !part.every(looksLikeNumber)) return length
  }
  return 0
}

/** How many of the first words are bare and look like numbers, up to where a name begins. */
function runLength(words: readonly Word[], names: Names): number {
  const end = words.findIndex(
    (word, index) => word.quoted || !looksLikeNumber(word.text) || nameLength(words.slice(index), names) > 0,
  )
  return end < 0 ? words.length : end
}

/** The choice that writes the whole list anew, so that it can be read in one way only. */
function whoChoice(terms: readonly Term[], label: Span): ErrorChoice {
  const who = terms.map(({ text }) => (/^[^\s,"]+$/.test(text) ? text : `"${text}"`)).join(', ')
  return { label, input: { who } }
}

/** A list's members in its place. */
function membersOf(term: Term, directory: Directory): readonly Term[] {
  if (term.kind !== 'other' || mentionForm.test(term.text) || findContact(directory, term.text)) return [term]
  const list = directory.lists.find(({ name }) => nameKey(name) === nameKey(term.text))
  return list ? list.members.map((text) => ({ text, kind: 'member' })) : [term]
}

function inviteeOf(
  { text, kind }: Term,
  directory: Directory,
  policy: PbxPolicy,
  choiceFor: (name: string) => ErrorChoice,
): Invitee | Unnumbered {
  if (kind === 'number') return numbered(text, null, null, policy)
  if (kind === 'member') return memberOf(text, directory, policy)
  const userId = mentionedUserId(text)
  if (userId !== null) return mentioned(userId, text, directory, policy)
  const contact = findContact(directory, text) ?? guessContact(text, directory, choiceFor)
  return contacted(contact, directory, policy)
}

function numbered(text: string, name: string | null, person: Person | null, policy: PbxPolicy): Invitee {
  const { number, masked } = judgeTarget(text, policy)
  return { name, number, masked, person }
}

function mentioned(userId: string, text: string, directory: Directory, policy: PbxPolicy): Invitee | Unnumbered {
  const found = directory.personOf(userId)
  if (!found) throw new ConfbotError('input.unknown-person', { option: 'who', blanks: { typed: text } })
  const { person, phone } = found
  const unnumbered = { number: null, person }
  if (phone === null) return unnumbered
  try {
    return numbered(phone, person.name, person, policy)
  } catch (error) {
    // Profiles hold whatever people wrote there.
    if (isConfbotError(error, 'input.not-a-number')) return unnumbered
    throw error
  }
}

function contacted({ name, number, userId }: Contact, directory: Directory, policy: PbxPolicy): Invitee {
  const person = userId === null ? null : (directory.personOf(userId)?.person ?? null)
  return numbered(number, name, person, policy)
}

/** A member is a contact, a mention or a number, never another list. */
function memberOf(member: string, directory: Directory, policy: PbxPolicy): Invitee | Unnumbered {
  const userId = mentionedUserId(member)
  if (userId !== null) return mentioned(userId, member, directory, policy)
  if (looksLikeNumber(member)) return numbered(member, null, null, policy)
  const contact = findContact(directory, member)
  if (contact) return contacted(contact, directory, policy)
  throw new ConfbotError('input.unknown-person', { option: 'who', blanks: { typed: member } })
}

/** As contacts and lists are compared. An `@` that no chat made a mention of is only a way to write a name. */
export const nameKey = (text: string): string => foldName(text.replace(/^@(?=\S)/, ''))

const findContact = ({ contacts }: Directory, text: string) =>
  contacts.find(({ name }) => nameKey(name) === nameKey(text))

/** The one contact whose first words these are; anything less certain is asked. */
function guessContact(typed: string, directory: Directory, choiceFor: (name: string) => ErrorChoice): Contact {
  const names = [...directory.contacts, ...directory.lists].map(({ name }) => name)
  const key = nameKey(typed)
  const matching = names.filter((name) => nameKey(name).startsWith(key))
  const [only] = matching
  const contact = directory.contacts.find(({ name }) => name === only && nameKey(name).startsWith(`${key} `))
  if (contact && matching.length === 1) return contact
  const offered = matching.length > 1 ? matching.slice(0, maxChoices) : nearestNames(typed, names, maxChoices)
  if (offered.length === 0 && /^\+?\d/.test(typed))
    throw new ConfbotError('input.not-a-number', { option: 'who', blanks: { typed } })
  throw new ConfbotError(matching.length > 1 ? 'input.ambiguous-person' : 'input.unknown-person', {
    option: 'who',
    blanks: { typed },
    choices: offered.map(choiceFor),
  })
}
