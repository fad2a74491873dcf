/**
 * KAZOO's action `dial`: it rings, and answers when all have answered or failed, or the time is over; always with 202, what came
 * of it inside. Sources: cb_conferences.erl (build_endpoint, exec_dial_endpoints), conferences.dial.json, conference.md,
 * ecallmgr_fs_conferences_shared.erl (what is said of each endpoint).
 */
import type { Clock } from '#lib/clock.ts'
import type { CallOutcome } from '../../network.ts'
import type { OriginatedCall, Pbx } from '../../pbx.ts'
import type { Leg, Room } from '../../room.ts'
import type { Document } from './document.ts'
import { accepted, invalid, invalidField, isObject, type Success } from './wire.ts'

/** `BRIDGE_DEFAULT_SYSTEM_TIMEOUT_S` of KAZOO's source. */
const defaultTimeoutS = 20
const flagNames = [
  'mute',
  'deaf',
  'distribute_dtmf',
  'is_moderator',
  'disable_moh',
  'ghost',
  'join_existing',
  'video_mute',
] as const

interface DialRequest {
  readonly numbers: readonly string[]
  readonly timeoutS: number
  readonly flags: readonly string[]
}

interface Waiting {
  readonly legs: readonly Leg[]
  readonly done: () => void
}

export function createDialler(pbx: Pbx, clock: Clock, live: { setDeaf(leg: Leg, on: boolean): void }) {
  const waiting = new Set<Waiting>()
  /** What they are to be once they have joined. */
  const joining = new Map<string, DialRequest>()
  const callOf = (leg: Leg): OriginatedCall | undefined => pbx.calls().find((call) => call.leg === leg.id)
  const isSettled = (leg: Leg) => callOf(leg)?.outcome !== 'ringing'

  /** Called whenever something changed. */
  const look = () => {
    for (const [id, { flags }] of [...joining]) {
      const leg = pbx.leg(id)
      if (leg?.state === 'ringing') continue
      joining.delete(id)
      if (!leg) continue
      live.setDeaf(leg, flags.includes('deaf'))
      // `join_muted` is for those who call in ("discovery (call in) properties"); of these, the flags decide.
      pbx.mute(leg, flags.includes('mute'))
    }
    for (const one of [...waiting]) if (one.legs.every(isSettled)) one.done()
  }

  const settled = (legs: readonly Leg[], timeoutMs: number): Promise<'all' | 'timeout'> =>
    new Promise((resolve) => {
      const finish = (how: 'all' | 'timeout') => {
        waiting.delete(one)
        cancel()
        resolve(how)
      }
      const one: Waiting = { legs, done: () => finish('all') }
      const cancel = clock.schedule(timeoutMs, () => finish('timeout'))
      waiting.add(one)
      look()
    })

  return {
    look,
    /** `room` undefined: there is no such conference, for which this stand-in makes none. */
    async dial(room: Room | undefined, data: Document): Promise<Success> {
      const request = readRequest(data)
      const failed = (message: string) => accepted({ status: 'error', message }, 'attempted dial')
      if (!room || !pbx.online) return failed('conference dial failed to find a media server')
      const legs = request.numbers.map((number) => {
        const leg = pbx.invite(room, number)
        leg.moderator = request.flags.includes('is_moderator')
        joining.set(leg.id, request)
        return leg
      })
      const how = await settled(legs, request.timeoutS * 1000 * legs.length)
      const late = legs.filter((leg) => leg.state === 'ringing' && pbx.leg(leg.id) === leg)
      for (const leg of late) pbx.kick(leg)
      if (how === 'timeout') return failed('timed out trying to dial endpoints')
      const endpoint_responses = legs.map((leg) => toResponse(leg, callOf(leg)?.outcome ?? 'cancelled'))
      return accepted({ endpoint_responses }, 'attempted dial')
    },
    /** Whoever still waits is told that it failed. */
    reset() {
      joining.clear()
      for (const one of [...waiting]) one.done()
    },
  }
}

/** FreeSWITCH's words for why a call came to nothing. */
const causes: Partial<Readonly<Record<CallOutcome, string>>> = {
  busy: 'USER_BUSY',
  'no-answer': 'NO_ANSWER',
  'wrong-number': 'UNALLOCATED_NUMBER',
  declined: 'CALL_REJECTED',
  cancelled: 'ORIGINATOR_CANCEL',
  'not-allowed': 'OUTGOING_CALL_BARRED',
}

function toResponse({ id, number }: Leg, outcome: CallOutcome) {
  if (outcome === 'answered')
    return { call_id: id, endpoint_id: number, message: `dial resulted in call id ${id}`, status: 'success' }
  const hangup_cause = causes[outcome] ?? 'NORMAL_TEMPORARY_FAILURE'
  const message = `failed to start call: ${hangup_cause}`
  return { call_id: null, endpoint_id: number, hangup_cause, message, status: 'error' }
}

function readRequest(data: Document): DialRequest {
  const { endpoints, timeout = defaultTimeoutS, participant_flags: flags = [] } = data
  if (!Array.isArray(endpoints)) {
    if (endpoints === undefined) throw invalidField('endpoints', 'required', 'Field is required but missing')
    throw invalidField('endpoints', 'type', 'Value is not of type array', { target: 'array' })
  }
  if (typeof timeout !== 'number' || !Number.isInteger(timeout) || timeout < 1)
    throw invalidField('timeout', 'minimum', 'Value must be at least 1', { target: 1, value: timeout })
  const known: readonly unknown[] = flagNames
  if (!Array.isArray(flags) || !flags.every((flag) => known.includes(flag)))
    throw invalidField('participant_flags', 'enum', 'Value not found in enumerated list of values', {
      target: flagNames,
    })
  const numbers = endpoints.flatMap((endpoint: unknown, index) => endpointToNumber(endpoint, index + 1))
  if (numbers.length === 0)
    throw invalidField('data.endpoints', 'minItems', 'endpoints failed to resolve to route-able destinations', {
      target: 1,
    })
  return { numbers, timeoutS: timeout, flags: flags.map(String) }
}

/** Devices and users have ids of 32 characters; there are none here, and unknown ones are passed over. */
function endpointToNumber(endpoint: unknown, position: number): readonly string[] {
  if (isObject(endpoint)) return []
  const text = String(endpoint)
  const sip = /^sip:(?<user>[^@;]+)/.exec(text)?.groups?.user
  if (sip !== undefined) return [sip]
  if (text.length === 32) return []
  // A number that can be routed, or an extension.
  if (/^\+?\d{7,15}$/.test(text) || (text !== '' && text.length < 5)) return [text]
  throw invalid({
    [`data.endpoints.${position}`]: {
      enum: { message: 'Value not a number, device or user ID, or SIP endpoint' },
    },
  })
}
