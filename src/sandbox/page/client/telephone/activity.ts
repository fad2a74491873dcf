/** What goes on at a PBX, in a few words. */
import type { Pbx } from './shapes.ts'

/** `2 calls, 1 ringing`; empty where nothing goes on. */
export function activityToWords({ liveRooms, calls, ringing }: Pick<Pbx, 'liveRooms' | 'calls' | 'ringing'>): string {
  if (calls === 0) return ''
  const rooms = liveRooms > 1 ? ` in ${liveRooms} rooms` : ''
  const inAll = `${calls === 1 ? '1 call' : `${calls} calls`}${rooms}`
  return ringing === 0 ? inAll : `${inAll}, ${ringing} ringing`
}
