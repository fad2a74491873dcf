/**
 * The check of somebody's own number by a spoken code: what is kept of one while its code is awaited, and its bounds. The code
 * itself is not kept.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { createPin, createReference } from '#lib/ids.ts'
import { parseJson } from '#lib/parse-json.ts'
import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import type { CallFailure } from './contracts/conference-provider.ts'
import { ConfbotError, type ErrorChoice } from './errors.ts'
import type { ProvenNumber } from './own-number.ts'

const codeMs = 10 * 60_000
const maxTries = 5
/** Of one person, on all PBXs together. */
const maxCallsPerHour = 3
const codeDigits = 6
const sayMs = 30_000

/** In the place of the conference in the list of originated calls. No conference has such an id. */
export const codeCallsId = 'spoken-code'
/** So long at most such a call goes on: a telephone rings for a minute, and the code is said three times; nobody tells when that is over. */
export const codeCallMs = 90_000
/** What calls by one person are counted over. */
export const codeCallsPeriodMs = 3_600_000

const PhoneCheckSchema = z.object({
  /** Of the call: another one ends this. */
  id: z.string(),
  number: z.string(),
  /** As in `ProvenNumber`. */
  pbx: z.string().nullable(),
  salt: z.string(),
  /** scrypt of the code, in base64. */
  hash: z.string(),
  calledAt: z.number(),
  /** Until then the call may go on. */
  callUntil: z.number(),
  /** Why nobody heard the code, as far as the PBX told. */
  failure: z.enum(['busy', 'no-answer', 'wrong-number', 'failed']).nullable(),
  until: z.number(),
  triesLeft: z.number(),
})
export type PhoneCheck = Readonly<z.output<typeof PhoneCheckSchema>>

/** null: nothing is kept, it is over, or it cannot be read. */
export function textToCheck(text: string | null, now: number): PhoneCheck | null {
  if (text === null) return null
  const { data } = PhoneCheckSchema.safeParse(parseJson(text))
  return data && now < data.until ? data : null
}

export const checkToText = (check: PhoneCheck): string => JSON.stringify(check)

/** A code, and the check that awaits it. */
export async function beginCheck(
  { number, pbx }: ProvenNumber,
  now: number,
): Promise<{ readonly code: string; readonly check: PhoneCheck }> {
  const code = createPin(codeDigits)
  const salt = randomBytes(16).toString('base64')
  const check = {
    id: createReference(),
    number,
    pbx,
    salt,
    hash: (await hashOf(code, salt)).toString('base64'),
    calledAt: now,
    callUntil: now + codeCallMs,
    failure: null,
    until: now + codeMs,
    triesLeft: maxTries,
  }
  return { code, check }
}

/** Slow on purpose: there are not many codes to try for whoever reads the database. */
const stretch = promisify<string, string, number, Buffer>(scrypt)
const hashOf = (code: string, salt: string) => stretch(code, salt, 32)

/** Whether it is the code that was said. Slow; whoever asks takes a try first. */
export const isCodeOf = async ({ salt, hash }: PhoneCheck, code: string): Promise<boolean> =>
  timingSafeEqual(await hashOf(code, salt), Buffer.from(hash, 'base64'))

/** Six digits, with whatever people write between them; null: it is no code. */
export function textToCode(typed: string): string | null {
  const digits = toPlainCharacters(typed).replace(/[\s.-]/g, '')
  return digits.length === codeDigits && /^\d+$/.test(digits) ? digits : null
}

/** Whether one more call may be made. Throws `person.code-call-under-way` and `person.code-calls`. */
export function judgeCodeCall(last: PhoneCheck | null, callsInHour: number, now: number): void {
  if (last && now < last.callUntil)
    throw new ConfbotError('person.code-call-under-way', {
      retryAfterMs: last.callUntil - now,
      choices: [enterCode],
    })
  if (callsInHour >= maxCallsPerHour)
    throw new ConfbotError('person.code-calls', {
      blanks: { limit: maxCallsPerHour },
      choices: last ? [enterCode] : [],
    })
}

/** With one try less. Throws `person.no-code` and `person.code-used-up`. */
export function takeTry(check: PhoneCheck | null): PhoneCheck {
  if (!check) throw new ConfbotError('person.no-code', { choices: [enterNumber] })
  if (check.triesLeft === 0) throw usedUp(check)
  return { ...check, triesLeft: check.triesLeft - 1 }
}

/** What is said of a code that is not the one that was said; its try was taken. */
export const wrongCode = (check: PhoneCheck): ConfbotError =>
  check.triesLeft === 0
    ? usedUp(check)
    : new ConfbotError('person.wrong-code', {
        blanks: { count: check.triesLeft },
        choices: [enterCode, callAgain(check)],
      })

const usedUp = (check: PhoneCheck) =>
  new ConfbotError('person.code-used-up', { blanks: { count: maxTries }, choices: [callAgain(check)] })

/** What became of its call; null: it was answered. */
export const settleCall = (check: PhoneCheck, failure: CallFailure | null, now: number): PhoneCheck => ({
  ...check,
  failure,
  callUntil: Math.min(check.callUntil, failure === null ? now + sayMs : now),
})

const enterCode: ErrorChoice = {
  label: say('phone.button.code'),
  path: 'conf phone-code',
  input: {},
  asForm: true,
  anew: true,
}
/** A way on where no number is known. */
export const enterNumber: ErrorChoice = {
  label: say('phone.button.number'),
  path: 'conf me phone',
  input: {},
  asForm: true,
  anew: true,
}
const callAgain = ({ number }: PhoneCheck): ErrorChoice => ({
  label: say('phone.button.again'),
  path: 'conf me phone',
  input: { number },
  anew: true,
})
