/** How every PBX on HTTP is reached: the settings that all kinds have in common, and what they mean for `createHttp`. */
import { z } from 'zod'
import type { HttpOptions } from './http.ts'

/** For the settings of each provider: `z.strictObject({ …, ...connectionSettings })`. */
export const connectionSettings = {
  requestTimeoutMs: z
    .number()
    .int()
    .min(1)
    .max(60_000)
    .default(10_000)
    .describe('How long one request to the PBX may take, in milliseconds.'),
}
const ConnectionSettings = z.object(connectionSettings)
export type ConnectionSettings = z.output<typeof ConnectionSettings>

/** For `createHttp`: `{ ...deps, ...connectionOptions(settings), baseUrl, problemOf }`. */
export const connectionOptions = ({ requestTimeoutMs }: ConnectionSettings): Pick<HttpOptions, 'timeoutMs'> => ({
  timeoutMs: requestTimeoutMs,
})
