/** Yeastar S-Series' wire shapes to our own, and back. */
import type {
  FieldValue,
  ProviderParticipant,
  Room,
  RoomFieldValues,
  RoomReading,
} from '#core/contracts/conference-provider.ts'
import { type ErrorCode, isConfbotError } from '#core/errors.ts'
import { yeastarS } from '#text/en/yeastar-s.ts'
import { type Message, say } from '#text/message.ts'
import type { VendorProblem } from '../failure.ts'
import { roomFields } from './fields.ts'
import { FailedReply, type MemberReply, type RoomReply } from './schema.ts'

export function wireToRoom(wire: RoomReply): Room {
  return {
    id: wire.number,
    number: wire.number,
    subject: wire.name ?? '',
    dialIn: null,
    hasPin: Boolean(wire.participantepassword),
    fields: {
      number: wire.number,
      name: wire.name,
      waitformoderator: toTruth(wire.waitformoderator),
      allowinvite: toTruth(wire.allowinvite),
      moderators: moderatorsOf(wire).join(','),
      // Later firmware alone has these three.
      musiconhold: toTruth(wire.musiconhold),
      mute: toTruth(wire.mute),
      prompt: wire.prompt,
    },
  }
}

/** The extensions that moderate it, however they are written. */
export function moderatorsOf({ moderators }: RoomReply): readonly string[] {
  return [moderators ?? []]
    .flat()
    .flatMap((one) => one.split(/[\s,;&]+/))
    .filter(Boolean)
}

const toTruth = (value: string | null): boolean | null => {
  if (value === 'yes') return true
  return value === 'no' ? false : null
}

/** All values are text, also where the tables say Integer: so are the vendor's examples. */
export const fieldsToWire = (values: RoomFieldValues): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, valueToWire(id, value)]))

function valueToWire(id: string, value: FieldValue): string {
  const isSwitch = roomFields.some((field) => field.id === id && field.kind === 'boolean')
  return isSwitch ? (value ? 'yes' : 'no') : String(value ?? '')
}

/** Somebody in a room, with the number by which alone something can be done to them; empty: it is withheld. */
export interface Member {
  readonly channel: string
  readonly number: string
}

/** In the room: having accepted an invitation, having dialled, waiting for a moderator; where nothing is said, too. */
const present = new Set(['ANSWER', 'ANSWERED', 'HOLD', ''])

export function wireToMembers(members: readonly MemberReply[]): readonly Member[] {
  return members.flatMap(({ ext, inbound, outbound }) =>
    [
      ...ext.map((leg) => ({ ...leg, theirs: leg.number })),
      ...inbound.map((leg) => ({ ...leg, theirs: leg.from })),
      ...outbound.map((leg) => ({ ...leg, theirs: leg.to })),
    ]
      .filter(({ memberstatus }) => present.has((memberstatus ?? '').toUpperCase()))
      .map(({ channelid, theirs }) => ({
        channel: channelid,
        // `anonymous` and the like are no numbers, and no `all`.
        number: /^\+?[0-9*#]+$/.test(theirs ?? '') ? (theirs ?? '') : '',
      })),
  )
}

/** Nothing is told of names, muting, moderators, the lock and recording. */
export const membersToReading = (members: readonly Member[]): RoomReading => ({
  locked: null,
  recording: null,
  muted: null,
  participants: members.map(memberToParticipant),
})

const memberToParticipant = ({ channel, number }: Member): ProviderParticipant => ({
  legId: channel,
  name: null,
  number: number || null,
  muted: null,
  chairman: null,
  talking: null,
  callId: null,
})

/** What to do, where an errno tells more than its meaning in the tree. */
const remedies: Readonly<Record<string, Message>> = {
  '10024': say('yeastar-s.remedy.10024'),
  '10025': say('yeastar-s.remedy.10025'),
  '10110': say('yeastar-s.remedy.10110'),
  '20002': say('yeastar-s.remedy.20002'),
}

/** It answers so of a room that nobody is in as well as of one that is not there. */
export const isNobodyThere = (error: unknown): boolean =>
  isConfbotError(error, 'provider.not-found') && error.details.remedy === remedies['10110']

/** By errno, which comes without words. */
const codes: Readonly<Record<string, ErrorCode>> = {
  // The call, and the conference, that it is about.
  '10005': 'provider.not-found',
  '10007': 'provider.not-found',
  '10110': 'provider.not-found',
  // No permission for outbound calls.
  '10024': 'provider.forbidden',
  // Configuration is applied too often.
  '10025': 'provider.rate-limited',
  '10032': 'provider.unauthorized',
  // Login is locked; then user or password, token, and no token.
  '20002': 'provider.rate-limited',
  '20003': 'provider.unauthorized',
  '20004': 'provider.unauthorized',
  '20005': 'provider.unauthorized',
  // The recording's file.
  '20014': 'provider.not-found',
}

const words: Readonly<Record<string, string>> = yeastarS

export function wireToProblem(body: unknown): VendorProblem | null {
  const failed = FailedReply.safeParse(body).data
  if (!failed) return null
  const errno = failed.errno ?? ''
  return {
    message: `${words[`yeastar-s.errno.${errno}`] ?? yeastarS['yeastar-s.errno.other']} (${errno || '-'})`,
    vendorCode: errno || undefined,
    code: codes[errno],
    remedy: remedies[errno],
  }
}
