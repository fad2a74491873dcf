/** What must hold at every moment of a walk, and what must be so when it is over and everything works again. */
import { decodeAction } from '#command-kit/action-ref.ts'
import type { Conference } from '#core/conference.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { liveParts } from '../drawn-slack.ts'
import type { Driven, SandboxClient, SlackMessage } from '../sandbox-client.ts'
import { channels, outsideNumbers, typedPin } from './acts.ts'

/** What Slack's own client answers, or the sandbox: nothing was there to be pressed any more. */
const honestRefusals = new Set(['invalid_input', 'not_supported_in_threads', 'not_in_channel', 'is_archived'])

/** null: the bot answered, or it was not asked. */
export function unanswered({ ok, error = '' }: Driven): string | null {
  if (ok || honestRefusals.has(error) || error.includes(' ')) return null
  return error
}

const botsOwn = (messages: readonly SlackMessage[]) =>
  messages.filter((message) => message.user === 'U0CONFBOT' && message.is_ephemeral !== true)

/** The conference whose live card this is. */
export const liveIdOf = (message: SlackMessage): string | null => {
  for (const value of liveParts(message.blocks ?? []).values) {
    const action = decodeAction(value)
    if (action?.path === 'conf end') return action.input.in ?? null
  }
  return null
}

/** All that anybody can read in the channels. */
export async function channelMessages(slack: SandboxClient): Promise<readonly SlackMessage[]> {
  const found = await Promise.all(channels.map((channel) => slack.messages('alice', channel)))
  return botsOwn(found.flat())
}

/** `reposts`: whose cards people asked for anew, whether or not it came to that; null: one that was live in the channel. */
export function channelProblems(messages: readonly SlackMessage[], reposts: readonly (string | null)[]): string[] {
  const problems: string[] = []
  const cards = new Map<string, number>()
  for (const message of messages) {
    const digits = message.text.replace(/\D/g, '')
    for (const number of outsideNumbers)
      if (digits.includes(number.slice(3))) problems.push(`a whole number in the channel: ${message.text}`)
    if (new RegExp(`\\b${typedPin}\\b`).test(message.text)) problems.push(`a PIN in the channel: ${message.text}`)
    const id = liveIdOf(message)
    if (id !== null) cards.set(id, (cards.get(id) ?? 0) + 1)
  }
  for (const [id, count] of cards)
    if (count > 1 + reposts.filter((one) => one === null || one === id).length)
      problems.push(`${count} live cards of ${id}`)
  return problems
}

export interface PbxRoom {
  readonly number: string
  readonly locked: boolean
  readonly recording: boolean
  readonly legs: readonly {
    readonly id: string
    readonly number: string | null
    readonly state: string
    readonly muted: boolean
    readonly chairman: boolean
  }[]
}

/** One line per person in the room: number, and what the card says of those who are there. The PBX tells nobody who talks. */
const legLines = ({ legs }: PbxRoom) =>
  legs
    .filter(({ state }) => state === 'joined')
    .map(({ number, muted, chairman }) => lineOf(number === null ? '?' : maskPhoneNumber(number), muted, chairman))
    .sort()

const lineOf = (number: string, isMuted: boolean, isChair: boolean) =>
  [number, isMuted && 'muted', isChair && 'chair'].filter(Boolean).join(' ')

/** The same, as the card shows it. */
function shownLines(text: string, masks: ReadonlySet<string>): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('• '))
    .flatMap((line) => {
      const parts = line.slice(2).split(' · ')
      const state = parts.at(-1) ?? ''
      if (!/^(joined|talking)/.test(state)) return []
      // Somebody may be called 1002, so the last one is the number.
      const number = parts.slice(0, -1).findLast((part) => masks.has(part)) ?? '?'
      return [lineOf(number, /\bmuted\b/.test(state), state.includes('chair on the phone'))]
    })
    .sort()
}

const difference = (what: string, shown: unknown, is: unknown): string[] =>
  JSON.stringify(shown) === JSON.stringify(is)
    ? []
    : [`${what}: shown ${JSON.stringify(shown)}, is ${JSON.stringify(is)}`]

export interface EndState {
  readonly messages: readonly SlackMessage[]
  readonly rooms: readonly PbxRoom[]
  /** As the store has them. */
  readonly live: readonly Conference[]
  readonly ended: readonly Conference[]
  /** Messages that were once seen as live cards, with their conferences. */
  readonly everLive: ReadonlyMap<string, string>
  /** When the operator last locked or recorded in a room by hand. */
  readonly byHand: ReadonlyMap<string, number>
}

export function endProblems({ messages, rooms, live, ended, everLive, byHand }: EndState): string[] {
  const problems: string[] = []
  const liveIds = new Set(live.map(({ id }) => id))
  for (const message of messages) {
    const id = liveIdOf(message)
    const conference = live.find((one) => one.id === id)
    if (id !== null && !conference) problems.push(`a live card of ${id}, which is not live: ${message.text}`)
    if (id !== null && conference)
      problems.push(...cardProblems(message.text, conference, rooms).map((what) => `${id}: ${what}`))
    const was = everLive.get(message.ts)
    if (was !== undefined && !liveIds.has(was) && !/\nEnded /.test(message.text))
      problems.push(`${was} is over, and its card is no record: ${message.text}`)
  }
  for (const conference of live)
    if (!messages.some((message) => liveIdOf(message) === conference.id))
      problems.push(`${conference.id} is live without a card`)
  const taken = new Set(live.map(({ roomNumber }) => roomNumber))
  for (const room of rooms.filter(({ number }) => !taken.has(number))) {
    // What the operator does with a room that nobody uses is the operator's matter.
    const lastEnd = Math.max(0, ...ended.filter((one) => one.roomNumber === room.number).map((one) => one.endedAt ?? 0))
    const isByHand = (byHand.get(room.number) ?? 0) >= lastEnd
    if (((room.locked || room.recording) && !isByHand) || room.legs.length > 0)
      problems.push(`room ${room.number} is nobody's, and not empty, unlocked and unrecorded: ${JSON.stringify(room)}`)
  }
  return problems
}

function cardProblems(text: string, { roomNumber }: Conference, rooms: readonly PbxRoom[]): string[] {
  const room = rooms.find(({ number }) => number === roomNumber)
  if (!room) return [`there is no room ${roomNumber}`]
  const [, state = ''] = text.split('\n')
  const masks = new Set(room.legs.flatMap(({ number }) => (number === null ? [] : [maskPhoneNumber(number)])))
  const joined = legLines(room)
  const count =
    joined.length === 0 ? 'nobody in the room' : joined.length === 1 ? '1 person' : `${joined.length} people`
  return [
    ...(state.includes(count) ? [] : [`${count} in the room, shown ${state}`]),
    ...difference('locked', /\blocked\b/.test(state), room.locked),
    ...difference('recording', /\brecording\b/.test(state), room.recording),
    ...difference('people', shownLines(text, masks), joined),
    ...(text.includes('Not confirmed') ? ['not confirmed'] : []),
  ]
}

/** Messages that are answered with what Slack would refuse. */
export const mistakes =
  /invalid_blocks|msg_too_long|msg_blocks_too_long|no_text|invalid_arguments|too_many_attachments|invalid_form_data/
