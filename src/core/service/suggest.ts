/**
 * Suggestions while somebody types, from memory alone: what is live is there already; the directory and what is scheduled are
 * read in the background and remembered for a while, so the very first question of a workspace may be answered with less.
 */
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { zonesInOrder } from '#lib/zone-names.ts'
import { spanToString } from '#text/format.ts'
import { type Actor, channelKey, type Place, personKey, workspaceKey } from '../actor.ts'
import { presentParticipants } from '../conference.ts'
import type { Pbx, Room } from '../contracts/conference-provider.ts'
import type { Contact, ContactList, Store } from '../contracts/store.ts'
import type { EventBus } from '../events.ts'
import type { Meeting } from '../meeting.ts'
import type { Suggestion, SuggestionKind, SuggestionSource } from '../suggestion.ts'
import { isOffered } from './chosen-room.ts'
import { canDo } from './deps.ts'
import type { ConferenceService } from './index.ts'
import { nameOf } from './locate.ts'
import { permanentScope } from './room-lease.ts'

const rememberMs = 30_000
/** Of this many channels, people and workspaces; those read longest ago are forgotten first. */
const maxRemembered = 500
/** Of a channel, and of a person: the soonest. */
const maxMeetings = 50

interface Named {
  readonly contacts: readonly Contact[]
  readonly lists: readonly ContactList[]
}

export function createSuggestions(deps: {
  readonly service: Pick<ConferenceService, 'liveHere' | 'pbxNames' | 'choosePbx'>
  readonly store: Pick<Store, 'directory' | 'meetings' | 'settings'>
  readonly events: EventBus
  readonly clock: Clock
  readonly logger: Logger
}): SuggestionSource {
  const { service, store, events, clock, logger } = deps

  const directories = remember<Named, string>(
    { contacts: [], lists: [] },
    async (key) => {
      const [contacts, lists] = await Promise.all([store.directory.contacts(key), store.directory.lists(key)])
      return { contacts, lists }
    },
    { keyOf: itself, clock, logger, what: 'the directory' },
  )
  /** Of the channel's PBX. That one is asked, which is why it is not asked often. */
  const offered = remember<readonly Suggestion[], Place>(
    [],
    async (place) => roomsToChoose(store, await service.choosePbx(place, undefined)),
    { keyOf: channelKey, clock, logger, what: 'rooms to choose' },
  )
  const upcoming = (filter: 'channelKey' | 'personKey') =>
    remember<readonly Meeting[], string>([], (key) => store.meetings.upcoming({ [filter]: key, limit: maxMeetings }), {
      keyOf: itself,
      clock,
      logger,
      what: 'what is scheduled',
    })
  const ofChannels = upcoming('channelKey')
  const ofPeople = upcoming('personKey')
  events.subscribe((event) => {
    if (event.kind !== 'meeting-changed') return
    ofChannels.outdate()
    ofPeople.outdate()
  })

  const directory = (place: Place) => directories.get(workspaceKey(place))

  /** Of this channel, and what the asker owns or is invited to: those that everybody here, or the asker, may see. */
  const meetingsOf = (place: Place, asker: Actor): readonly Meeting[] => {
    const theirs = ofPeople.get(personKey(asker)).filter((one) => workspaceKey(one.place) === workspaceKey(place))
    return [...new Map([...ofChannels.get(channelKey(place)), ...theirs].map((one) => [one.id, one])).values()]
  }
  const meetings = (place: Place, asker: Actor): readonly Suggestion[] =>
    meetingsOf(place, asker).map(({ id, subject }) => ({ value: id, label: `${subject} (${id})` }))

  /** The asker's own as the platform tells it, then those in which meetings here are held, the most usual first. */
  const zones = (place: Place, asker: Actor): readonly Suggestion[] => {
    const times = new Map<string, number>()
    for (const { timeZone } of meetingsOf(place, asker)) times.set(timeZone, (times.get(timeZone) ?? 0) + 1)
    const used = [...times].sort(([, a], [, b]) => b - a).map(([zone]) => zone)
    return zonesInOrder([...(asker.timeZone === undefined ? [] : [asker.timeZone]), ...used]).map((zone) => named(zone))
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
    meeting: meetings,
    room: (place, asker) =>
      visible(place, asker).map((one) => ({ value: one.roomNumber, label: `${one.roomNumber} · ${one.subject}` })),
    'offered-room': offered.get,
    recording: () => [],
    pbx: () => service.pbxNames.map((name) => named(name)),
    contact: contacts,
    list: lists,
    zone: zones,
    // The kit knows the commands itself.
    command: () => [],
  }
  return (kind, place, asker) => sources[kind](place, asker)
}

/**
 * Rooms that an administrator made to stay, by name; and where the PBX makes none over its API, those of the range by number alone: they
 * may still have the subject of a conference that was not for everybody.
 */
async function roomsToChoose({ settings }: Pick<Store, 'settings'>, pbx: Pbx): Promise<readonly Suggestion[]> {
  const permanent = await settings.list(permanentScope(pbx))
  const isPermanent = ({ number }: Room) => Object.hasOwn(permanent, number)
  const makesRooms = canDo(pbx, 'createRoom')
  // Nothing is asked where nothing can come of it.
  if (makesRooms && Object.keys(permanent).length === 0) return []
  const rooms = await pbx.provider.listRooms()
  return rooms
    .filter((room) => isPermanent(room) || (!makesRooms && isOffered(pbx, room.number, permanent)))
    .map((room) => ({
      value: room.number,
      label: isPermanent(room) ? `${room.number} · ${room.subject}` : room.number,
    }))
}

const itself = (key: string) => key

interface Memory<T, Of> {
  get(of: Of): T
  /** What was read is still answered with, and read anew at the next question. */
  outdate(): void
}

/** What is read in the background when it is asked for, at most once at a time and in `rememberMs`. */
function remember<T, Of>(
  unknown: T,
  read: (of: Of) => Promise<T>,
  {
    keyOf,
    clock,
    logger,
    what,
  }: { readonly keyOf: (of: Of) => string; readonly clock: Clock; readonly logger: Logger; readonly what: string },
): Memory<T, Of> {
  const kept = new Map<string, { readonly value: T; readonly readAt: number }>()
  const keep = (key: string, value: T, readAt: number) => {
    kept.delete(key)
    kept.set(key, { value, readAt })
    for (const old of kept.keys()) {
      if (kept.size <= maxRemembered) break
      kept.delete(old)
    }
  }
  return {
    get(of) {
      const key = keyOf(of)
      const { value, readAt } = kept.get(key) ?? { value: unknown, readAt: Number.NEGATIVE_INFINITY }
      if (clock.now() - readAt >= rememberMs) {
        // At most one reading at a time, whatever comes of it.
        keep(key, value, clock.now())
        read(of).then(
          (found) => keep(key, found, clock.now()),
          (error: unknown) => logger.warn({ err: error }, `${what} could not be read for suggestions`),
        )
      }
      return value
    },
    outdate() {
      for (const [key, { value }] of kept) kept.set(key, { value, readAt: Number.NEGATIVE_INFINITY })
    },
  }
}
