/**
 * How Yeastar S-Series' API v2.0.0 answers: always with the HTTP status 200, a failure by a number that is a text, without words.
 * Source: Yeastar S-Series developer guide, "Response Results", "API Error Code"; headers as its page "Query Conference" prints them.
 */
import { z } from 'zod'
import type { HttpReply } from '#sandbox/faults.ts'

/** Those that this stand-in gives, by what they mean. */
export const errno = {
  unsupportedRequest: '10003',
  blankParameter: '10004',
  noSuchExtension: '10006',
  noOutboundPermission: '10024',
  tooOften: '10025',
  noSuchConference: '10110',
  onlyJson: '20000',
  onlyPost: '20001',
  loginLocked: '20002',
  wrongLogin: '20003',
  noSuchToken: '20004',
  blankToken: '20005',
  noRecordingFile: '20014',
} as const

/** Thrown to answer with an error; `message` is for this side's console, for the wire carries no words. */
export class Refusal extends Error {
  readonly errno: string

  constructor(errno: string, message: string) {
    super(message)
    this.errno = errno
  }
}

const headers = {
  server: 'Boa/0.94.14rc21',
  'accept-ranges': 'bytes',
  connection: 'close',
  'content-type': 'application/json',
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS, PUT, DELETE',
}

const json = (value: unknown): HttpReply => ({ status: 200, headers, body: JSON.stringify(value) })

export const success = (fields: Readonly<Record<string, unknown>> = {}): HttpReply =>
  json({ status: 'Success', ...fields })

export const failure = (code: string): HttpReply => json({ status: 'Failed', errno: code })

export const file = (type: string, body: string | Buffer): HttpReply => ({
  status: 200,
  headers: { ...headers, 'content-type': type },
  body,
})

/** The parameters of a request; those that are declared as integers come as texts in all examples, and as either here. */
export type Parameters = Readonly<Record<string, string>>

const Body = z.record(z.string(), z.union([z.string(), z.number().transform(String)]))

/** Throws a Refusal where it is no object of texts and numbers. */
export function readParameters(body: unknown): Parameters {
  const parameters = Body.safeParse(body)
  if (!parameters.success) throw new Refusal(errno.onlyJson, 'an object of texts expected')
  return parameters.data
}

/** Throws a Refusal where it is blank. */
export function required(parameters: Parameters, name: string): string {
  const value = parameters[name]?.trim()
  if (!value) throw new Refusal(errno.blankParameter, `${name} is blank`)
  return value
}

export const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
