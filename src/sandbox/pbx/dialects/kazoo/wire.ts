/**
 * How KAZOO's Crossbar answers: the envelope around everything, errors in it, and the shorter errors of Vinix. Sources:
 * applications/crossbar/doc/basics.md and authenticating-requests (2600hz); Vinix, "Update Conference" (400 to 500).
 */
import { randomBytes } from 'node:crypto'
import type { HttpReply } from '#sandbox/faults.ts'

/** Why a field is refused: rule of the JSON schema to what is told of it. */
export type ValidationErrors = Readonly<Record<string, Readonly<Record<string, object>>>>

/** Thrown by a route to answer with an error. */
export class Refusal extends Error {
  readonly status: number
  readonly data: unknown

  constructor(status: number, message: string, data: unknown = { message: message.replaceAll('_', ' ') }) {
    super(message)
    this.status = status
    this.data = data
  }
}

export const invalid = (errors: ValidationErrors) => new Refusal(400, 'validation error', errors)
export const invalidField = (field: string, rule: string, message: string, more: object = {}) =>
  invalid({ [field]: { [rule]: { message, ...more } } })
export const invalidCredentials = () => new Refusal(401, 'invalid_credentials')
/** No document of that id, and no such resource of it. */
export const badIdentifier = (id: string) =>
  new Refusal(404, 'bad_identifier', { message: 'bad identifier', cause: id })
/** What is asked of a resource that has no such action. */
export const faultyRequest = () => new Refusal(404, 'faulty_request')
/** What the Erlang source has no clause for. */
export const crash = () => new Refusal(500, 'internal_error')

/** What a route answers with. */
export interface Success {
  readonly status: number
  readonly data: unknown
  /** Beside `data`, such as `next_start_key`. */
  readonly envelope?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

export const ok = (data: unknown): Success => ({ status: 200, data })
/** Taken, whether or not there is anything that it could be done to. */
export const accepted = (data: unknown, message?: string): Success => ({
  status: 202,
  data,
  ...(message !== undefined && { envelope: { message } }),
})

/** What stands in the envelope of an answer beside what is answered. */
interface Context {
  readonly token: string
  /** Left in the bucket of requests. */
  readonly tokensLeft: number
  readonly now: number
}

/** `isVinix`: errors are `{code, message, request_id}`, as Vinix documents them. */
export function createReplies(isVinix: boolean) {
  const envelope = ({ token, tokensLeft, now }: Context) => ({
    ...(token && { auth_token: token }),
    node: 'sandbox',
    request_id: randomBytes(16).toString('hex'),
    timestamp: new Date(now).toISOString(),
    tokens: { consumed: 1, remaining: tokensLeft },
    version: '5.1',
  })
  return {
    success: (context: Context, { status, data, envelope: more, headers }: Success): HttpReply =>
      json(status, { ...envelope(context), status: 'success', data, ...more }, headers),
    failure(context: Context, { status, message, data }: Refusal): HttpReply {
      const { request_id, ...rest } = envelope(context)
      if (isVinix)
        return json(status, { code: message.replaceAll(' ', '_'), message: sayProblem(message, data), request_id })
      const kind = status >= 500 ? 'fatal' : 'error'
      return json(status, { ...rest, request_id, status: kind, error: String(status), message, data })
    },
  }
}

const json = (status: number, value: unknown, headers?: Readonly<Record<string, string>>): HttpReply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
})

/** What is wrong, in one text: of several fields, each. */
export function sayProblem(message: string, data: unknown): string {
  if (!isObject(data)) return message
  const problems = Object.entries(data).flatMap(([field, rules]) =>
    isObject(rules)
      ? Object.values(rules).map((told) => `${field}: ${isObject(told) ? String(told.message) : String(told)}`)
      : [],
  )
  return problems.length > 0 ? problems.join('; ') : message
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Times are seconds since the year 0: this many lie before 1970. */
const gregorianOffset = 62_167_219_200
export const toGregorian = (instant: number): number => Math.floor(instant / 1000) + gregorianOffset
