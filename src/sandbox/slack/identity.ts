/** Who is who in the sandbox workspace: fixed ids of its team and app, and the secrets that its bot signs in with. */
import { createHmac } from 'node:crypto'

export const teamId = 'T0SANDBOX'
export const teamDomain = 'sandbox'
/** The other end of the Slack Connect channel. */
export const partnerTeamId = 'T0PARTNER'
export const partnerDomain = 'partner'
export const appId = 'A0CONFBOT'
export const botUserId = 'U0CONFBOT'
export const botId = 'B0CONFBOT'

export interface SlackSecrets {
  botToken: string
  appToken: string
  signingSecret: string
  /** The deprecated verification token that every payload still carries. */
  verificationToken: string
}

/** The same secrets for the same sandbox token, so that a bot finds its way back to a restarted sandbox. */
export function deriveSecrets(token: string): SlackSecrets {
  const derive = (purpose: string) => createHmac('sha256', token).update(`slack ${purpose}`).digest('hex').slice(0, 32)
  return {
    botToken: `xoxb-sandbox-${derive('bot token')}`,
    appToken: `xapp-1-${appId}-${derive('app token')}`,
    signingSecret: derive('signing secret'),
    verificationToken: derive('verification token').slice(0, 24),
  }
}
