/** What must be told of a RingMe platform. Source: RingMe API, "Creating and authorizing applications" and "Callback (/callback/)". */
import { z } from 'zod'
import { connectionSettings } from '../connection.ts'

export const RingmeSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^?#@]+$/, 'without a login and a query')
    .describe("Address of the operator's API server without a path, as in https://apiproxy.telphin.ru."),
  clientId: z
    .string()
    .min(1)
    .describe('App ID of the application that was registered for confbot at <url>/app/register.'),
  clientSecret: z.string().min(1).describe("That application's App Secret."),
  client: z
    .string()
    .regex(/^(@me|\d+)$/, 'an id, or @me')
    .default('@me')
    .describe('Id of the client whose extensions are used: that of whoever registered the application, unless said.'),
  serviceExtension: z
    .string()
    .regex(/^\d+$/, 'digits')
    .describe('Id (not the number) of the phone extension in whose name people are rung: its rights, its costs.'),
  eventSecret: z
    .string()
    .regex(/^[\w-]{16,128}$/, '16 to 128 letters, digits, - and _')
    .optional()
    .describe(
      'Last step of the address to which the platform delivers events, which nobody can guess; without it there are none.',
    ),
  ...connectionSettings,
})
export type RingmeSettings = z.output<typeof RingmeSettings>
