/** People and conversations as the Web API returns them (docs.slack.dev, reference/objects). */
import { type Channel, counterpart, type Person } from './directory.ts'
import { appId, botId, botUserId, partnerTeamId, teamId } from './identity.ts'

/** A person as users.info returns it (types/user); little is told of somebody whose account was deactivated. */
export function personToUser(one: Person, now: number, isDeactivated = false): Record<string, unknown> {
  if (isDeactivated) {
    const { id, teamId: team_id, name, realName: real_name, isBot: is_bot } = one
    return { id, team_id, name, deleted: true, real_name, profile: personToProfile(one), is_bot, is_app_user: false }
  }
  const isBotUser = one.id === botUserId
  return {
    id: one.id,
    team_id: one.teamId,
    name: one.name,
    deleted: false,
    color: '9f69e7',
    real_name: one.realName,
    tz: one.timeZone,
    tz_label: zoneLabel(one.timeZone, now),
    tz_offset: zoneOffsetSeconds(one.timeZone, now),
    profile: personToProfile(one),
    is_admin: one.isAdmin,
    is_owner: one.isAdmin,
    is_primary_owner: one.isAdmin,
    is_restricted: one.isRestricted,
    is_ultra_restricted: false,
    is_bot: one.isBot,
    is_app_user: false,
    updated: 1_700_000_000,
    is_email_confirmed: true,
    // False rather than absent: someone of another workspace, met in a channel that the app can see.
    ...(one.teamId !== teamId && { is_stranger: false }),
    ...(isBotUser && { profile: { ...personToProfile(one), api_app_id: appId, bot_id: botId, always_active: true } }),
  }
}

export function personToProfile(one: Person): Record<string, unknown> {
  return {
    title: '',
    phone: one.phone,
    skype: '',
    real_name: one.realName,
    real_name_normalized: one.realName,
    display_name: one.name,
    display_name_normalized: one.name,
    first_name: one.realName,
    last_name: '',
    status_text: '',
    status_emoji: '',
    status_expiration: 0,
    avatar_hash: 'g0000000',
    team: one.teamId,
  }
}

function zoneLabel(timeZone: string, now: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'long' }).formatToParts(now)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone
}

function zoneOffsetSeconds(timeZone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now)
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(offset) ?? []
  if (!sign) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}

/** A conversation as `viewer` sees it. */
export function channelToConversation(channel: Channel, viewer: string): Record<string, unknown> {
  const shared = {
    id: channel.id,
    created: 1_700_000_000,
    is_archived: channel.isArchived,
    is_im: channel.kind === 'im',
    is_org_shared: false,
    context_team_id: teamId,
  }
  if (channel.kind === 'im') return { ...shared, user: counterpart(channel, viewer), is_open: true }
  return {
    ...shared,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    is_general: channel.name === 'general',
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_pending_ext_shared: false,
    is_member: channel.members.has(viewer),
    num_members: channel.members.size,
    shared_team_ids: channel.isExtShared ? [teamId, partnerTeamId] : [teamId],
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  }
}
