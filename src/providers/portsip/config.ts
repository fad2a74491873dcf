/** What must be told of a PortSIP PBX. Source: PortSIP REST API, servers and "Authentication". */
import { z } from 'zod'
import { connectionSettings } from '../connection.ts'

/** The same for everybody, printed in PortSIP's page "Authentication". */
const publicClientId = '9d806019-75b2-4b3d-bb8b-f5a3a412cc0a'

export const PortsipSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^?#@]+$/, 'without a login and a query')
    .describe('Address of the REST API with its path, as in https://pbx.example.com:8887/api.'),
  username: z
    .string()
    .min(1)
    .describe('User whom confbot signs in as: an administrator of the tenant, without two-factor sign-in.'),
  password: z.string().min(1).describe("That user's password for the web portal."),
  domain: z
    .string()
    .min(1)
    .describe("SIP domain of the tenant, as the web portal shows it among the tenant's settings."),
  clientId: z
    .string()
    .min(1)
    .default(publicClientId)
    .describe(
      'client_id for the sign-in, where it is another than the one printed in PortSIP\'s page "Authentication".',
    ),
  systemUsername: z
    .string()
    .min(1)
    .optional()
    .describe('System administrator, for the conference servers; without one they cannot be managed.'),
  systemPassword: z.string().min(1).optional().describe("That administrator's password."),
  wsiUrl: z
    .url({ protocol: /^wss?$/ })
    .regex(/^[^?#@]+$/, 'without a login and a query')
    .optional()
    .describe(
      'Address of the event interface (WSI), as in wss://pbx.example.com:8887/wsi; without it rooms are read on a timer alone.',
    ),
  ...connectionSettings,
})
export type PortsipSettings = z.output<typeof PortsipSettings>

/** Whether there is a second login, of the whole system. */
export const hasSystemLogin = ({ systemUsername, systemPassword }: PortsipSettings): boolean =>
  systemUsername !== undefined && systemPassword !== undefined
