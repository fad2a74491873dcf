/** A conference and an audit entry as the store's tests use them. */
import type { Person, Place } from '#core/actor.ts'
import { type Conference, openConference } from '#core/conference.ts'
import type { AuditEntry } from '#core/contracts/store.ts'

export const alice: Person = { platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Alice' }
export const general: Place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' }
export const thread: Place = { ...general, threadId: '1700000000.000100' }

export function sampleConference(id: string, given: Partial<Conference> = {}): Conference {
  const room = { id: `room-${id}`, number: '8000', dialIn: '+4930901800' }
  const start = { id, subject: 'Sprint review', pbx: 'main', room, hasPin: true, by: alice, place: general }
  return { ...openConference({ ...start, at: 1_000, longestUntil: null }), ...given }
}
export const sampleEntry = (given: Partial<AuditEntry> = {}): AuditEntry => ({
  at: 2_000,
  actor: alice,
  place: general,
  action: 'conf mute',
  target: 'Bob (+49 30 ••• 02)',
  result: 'done',
  detail: '',
  intent: 'slack:1',
  conferenceId: 'abc001',
  ...given,
})
