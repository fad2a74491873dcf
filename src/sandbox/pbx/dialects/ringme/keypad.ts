/**
 * What keys do in a RingMe conference (page "Conference", "Conference Management Using Telephone Terminal"): `*8` and `*1` of
 * extensions, `*90` to `*95` of moderators. How the number after `*8` ends is not documented: with `#`, as elsewhere.
 */
import type { Pbx } from '../../pbx.ts'
import { joinedLegs, type Leg } from '../../room.ts'
import type { Extensions } from './extensions.ts'

const codes = ['*8', '*1', '*90', '*91', '*92', '*93', '*94', '*95'] as const
type Code = (typeof codes)[number]

/** Up to five digits: longer numbers are somebody's outside. */
const isExtension = ({ number }: Leg) => /^\d{1,5}$/.test(number ?? '')

export function createKeypad(pbx: Pbx, extensions: Extensions): (leg: Leg, digits: string) => void {
  /** What was keyed in and is no code yet, or a number after `*8`. */
  const buffers = new WeakMap<Leg, string>()

  const muteMembers = ({ room }: Leg, on: boolean) => {
    for (const leg of joinedLegs(room)) if (!leg.moderator) pbx.mute(leg, on)
  }
  const run = (leg: Leg, code: Code): void => {
    const { room, moderator } = leg
    if (code === '*1') {
      const may = moderator || (isExtension(leg) && !extensions.mutesMembers(room))
      if (may) pbx.mute(leg, !leg.muted)
      return
    }
    if (!moderator) return
    if (code === '*90') muteMembers(leg, false)
    if (code === '*91') muteMembers(leg, true)
    if (code === '*92') pbx.lock(room, true)
    if (code === '*93') pbx.lock(room, false)
    // What *94 and *95 switch, the notice of who comes in, is heard alone.
  }

  return (leg, digits) => {
    let buffer = buffers.get(leg) ?? ''
    for (const key of digits) {
      buffer += key
      if (buffer.startsWith('*8')) {
        if (key !== '#') continue
        if (isExtension(leg) && !leg.room.locked) pbx.invite(leg.room, buffer.slice(2, -1))
        buffer = ''
        continue
      }
      const code = codes.find((one) => one === buffer)
      if (code) run(leg, code)
      if (code || !codes.some((one) => one.startsWith(buffer))) buffer = key === '*' && !code ? '*' : ''
    }
    buffers.set(leg, buffer)
  }
}
