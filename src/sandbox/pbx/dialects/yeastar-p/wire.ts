/**
 * How Yeastar's P-Series answers: HTTP 200 for everything, `errcode` and `errmsg` in the body. Sources: OpenAPI v1.0, "Response
 * Result" and "Error Code and Error Message".
 */
import type { z } from 'zod'
import type { HttpReply } from '#sandbox/faults.ts'

/** The documented codes that this dialect uses, with the messages of the page. */
const messages = {
  [-2]: 'INTERNAL SERVER ERROR',
  [-1]: 'FAILURE',
  1: 'PARTIAL SUCCESS',
  10001: 'INTERFACE NOT EXISTED',
  10003: 'API VERSION UNSUPPORTED',
  10004: 'TOKEN EXPIRED',
  10005: 'ACCESS DENIED',
  40001: 'PARAMETER SYNTAX ERROR',
  40002: 'PARAMETER ERROR',
  40003: 'DUPLICATE KEY VALUE',
  60001: 'DATA NOT FOUND',
  60002: 'MAX LIMITATION EXCEEDED',
  70004: 'ACCOUNT IP BLOCKED',
  70082: 'OVERLOAD_TASK_RUNNING',
  70084: 'ACTION FORBIDDEN',
} as const
export type ErrorCode = keyof typeof messages

/** Thrown by a route to answer with an error. `why` is for whoever looks at the sandbox's console: the wire has the page's words alone. */
export class Refusal extends Error {
  readonly errcode: ErrorCode
  readonly why: string

  constructor(errcode: ErrorCode, why = '') {
    super(messages[errcode])
    this.errcode = errcode
    this.why = why
  }
}

const json = (value: unknown): HttpReply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

export const succeed = (more: Readonly<Record<string, unknown>> = {}): HttpReply =>
  json({ errcode: 0, errmsg: 'SUCCESS', ...more })

export const refusalToReply = ({ errcode, message }: Refusal): HttpReply => json({ errcode, errmsg: message })

/** Checks a body or a query; throws a Refusal for a parameter that is not as the page has it. */
export function parseFields<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new Refusal(
    40002,
    result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; '),
  )
}
