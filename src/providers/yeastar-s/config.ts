/** What must be told of a Yeastar S-Series PBX. Source: S-Series API v2.0.0, "Get API token", "Invite Conference Members", "API Events". */
import { z } from 'zod'
import { connectionSettings } from '../connection.ts'

const Extension = z.string().regex(/^\d{1,10}$/, 'the number of an extension')
const address = /^[^?#@]+$/

export const YeastarSSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .regex(address, 'without a login and a query')
    .describe('Address of the API with its path, as in https://pbx.example.com:8088/api/v2.0.0.'),
  username: z.string().min(1).describe('User name among the API settings of the PBX (Settings > PBX > General > API).'),
  password: z.string().min(1).describe('The API password there, as it is written; its MD5 is made by confbot.'),
  operator: Extension.describe(
    'Extension in whose name members are invited, muted and put out: a moderator of every room that confbot uses.',
  ),
  serviceExtension: Extension.optional().describe(
    'Extension whose right to call outside invitations use (dialpermission): the operator, unless said.',
  ),
  eventSecret: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,128}$/, '16 to 128 letters, digits, - and _')
    .optional()
    .meta({
      expected: '16 to 128 letters, digits, - and _',
      description:
        'Nobody can guess it: the last step of the address to which the PBX sends its events. Without it there are none.',
    }),
  eventsUrl: z
    .url({ protocol: /^http$/ })
    .regex(address, 'without a login and a query')
    .optional()
    .describe(
      "Where the PBX reaches confbot's /pbx/<name>/events without TLS, if not at the public address: http://10.0.0.5:3000/pbx/office/events.",
    ),
  eventAddresses: z
    .array(z.union([z.ipv4(), z.ipv6()]))
    .default([])
    .meta({
      expected: 'IP addresses',
      description: 'IP addresses from which events are taken; any, unless said: the secret is asked for all the same.',
    }),
  ownAddress: z
    .ipv4()
    .optional()
    .describe('IP address of this machine as the PBX sees it (ipaddr of its heartbeat): found by itself, unless said.'),
  ...connectionSettings,
})
export type YeastarSSettings = z.output<typeof YeastarSSettings>
