/** Names, numbers and lists of a workspace, and the reading of "who" with them. */
import { foldName } from '#lib/fold-name.ts'
import { nearestNames } from '#lib/nearest.ts'
import { maskPhoneNumber, parsePhoneNumber, toPlainNumber } from '#lib/phone-number.ts'
import { asPerson, type Person, type Place, workspaceKey } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import type { Pbx } from '../contracts/conference-provider.ts'
import type { Contact, ContactList } from '../contracts/store.ts'
import { judgeTarget } from '../dial-guard.ts'
import { ConfbotError } from '../errors.ts'
import {
  type Directory,
  type Invitee,
  joinNames,
  nameKey,
  type PartlyRead,
  readInvited,
  readInvitees,
  readInviteesApart,
} from '../invitee.ts'
import { looksLikeNumber } from '../number-run.ts'
import { type OwnNumber, ownNumber, type ProvenNumber, textToProven } from '../own-number.ts'
import type { Word } from '../word.ts'
import { permit, personScope, type Verbs } from './deps.ts'
import { placeOf } from './locate.ts'

/** The people meant by `words`, each with the number that would be rung; judged by the dial guard. */
export async function inviteesOf(
  verbs: Pick<Verbs, 'store' | 'people'>,
  attempt: Attempt,
  pbx: Pbx,
  words: readonly Word[],
): Promise<readonly Invitee[]> {
  if (words.length === 0) return []
  return readInvitees(words, await directoryFor(verbs, placeOf(attempt), pbx, words), pbx.policy)
}

/** Also those who cannot be rung, since no number of theirs is known. */
export async function invitedOf(
  verbs: Pick<Verbs, 'store' | 'people'>,
  attempt: Attempt,
  pbx: Pbx,
  words: readonly Word[],
): Promise<ReturnType<typeof readInvited>> {
  if (words.length === 0) return { invitees: [], unnumbered: [], words }
  return readInvited(words, await directoryFor(verbs, placeOf(attempt), pbx, words), pbx.policy)
}

async function directoryFor(
  verbs: Pick<Verbs, 'store' | 'people'>,
  place: Place,
  pbx: Pbx,
  words: readonly Word[],
): Promise<Directory> {
  const key = workspaceKey(place)
  const [contacts, lists] = await Promise.all([verbs.store.directory.contacts(key), verbs.store.directory.lists(key)])
  const known = await peopleOf(verbs, place, contacts, mentionsIn(words, lists), pbx.name)
  return { contacts, lists, personOf: (userId) => known.get(userId) ?? null }
}

/** Those who can still be read of what was typed in `place` before. Rejects when the chat or the store does not answer. */
export async function inviteesLeft(
  verbs: Pick<Verbs, 'store' | 'people'>,
  place: Place,
  pbx: Pbx,
  words: readonly Word[],
): Promise<PartlyRead> {
  if (words.length === 0) return { invitees: [], unnumbered: [], unread: [] }
  return readInviteesApart(words, await directoryFor(verbs, place, pbx, words), pbx.policy)
}

/** A person's own number, to be rung by the PBX of this name; absent: by whichever. */
export async function phoneOf(
  verbs: Pick<Verbs, 'store' | 'people'>,
  person: Omit<Person, 'name'>,
  pbx?: string,
): Promise<OwnNumber> {
  const [contacts, proven] = await Promise.all([
    verbs.store.directory.contacts(workspaceKey(person)),
    provenOf(verbs.store, person),
  ])
  const own = ownNumber(person.userId, { contacts, proven, profile: null }, pbx)
  // The chat is asked only for what nobody else knows.
  return own.phone !== null ? own : { ...own, phone: (await verbs.people.find(person))?.phone ?? null }
}

/** The setting of a person under which their proven number is kept. */
export const provenSetting = 'phone'

const provenOf = async (
  { settings }: Pick<Verbs['store'], 'settings'>,
  person: Omit<Person, 'name'>,
): Promise<ProvenNumber | null> => textToProven(await settings.get(personScope(person), provenSetting))

function mentionsIn(words: readonly Word[], lists: readonly ContactList[]): readonly string[] {
  const texts = [...words.map((word) => word.text), ...lists.flatMap((list) => list.members)]
  return [...new Set(texts.flatMap((text) => /^<@!?([A-Za-z0-9]+)>$/.exec(text)?.[1] ?? []))]
}

async function peopleOf(
  verbs: Pick<Verbs, 'store' | 'people'>,
  { platform, workspaceId }: Pick<Place, 'platform' | 'workspaceId'>,
  contacts: readonly Contact[],
  userIds: readonly string[],
  pbx?: string,
) {
  const found = await Promise.all(
    userIds.map(async (userId) => {
      const ref = { platform, workspaceId, userId }
      const [profile, proven] = await Promise.all([verbs.people.find(ref), provenOf(verbs.store, ref)])
      if (!profile) return null
      const { phone } = ownNumber(userId, { contacts, proven, profile: profile.phone }, pbx)
      return [userId, { person: asPerson(profile), phone }] as const
    }),
  )
  return new Map(found.filter((one) => one !== null))
}

