/** A meeting on a PBX that keeps schedules, what its room shows, and an administrator who changes that. */
import { expect } from 'vitest'
import { hourMs, minuteMs, type RunningMeetings, startMeetings } from './meeting-service.ts'
import { ben, found } from './service.ts'

export const weekMs = 7 * 24 * hourMs
export const rfc = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')
export const shown = ({ room }: RunningMeetings) => room().fields
export const times = (from: number, to: number) => ({ scheduled_start_at: rfc(from), scheduled_end_at: rfc(to) })
/** An administrator at the PBX's own console changes fields of its first room. */
export const setOnPbx = ({ pbx }: RunningMeetings, fields: Record<string, unknown>) =>
  expect(pbx().editRoom(found(pbx().rooms()[0]).number, fields)).toBe(true)

export async function scheduled(input: Parameters<RunningMeetings['schedule']>[0] = {}) {
  const running = await startMeetings()
  const { id } = await running.schedule({ repeat: 'every week', ...input })
  await running.work()
  const conflictOf = async () => (await running.meeting(id)).conflict
  return {
    ...running,
    id,
    conflictOf,
    /** The next time that the PBX is read. */
    async readSoon() {
      running.clock.advance(5 * minuteMs)
      await running.work()
    },
    rescheduled: (more: object) =>
      running.service.changeMeeting(running.attempt(ben), { meeting: id, ...more }).then(({ meeting }) => meeting),
  }
}
