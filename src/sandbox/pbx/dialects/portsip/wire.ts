/** How PortSIP's REST API answers: JSON, empty successes, and one shape for every error. */
import type { z } from 'zod'
import type { HttpReply } from '#sandbox/faults.ts'

/** The documented codes; clients treat any other as UNKNOWN. */
type ErrorCode = 'UNKNOWN' | 'VALIDATE_FAILED' | 'UNAUTHORIZED'

/** Thrown by a route to answer with an error. */
export class Refusal extends Error {
  readonly status: number
  readonly code: ErrorCode
  readonly detail: unknown

  constructor(status: number, code: ErrorCode, message: string, detail?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.detail = detail
  }
}

export function invalid(detail: string): Refusal {
  return new Refusal(400, 'VALIDATE_FAILED', 'field validation failed', detail)
}

/** No code is documented for a resource that does not exist. */
export function notFound(): Refusal {
  return new Refusal(404, 'UNKNOWN', 'not found')
}

export function refusalToReply(refusal: Refusal): HttpReply {
  const { code, message, detail } = refusal
  return json(refusal.status, { errors: [detail === undefined ? { code, message } : { code, message, detail }] })
}

export function json(status: number, value: unknown): HttpReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

export const done: HttpReply = { status: 200 }
export const destroyed: HttpReply = { status: 204 }

/** Checks a body or a query; throws a Refusal that names every field at fault. */
export function parseFields<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalid(result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; '))
}
