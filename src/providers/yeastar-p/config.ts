/** What must be told of a Yeastar P-Series PBX. Source: Yeastar P-Series developer guide, "Request Structure", "Get Access Token". */
import { z } from 'zod'
import { connectionSettings } from '../connection.ts'

export const YeastarPSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^?#@]+\/openapi\/v1\.0\/?$/, 'with /openapi/v1.0 at its end, without a login and a query')
    .describe('Address of the API with its path, as in https://pbx.example.com:8088/openapi/v1.0.'),
  clientId: z.string().min(1).describe('Client ID that the web portal shows under Integrations > API.'),
  clientSecret: z.string().min(1).describe('Client Secret from the same page.'),
  serviceExtension: z
    .string()
    .regex(/^[0-9]+$/, 'digits')
    .describe('Number of the extension in whose name people are rung: it needs the right to make outbound calls.'),
  events: z
    .enum(['websocket', 'webhook', 'off'])
    .default('websocket')
    .describe('How the PBX tells that something happened in a call; off: rooms are read again and again.'),
  eventSecret: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Secret of the webhook that the web portal shows, with which it signs what it sends; for events: webhook.',
    ),
  ...connectionSettings,
})
export type YeastarPSettings = z.output<typeof YeastarPSettings>

/** The address without the API's path, since files lie elsewhere on the same PBX. */
export const baseUrlOf = ({ url }: Pick<YeastarPSettings, 'url'>): string => url.replace(/\/openapi\/v1\.0\/?$/, '')
