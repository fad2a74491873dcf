/**
 * Events of ConfBridge as hints to read a room again. Locking is told by none. Source: Asterisk 22, AMI events `Confbridge…` and
 * `Hangup` (class `call`).
 */
import type { HintListener } from '#core/contracts/conference-provider.ts'
import type { Ami, AmiMessage } from './ami.ts'

const telling = new Set([
  'ConfbridgeStart',
  'ConfbridgeEnd',
  'ConfbridgeJoin',
  'ConfbridgeLeave',
  'ConfbridgeMute',
  'ConfbridgeUnmute',
  'ConfbridgeTalking',
])

/** The room that an event is about; null: of any; undefined: it says nothing of a conference. */
function eventToRoom(event: AmiMessage | 'gap'): string | null | undefined {
  if (event === 'gap') return null
  return telling.has(event.Event ?? '') ? event.Conference : undefined
}

/**
 * Asterisk tells that somebody leaves before its list is without them (`send_leave_event` and `leave_conference` of `app_confbridge.c`):
 * whoever reads at once may still find them there. So their hanging up, which comes after that, is another hint.
 */
export function subscribeHints(ami: Pick<Ami, 'subscribe'>, listener: HintListener): () => void {
  /** By unique id, the room that they left. */
  const leaving = new Map<string, string>()
  return ami.subscribe((event) => {
    const room = eventToRoom(event)
    if (room !== undefined) listener(room)
    if (event === 'gap') return leaving.clear()
    const { Event, Uniqueid = '' } = event
    if (Event === 'ConfbridgeLeave' && room) leaving.set(Uniqueid, room)
    const left = Event === 'Hangup' ? leaving.get(Uniqueid) : undefined
    if (left === undefined) return
    leaving.delete(Uniqueid)
    listener(left)
  })
}
