/** Who is who in the sandbox server: fixed ids of its people, roles and channels, and the secrets that its bot signs in with. */
import { createHmac, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

export const guildId = '1200000000000000001'
/** An application and its bot have one id. */
export const applicationId = '1200000000000000100'
export const botUserId = '1200000000000000100'

export const personIds = {
  alice: '1200000000000000101',
  bob: '1200000000000000102',
  carol: '1200000000000000103',
  /** Not a member of the server. */
  stranger: '1200000000000000104',
} as const

export const roleIds = {
  /** The role of everybody has the server's id. */
  everyone: guildId,
  administrators: '1200000000000000201',
  staff: '1200000000000000202',
  /** The bot's own, made when it was invited. */
  bot: '1200000000000000203',
} as const

export const channelIds = {
  general: '1200000000000000301',
  ops: '1200000000000000302',
  /** Private; the bot is let in. */
  staff: '1200000000000000303',
  /** Private; the bot is not let in. */
  board: '1200000000000000304',
  /** A voice channel. */
  lounge: '1200000000000000305',
} as const

export interface DiscordSecrets {
  /** Three parts, the first being the bot's id in base64, as Discord's tokens have. */
  botToken: string
  /** Signs what goes to the request URL; Ed25519. */
  privateKey: KeyObject
  /** 64 hexadecimal digits, as the developer portal shows it. */
  publicKey: string
}

/** PKCS #8 of an Ed25519 key up to its 32 secret bytes (RFC 8410). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The same secrets for the same sandbox token, so that a bot finds its way back to a restarted sandbox. */
export function deriveSecrets(token: string): DiscordSecrets {
  const derive = (purpose: string) => createHmac('sha256', token).update(`discord ${purpose}`).digest()
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, derive('signing key')]),
    format: 'der',
    type: 'pkcs8',
  })
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  const secret = derive('bot token').toString('base64url')
  return {
    botToken: `${Buffer.from(botUserId).toString('base64url')}.sndbox.${secret.slice(0, 38)}`,
    privateKey,
    publicKey: spki.subarray(-32).toString('hex'),
  }
}
