/** A Discord REST API that answers at once, and is never out of patience. */
import { guildId, publicKeyHex } from './discord-command.ts'
import { type Server, serve } from './slack-api.ts'

const applicationId = '900000000000000002'
const answers: readonly (readonly [path: RegExp, answer: object])[] = [
  [
    /\/applications\/@me$/,
    { id: applicationId, verify_key: publicKeyHex, interactions_endpoint_url: 'https://bench.example/discord' },
  ],
  [/\/users\/@me$/, { id: applicationId, username: 'confbot', bot: true }],
  [/\/users\/@me\/channels$/, { id: '900000000000000004', type: 1 }],
  [/\/guilds\/\d+$/, { id: guildId, owner_id: '900000000000000005', roles: [] }],
  [/\/(?:channels|roles|commands)(?:\?.*)?$/, []],
]

let lastId = 900_000_000_000_200_000n
export const startDiscordApi = (): Promise<Server> =>
  serve((path) => answers.find(([pattern]) => pattern.test(path))?.[1] ?? { id: String(++lastId) })
