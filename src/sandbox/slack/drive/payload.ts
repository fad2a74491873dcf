/** The parts that the payloads of all interactions share (docs.slack.dev, reference/interaction-payloads). */
import type { Channel, Person } from '../directory.ts'
import { appId, partnerDomain, partnerTeamId, teamDomain, teamId } from '../identity.ts'
import type { Workspace } from '../workspace.ts'

/** Team of the person who acts: a Slack Connect partner's differs from the app's; `override` stands for any other. */
export function actingTeam(person: Person, override: string | undefined): { id: string; domain: string } {
  const id = override ?? person.teamId
  if (id === teamId) return { id, domain: teamDomain }
  return { id, domain: id === partnerTeamId ? partnerDomain : 'elsewhere' }
}

/** What payloads call a conversation: direct messages and private channels keep their names to themselves. */
export function payloadChannel(channel: Channel): { id: string; name: string } {
  const hidden = { public: undefined, private: 'privategroup', im: 'directmessage', mpim: undefined }[channel.kind]
  return { id: channel.id, name: hidden ?? channel.name }
}

export function interaction(
  workspace: Workspace,
  type: string,
  person: Person,
  team: string | undefined,
): Record<string, unknown> {
  const acting = actingTeam(person, team)
  return {
    type,
    user: { id: person.id, username: person.name, name: person.name, team_id: acting.id },
    team: acting,
    api_app_id: appId,
    token: workspace.secrets.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** Seconds with six decimals, on the system's clock like all that concerns the interaction itself. */
export function actionTs(workspace: Workspace): string {
  return (workspace.systemNow() / 1000).toFixed(6)
}
