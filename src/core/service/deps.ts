/** What every verb works with. */
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { code, type Message, type MessageKey, type Span, say } from '#text/message.ts'
import { mention, type Place, personKey } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import type { Conference } from '../conference.ts'
import type { CardPoster, PeopleSource, Teller } from '../contracts/announcer.ts'
import type { Calendars, FileGiver } from '../contracts/calendar.ts'
import {
  type Answer,
  type Capability,
  type CapabilityMethods,
  type ConferenceProvider,
  isDone,
  isDoneByUs,
  isKeyedByModerator,
  type Pbx,
} from '../contracts/conference-provider.ts'
import type { EventMirror } from '../contracts/event-mirror.ts'
import type { Store } from '../contracts/store.ts'
import { ConfbotError } from '../errors.ts'
import type { EventBus } from '../events.ts'
import { type Action, actions, isPermitted, type Matter } from '../permission.ts'
import type { ConferenceBook } from './book.ts'
import type { Observer } from './observe.ts'

export interface SystemPart {
  readonly name: string
  readonly isConnected: boolean
  readonly lastContactAt: number | null
  readonly detail: string
}

export interface ServiceDeps {
  readonly store: Store
  readonly pbxs: ReadonlyMap<string, Pbx>
  readonly defaultPbx: string
  /** The workspaces (`slack:T1`) of the same company as this one, itself among them; itself alone when absent. */
  readonly companions?: (workspaceKey: string) => readonly string[]
  readonly clock: Clock
  readonly logger: Logger
  readonly events: EventBus
  readonly cards: CardPoster
  readonly teller: Teller
  readonly people: PeopleSource
  /** By platform id; undefined where it has no events, or is not connected. */
  readonly mirrorOf: (platform: string) => EventMirror | undefined
  readonly calendars: Calendars
  readonly files: FileGiver
  /** The chats and the store, as they stand. */
  readonly parts: () => readonly SystemPart[]
  /** When a PBX last answered, as its part of `/readyz` says. */
  readonly lastContactOf?: (pbx: string) => number | null
  readonly version: string
}

/** The deps with what the service itself adds. */
export interface Verbs extends ServiceDeps {
  readonly book: ConferenceBook
  readonly observer: Observer
  /** Channels and threads in which a conference is being opened at this moment. */
  readonly opening: Set<string>
  /** Leases of conferences that were not opened, which the store could not be told of. */
  readonly unreleased: Set<{ readonly pbx: string; readonly number: string; readonly conferenceId: string }>
  /** By id: conferences whose card may be seen already, and which are not stored yet. */
  readonly beingOpened: Map<string, Promise<unknown>>
  /** Rejects unknown names with `input.unknown-pbx`. */
  pbxOf(name: string): Pbx
}

export const channelScope = (place: Place) => `channel:${place.platform}:${place.workspaceId}:${place.channelId}`
export const personScope = (person: { platform: string; workspaceId: string; userId: string }) =>
  `person:${personKey(person)}`

/**
 * The methods of a capability, which the definition's type guarantees where its answer is yes or a detour. Rejects with
 * `capability.unsupported` and the reason otherwise, before anything is sent.
 */
export function need<C extends Capability>(
  pbx: Pbx,
  capability: C,
  conference?: Pick<Conference, 'hasPin' | 'roomNumber'>,
): ConferenceProvider & CapabilityMethods[C] {
  const answer = pbx.definition.capabilities[capability]
  if (isDone(answer) && !isDoneByUs(answer)) return pbx.provider as ConferenceProvider & CapabilityMethods[C]
  throw unsupported(pbx, capability, conference)
}

/** Why it is not done, with what a person can do about it on the telephone, in this conference where there is one. */
export function unsupported(
  pbx: Pbx,
  capability: Capability,
  conference?: Pick<Conference, 'hasPin' | 'roomNumber'>,
): ConfbotError {
  const { name, capabilities } = pbx.definition
  const answer = capabilities[capability]
  const remedy = remedyFor(pbx, answer, conference)
  return new ConfbotError('capability.unsupported', {
    blanks: { pbx: name, reason: reasonOf(capability, answer) },
    ...(remedy && { remedy }),
  })
}

/** The step by which it is had all the same; null: there is none. */
function remedyFor(pbx: Pbx, answer: Answer, conference?: Pick<Conference, 'hasPin' | 'roomNumber'>): Message | null {
  if (answer.support === 'keypad') {
    if (!isKeyedByModerator(answer)) return say('card.remedy.keypad', { code: answer.code })
    // Where callers key in no PIN, moderators cannot either.
    return conference?.hasPin ? say('card.remedy.chair-pin') : null
  }
  if (answer.support !== 'policy') return null
  if (answer.field === undefined || !conference || !canDo(pbx, 'updateRoom'))
    return say('card.remedy.policy', { pbx: pbx.definition.name })
  const assignment = `${answer.field}=true`
  return say('card.remedy.room-field', {
    command: code(`/confadmin room edit ${conference.roomNumber} ${assignment} pbx:${pbx.name}`),
  })
}

export const canDo = (pbx: Pbx, capability: Capability) => isDone(pbx.definition.capabilities[capability])

/** Whether events of it come at present; null: it sends none. */
export const areEventsComing = (pbx: Pbx): boolean | null =>
  canDo(pbx, 'hints') ? (pbx.provider.isPushing?.() ?? false) : null

/** By the service itself, from what else the PBX can do: the adapter has no methods for it. */
export const isOurs = (pbx: Pbx, capability: Capability) => isDoneByUs(pbx.definition.capabilities[capability])

function reasonOf(capability: Capability, answer: Answer): Span {
  switch (answer.support) {
    case 'no':
      return { kind: 'message', key: answer.why, blanks: {} }
    case 'policy':
      return say('card.support.policy', { how: { kind: 'message', key: answer.how, blanks: {} } })
    case 'keypad': {
      const does = byKeypad[capability]
      return does
        ? say('card.support.keypad-does', { code: answer.code, does: say(does) })
        : say('card.support.keypad', { code: answer.code })
    }
    default:
      return say('card.support.unknown')
  }
}

/** What keying a code in the call does. */
export const byKeypad: Partial<Record<Capability, MessageKey & `card.keypad.${string}`>> = {
  mute: 'card.keypad.mute',
  muteAll: 'card.keypad.mute-all',
  lock: 'card.keypad.lock',
  record: 'card.keypad.record',
  kick: 'card.keypad.kick',
  end: 'card.keypad.end',
}

/** Rejects with `permission.denied` unless the actor's role, in this conference where there is one, is strong enough. */
export function permit({ actor }: Pick<Attempt, 'actor'>, action: Action, matter: Matter | null = null): void {
  if (isPermitted(actor, action, matter)) return
  throw new ConfbotError('permission.denied', {
    blanks: {
      who: matter?.chair && actions[action] === 'chair' ? mention(matter.chair) : say('card.who.administrator'),
    },
  })
}
