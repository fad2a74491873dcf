/** What must be told of an Asterisk. Source: Asterisk's documentation of AMI, ARI and Originate; `docs/asterisk/` of this project. */
import { z } from 'zod'
import { connectionSettings } from '../connection.ts'
import type { AmiSettings } from './ami.ts'

const Text = z.string().min(1)
/** One line. */
const line = /^[^\r\n\0]+$/
/** Where the number stands, once; nothing by which a second telephone would ring, or an option be given. */
const channelTemplate = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]*\/[^\s,&{}]*\{number\}[^\s,&{}]*$/, 'as in PJSIP/{number}@trunk, without commas and &')
  .meta({ expected: 'a channel with {number} in it, without commas and &' })

export const AsteriskSettings = z
  .strictObject({
    url: z
      .url({ protocol: /^(tcp|tls)$/ })
      .regex(/^[^?#@]+$/, 'without a login and a query')
      .describe('Address of the manager interface (AMI): tcp://127.0.0.1:5038, or tls://pbx.example.com:5039.'),
    amiUser: Text.regex(line)
      .default('confbot')
      .describe('User of the manager interface, as in docs/asterisk/manager.conf.'),
    amiSecret: Text.regex(line).describe("That user's secret."),
    ariUrl: z
      .url({ protocol: /^https?$/ })
      .regex(/^[^?#@]+$/, 'without a login and a query')
      .optional()
      .describe(
        'Address of the REST interface (ARI), such as http://127.0.0.1:8088/ari. Without it recordings are made, but neither listed, fetched nor deleted.',
      ),
    ariUser: Text.default('confbot').describe('User of the REST interface, as in docs/asterisk/ari.conf.'),
    ariPassword: Text.optional().describe("That user's password."),
    entrySecret: z
      .string()
      .regex(/^[A-Za-z0-9_-]{16,128}$/, '16 to 128 letters, digits, - and _')
      .meta({ expected: '16 to 128 letters, digits, - and _' })
      .describe('Last step of the address at which the dialplan asks who may enter (CONFBOT_ENTRY): hard to guess.'),
    extensionChannel: channelTemplate
      .default('PJSIP/{number}')
      .describe('How an extension is rung: PJSIP/{number}, or Local/{number}@from-internal on FreePBX.'),
    outsideChannel: channelTemplate
      .default('PJSIP/{number}@trunk')
      .describe('How a number outside is rung, as in PJSIP/{number}@trunk.'),
    outsidePrefix: z
      .string()
      .regex(/^(\+|none|\d{1,8})$/, '+, none or digits')
      .default('+')
      .meta({ expected: '+, none or digits' })
      .describe('What stands before the country code of a number outside: +, 00 or none.'),
    callerId: z
      .string()
      .max(100)
      .regex(line, 'one line')
      .optional()
      .describe('What those who are rung see, such as Conference <+4930901800>.'),
    // For longer nobody is awaited (`core/roster.ts`), nor let in who answers (`core/closed-room.ts`).
    ringSeconds: z.number().int().min(5).max(75).default(60).describe('For how long a telephone rings, in seconds.'),
    dialIn: z
      .string()
      .regex(/^\+?[\d\s().-]*(\{number\})?$/, 'a telephone number, with {number} for that of the room at its end')
      .refine((text) => /\d/.test(text), 'a telephone number')
      .optional()
      .meta({ expected: 'a telephone number, with {number} for that of the room at its end' })
      .describe('Number by which rooms are reached from outside: shown to people, with {number} for that of the room.'),
    ...connectionSettings,
  })
  .refine(({ ariUrl, ariPassword }) => (ariUrl === undefined) === (ariPassword === undefined), {
    error: 'Expected ariUrl and ariPassword together.',
    path: ['ariPassword'],
  })
export type AsteriskSettings = z.output<typeof AsteriskSettings>

const defaultPorts: Readonly<Record<string, number>> = { 'tcp:': 5038, 'tls:': 5039 }

export function amiSettingsOf(settings: AsteriskSettings): AmiSettings {
  const { protocol, hostname, port } = new URL(settings.url)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (defaultPorts[protocol] ?? 5038),
    tls: protocol === 'tls:',
    user: settings.amiUser,
    secret: settings.amiSecret,
    timeoutMs: settings.requestTimeoutMs,
    tlsCertificate: settings.tlsCertificate,
    tlsFingerprint: settings.tlsFingerprint,
  }
}

/** Whether recordings can be listed, fetched and deleted. */
export const hasAri = ({ ariUrl }: AsteriskSettings): boolean => ariUrl !== undefined
