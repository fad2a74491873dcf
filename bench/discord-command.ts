/** `/conf` as Discord sends it over signed HTTP. */
import { generateKeyPairSync, sign } from 'node:crypto'

export const guildId = '900000000000000001'
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
/** As the Developer Portal shows it: 64 hexadecimal digits. */
export const publicKeyHex = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex')

export interface DiscordCommand {
  /** The subcommand, below a group if there is one, and its options. */
  readonly path: readonly [string, ...string[]]
  readonly options?: Readonly<Record<string, string>>
  readonly channelId: string
  readonly userId: string
}

let lastId = 900_000_000_000_100_000n

/** How many milliseconds passed until it was acknowledged. Rejects when it is not, with a deferral or an answer. */
export async function sendInteraction(url: string, command: DiscordCommand): Promise<number> {
  const body = JSON.stringify(interactionOf(command))
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = sign(null, Buffer.from(timestamp + body), privateKey).toString('hex')
  const begunAt = performance.now()
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-signature-timestamp': timestamp,
      'x-signature-ed25519': signature,
    },
  })
  const answer: unknown = await response.json()
  if (response.status !== 200) throw new Error(`not acknowledged: HTTP ${response.status} ${JSON.stringify(answer)}`)
  return performance.now() - begunAt
}

function interactionOf({ path, options = {}, channelId, userId }: DiscordCommand): object {
  const [name, ...below] = path.toReversed()
  const values = Object.entries(options).map(([option, value]) => ({ name: option, type: 3, value }))
  const inner: object = { name, type: 1, options: values }
  const user = { id: userId, username: 'bench', discriminator: '0', global_name: null, avatar: null }
  lastId++
  return {
    id: String(lastId),
    application_id: '900000000000000002',
    type: 2,
    token: `bench-${lastId}`,
    version: 1,
    guild_id: guildId,
    channel_id: channelId,
    channel: { id: channelId, type: 0, name: 'bench', permissions: '0' },
    member: { user, roles: [], nick: null, flags: 0, permissions: '8', joined_at: '2026-01-01T00:00:00Z' },
    app_permissions: '8',
    locale: 'en-US',
    guild_locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: { '0': guildId },
    context: 0,
    attachment_size_limit: 10_485_760,
    data: {
      id: '900000000000000003',
      name: 'conf',
      type: 1,
      options: [below.reduce((option, group) => ({ name: group, type: 2, options: [option] }), inner)],
    },
  }
}
