/** How RingMe's API answers (wiki RAL, "General provisions"): JSON, and one shape for every error. */
import type { z } from 'zod'
import type { HttpReply } from '#sandbox/faults.ts'

/** The machine words that are documented; of other errors there is none. */
type ErrorStatus = 'access_denied' | 'app_access_type_deny' | 'client_not_found' | 'rate_limit_exceeded'

/** Thrown by a route to answer with an error. */
export class Refusal extends Error {
  readonly http: number
  readonly status: ErrorStatus | undefined

  constructor(http: number, message: string, status?: ErrorStatus) {
    super(message)
    this.http = http
    this.status = status
  }
}

export const notFound = () => new Refusal(404, 'Not found')

export const refusalToReply = ({ http, message, status }: Refusal): HttpReply =>
  json(http, { message, ...(status && { status }) })

export const json = (status: number, value: unknown): HttpReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

/** DELETE has no body. */
export const deleted: HttpReply = { status: 204 }

/** Checks a body; throws a Refusal that names every field at fault. No code for it is documented but the HTTP status. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
  throw new Refusal(400, issues.join('; '))
}

/** GMT, as all times of this API: `2026-11-20 09:00:00`. */
export const instantToGmt = (instant: number): string => new Date(instant).toISOString().slice(0, 19).replace('T', ' ')

/** undefined: it is written otherwise. */
export function gmtToInstant(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined
  const instant = Date.parse(`${text.replace(' ', 'T')}Z`)
  return Number.isNaN(instant) ? undefined : instant
}
