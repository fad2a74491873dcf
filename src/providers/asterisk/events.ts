/**
 * Events of ConfBridge as hints to read a room again. Locking is told by none. Source: Asterisk 22, AMI events `Confbridge…` (class
 * `call`).
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
export function eventToRoom(event: AmiMessage | 'gap'): string | null | undefined {
  if (event === 'gap') return null
  return telling.has(event.Event ?? '') ? event.Conference : undefined
}

export function subscribeHints(ami: Pick<Ami, 'subscribe'>, listener: HintListener): () => void {
  return ami.subscribe((event) => {
    const room = eventToRoom(event)
    if (room !== undefined) listener(room)
  })
}
