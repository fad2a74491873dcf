/** The PINs of a room, for the asker alone: that of its moderators for who chairs what goes on there. */
import type { MessageKey } from '#text/message.ts'
import type { Attempt } from '../attempt.ts'
import type { Pbx } from '../contracts/conference-provider.ts'
import { isPermitted, type Matter } from '../permission.ts'
import { canDo, need } from './deps.ts'

/** Secrets. */
export interface RoomPins {
  /** What callers key in; null: the room asks for none. */
  readonly pin: string | null
  /** null: the asker may not know, or the PBX does not tell. */
  readonly chair: {
    /** Whoever keys it in is a moderator; null: the room has none. */
    readonly pin: string | null
    /** What keys do for moderators, where there is no other way. */
    readonly keys: MessageKey | null
  } | null
}

export async function pinsFor(
  { actor }: Pick<Attempt, 'actor'>,
  pbx: Pbx,
  roomId: string,
  matter: Matter,
): Promise<RoomPins> {
  const isShown = canDo(pbx, 'readChairPin') && isPermitted(actor, 'conference.chair-pin', matter)
  const [pin, chairPin] = await Promise.all([
    need(pbx, 'readPin').readPin(roomId),
    isShown ? need(pbx, 'readChairPin').readChairPin(roomId) : null,
  ])
  return { pin, chair: isShown ? { pin: chairPin, keys: pbx.definition.chairKeys ?? null } : null }
}