export interface DirectoryVerbs {
  contacts(attempt: Attempt): Promise<readonly Contact[]>
  lists(attempt: Attempt): Promise<readonly ContactList[]>
  /** By name. Rejects with `directory.unknown`. */
  contact(attempt: Attempt, name: string): Promise<Contact>
  list(attempt: Attempt, name: string): Promise<ContactList>
  /** The chat people among the members, by user id. */
  membersInChat(attempt: Attempt, lists: readonly ContactList[]): Promise<ReadonlyMap<string, Person>>
  /**
   * Adds a contact, or replaces the one of that name when `replace` says so; a mention in the place of the name is that person
   * under their own. Rejects with what the dial guard says of the number.
   */
  putContact(
    attempt: Attempt,
    pbx: Pbx,
    contact: { name: string; number: string; userId: string | null },
    replace: boolean,
  ): Promise<Contact>
  removeContact(attempt: Attempt, name: string): Promise<void>
  putList(attempt: Attempt, name: string, members: readonly Word[]): Promise<ContactList>
  removeList(attempt: Attempt, name: string): Promise<void>
}

export function createDirectoryVerbs(verbs: Pick<Verbs, 'store' | 'people'>): DirectoryVerbs {
  const { directory } = verbs.store
  const keyOf = (attempt: Attempt) => workspaceKey(placeOf(attempt))
  const isSame = (a: string, b: string) => foldName(a) === foldName(b)
  const contacts: DirectoryVerbs['contacts'] = async (attempt) => {
    permit(attempt, 'directory.view')
    return directory.contacts(keyOf(attempt))
  }
  const lists: DirectoryVerbs['lists'] = async (attempt) => {
    permit(attempt, 'directory.view')
    return directory.lists(keyOf(attempt))
  }
  const named = <T extends { readonly name: string }>(all: readonly T[], name: string): T => {
    const found = all.find((one) => isSame(one.name, name))
    if (found) return found
    throw unknown(
      name,
      all.map((one) => one.name),
    )
  }
  return {
    contacts,
    lists,
    contact: async (attempt, name) => named(await contacts(attempt), name),
    list: async (attempt, name) => named(await lists(attempt), name),
    async membersInChat(attempt, shown) {
      const known = await peopleOf(verbs, placeOf(attempt), [], mentionsIn([], shown))
      return new Map([...known].map(([userId, { person }]) => [userId, person]))
    },
    async putContact(attempt, pbx, given, replace) {
      permit(attempt, 'directory.manage')
      const { name, number, userId } = await withPerson(verbs, attempt, given)
      attempt.about(name)
      const target = judgeTarget(number, pbx.policy)
      const contact = { workspaceKey: keyOf(attempt), name, number: target.number, userId }
      await attempt.commit(async (tx) => {
        const exists = (await tx.directory.contacts(contact.workspaceKey)).some((one) => isSame(one.name, name))
        if (exists && !replace) throw new ConfbotError('directory.exists', { blanks: { name } })
        await tx.directory.putContact(contact)
      }, target.masked)
      return contact
    },
    async removeContact(attempt, name) {
      permit(attempt, 'directory.manage')
      attempt.about(name)
      await attempt.commit(async (tx) => {
        if (!(await tx.directory.removeContact(keyOf(attempt), name))) throw unknown(name)
      })
    },
    async putList(attempt, name, members) {
      permit(attempt, 'directory.manage')
      attempt.about(name)
      const known = await contacts(attempt)
      const read = joinNames(members, { contacts: known, lists: [] }).map((one) => readMember(one, known))
      const list = { workspaceKey: keyOf(attempt), name, members: read }
      await attempt.commit((tx) => tx.directory.putList(list), `${read.length} members`)
      return list
    },
    async removeList(attempt, name) {
      permit(attempt, 'directory.manage')
      attempt.about(name)
      await attempt.commit(async (tx) => {
        if (!(await tx.directory.removeList(keyOf(attempt), name))) throw unknown(name)
      })
    },
  }
}

const unknown = (name: string, names: readonly string[] = []) =>
  new ConfbotError('directory.unknown', {
    blanks: { name },
    choices: nearestNames(name, names, 3).map((near) => ({ label: near, input: { name: near } })),
  })

/** Throws `input.unknown-person`. */
async function withPerson<T extends { readonly name: string; readonly userId: string | null }>(
  { people }: Pick<Verbs, 'people'>,
  attempt: Attempt,
  given: T,
): Promise<T> {
  const userId = /^<@!?([A-Za-z0-9]+)>$/.exec(given.name)?.[1]
  if (userId === undefined) return given
  const { platform, workspaceId } = placeOf(attempt)
  const person = await people.find({ platform, workspaceId, userId })
  if (!person) throw new ConfbotError('input.unknown-person', { blanks: { typed: given.name } })
  return { ...given, name: person.name, userId: given.userId ?? userId }
}

/**
 * As it is stored: a mention, an extension, a contact's name, or a number as E.164; whether it may be rung is judged when it
 * is. Throws `directory.unknown` for anything else.
 */
function readMember(text: string, contacts: readonly Contact[]): string {
  const plain = toPlainNumber(text)
  if (/^\d{2,6}$/.test(plain)) return plain
  if (/^<@!?[A-Za-z0-9]+>$/.test(text) || contacts.some((one) => nameKey(one.name) === nameKey(text))) return text
  const number = parsePhoneNumber(text, undefined)
  if (!number) throw unknown(looksLikeNumber(plain) ? maskPhoneNumber(plain) : text)
  return number.e164
}
