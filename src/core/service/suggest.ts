/**
 * Suggestions while somebody types, from memory alone: what is live is there already; the directory is read in the background
 * and remembered for a while, so the very first question of a workspace may be answered with less.
 */
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { timeZones } from '#lib/time.ts'
import { spanToString } from '#text/format.ts'
import { type Actor, type Place, workspaceKey } from '../actor.ts'
import { presentParticipants } from '../conference.ts'
import type { Contact, ContactList, Store } from '../contracts/store.ts'
import type { Suggestion, SuggestionKind, SuggestionSource } from '../suggestion.ts'

import type { ConferenceService } from './index.ts'
import { nameOf } from './locate.ts'

const rememberMs = 30_000

interface Remembered {
  contacts: readonly Contact[]
  lists: readonly ContactList[]
  readAt: number
}

export function createSuggestions(deps: {
  readonly service: Pick<ConferenceService, 'liveHere' | 'pbxNames'>
  readonly store: Pick<Store, 'directory'>
  readonly clock: Clock
  readonly logger: Logger
}): SuggestionSource {
  const { service, store, clock, logger } = deps
  const remembered = new Map<string, Remembered>()

  const directory = (place: Place): Remembered => {
    const key = workspaceKey(place)
    const known = remembered.get(key) ?? { contacts: [], lists: [], readAt: Number.NEGATIVE_INFINITY }
    if (clock.now() - known.readAt >= rememberMs) {
      // At most one reading at a time, whatever comes of it.
      remembered.set(key, { ...known, readAt: clock.now() })
      void Promise.all([store.directory.contacts(key), store.directory.lists(key)]).then(
        ([contacts, lists]) => remembered.set(key, { contacts, lists, readAt: clock.now() }),
        (error: unknown) => logger.warn({ err: error }, 'the directory could not be read for suggestions'),
      )
    }
    return known
  }

  const named = (name: string, label = name): Suggestion => ({ value: name, label })
  const contacts = (place: Place) =>
    directory(place).contacts.map((one) => named(one.name, `${one.name} · ${maskPhoneNumber(one.number)}`))
  const lists = (place: Place) =>
    directory(place).lists.map((one) => named(one.name, `${one.name} (${one.members.length})`))

  const visible = (place: Place, asker: Actor) => {
    const { here, elsewhere } = service.liveHere(place, asker)
    return [...here, ...elsewhere]
  }

  const sources: Record<SuggestionKind, (place: Place, asker: Actor) => readonly Suggestion[]> = {
    participant: (place, asker) =>
      service
        .liveHere(place, asker)
        .here.flatMap(presentParticipants)
        .map((one) => ({ value: one.code, label: spanToString(nameOf(one)) })),
    invitee: (place) => [...contacts(place), ...lists(place)],
    conference: (place, asker) =>
      visible(place, asker).map((one) => ({ value: one.id, label: `${one.subject} (${one.roomNumber})` })),
    room: (place, asker) =>
      visible(place, asker).map((one) => ({ value: one.roomNumber, label: `${one.roomNumber} · ${one.subject}` })),
    recording: () => [],
    pbx: () => service.pbxNames.map((name) => named(name)),
    contact: contacts,
    list: lists,
    zone: () => timeZones().map((zone) => named(zone)),
    // The kit knows the commands itself.
    command: () => [],
  }
  return (kind, place, asker) => sources[kind](place, asker)
}
