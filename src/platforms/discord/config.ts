/** What the Discord platform must be told: its token, the way in, and which servers it serves. */
import { z } from 'zod'

const shared = {
  token: z
    .string()
    .min(1)
    .describe('Bot token: "Bot" of the application in the Developer Portal, shown once after "Reset Token".'),
  servers: z
    .array(z.string().regex(/^\d{15,20}$/, 'a server id such as 1012345678901234567'))
    .min(1)
    .describe('Ids of the servers that are served ("Copy Server ID" with Developer Mode on); any other is refused.'),
  apiUrl: z.url().optional().describe('Another REST API than https://discord.com/api: the sandbox, or a proxy.'),
}

export const DiscordSettings = z.discriminatedUnion('mode', [
  z.strictObject({
    ...shared,
    mode: z.literal('gateway').describe('Gateway: no public address is needed.'),
    shards: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Connections to the gateway: as many as Discord recommends, unless said.'),
  }),
  z.strictObject({
    ...shared,
    mode: z.literal('http').describe('Signed HTTP: Discord calls /discord/interactions on the public port.'),
    publicKey: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, '64 hexadecimal digits')
      .describe('Public key: "General Information" of the application.'),
  }),
])
export type DiscordSettings = z.infer<typeof DiscordSettings>
