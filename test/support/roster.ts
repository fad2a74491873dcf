/** A conference, and what a PBX may show of it. */
import type { Actor } from '#core/actor.ts'
import { type Conference, openConference } from '#core/conference.ts'
import type { ProviderParticipant, RoomReading } from '#core/contracts/conference-provider.ts'
import { inviteInto } from '#core/roster.ts'

export const anna: Actor = {
  platform: 'slack',
  workspaceId: 'T1',
  userId: 'U1',
  name: 'Anna',
  isAdministrator: true,
  isGuest: false,
  isBot: false,
  isOutsider: false,
  phone: '+4930901899',
}
export const annaStored = { platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Anna' }
export const bob = { ...annaStored, userId: 'U2', name: 'Bob' }

export const startAt = 1_000_000
export const opened = openConference({
  id: 'abc234',
  subject: 'Sprint review',
  pbx: 'berlin',
  room: { id: '7', number: '8000', dialIn: null },
  hasPin: true,
  by: anna,
  place: { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' },
  at: startAt,
  longestUntil: null,
})

export const leg = (legId: string, more: Partial<ProviderParticipant> = {}): ProviderParticipant => ({
  legId,
  name: null,
  number: null,
  muted: false,
  chairman: false,
  talking: null,
  callId: null,
  ...more,
})
export const reading = (
  participants: readonly ProviderParticipant[],
  more: Partial<RoomReading> = {},
): RoomReading => ({
  locked: false,
  recording: false,
  muted: null,
  participants,
  ...more,
})
export const invitee = (number: string, name: string | null = null, person: Actor | null = null) => ({
  name,
  number,
  person,
})
export const invited = (...numbers: string[]) =>
  inviteInto(
    opened,
    numbers.map((number) => invitee(number)),
    anna,
    startAt,
  )
export const states = (conference: Conference) =>
  conference.invitations.map((one) => `${one.code} ${one.number} ${one.state}`)
export const roster = (conference: Conference) =>
  conference.participants.map((one) => `${one.code} ${one.legId}${one.leftAt === null ? '' : ' left'}`)
