/**
 * The dial guard: what may be rung at all, and how much of it. Every call that confbot originates is judged here first
 * (product.md, section 7).
 */
import {
  hasSatelliteCode,
  maskPhoneNumber,
  type PhoneNumber,
  parsePhoneNumber,
  toPlainNumber,
} from '#lib/phone-number.ts'
import type { PbxPolicy } from './contracts/conference-provider.ts'
import { isEmergencyNumber } from './emergency-number.ts'
import { ConfbotError, type ErrorCode } from './errors.ts'

/** What has been rung so far, as the caps count it. */
export interface DialUsage {
  /** Calls on this PBX that ring or talk at this moment. */
  readonly atOnce: number
  /** By this person within the last hour. */
  readonly personHour: number
  /** On this PBX within the last day. */
  readonly day: number
  /** For this conference. */
  readonly conference: number
}

export interface DialTarget {
  /** As given to the PBX: E.164 or extension. */
  readonly number: string
  readonly kind: 'extension' | 'phone'
  readonly masked: string
}

const toDigits = (plain: string) => plain.replace(/[\s.()/-]/g, '')

/**
 * Up to six digits are an extension or a short code, never a national number: the plans of countries with numbers of any length
 * take them for one (+49 30 123 is valid). Where national numbers are that short, they are given with the country code.
 */
export const isShort = (text: string): boolean => /^\d{1,6}$/.test(toDigits(toPlainNumber(text)))

/** Three-digit codes of the North American plan, and the 11x codes of most others, such as 115, 116117 and 11833. */
const shortCode = /^(?:[2-9]11|11\d{1,4})$/

/**
 * What `text` would ring, when it may be rung. Extensions are those of the configured ranges; phone numbers need a configured
 * country and an ordinary kind.
 * Throws `input.not-a-number` (blank `typed`), `dial.country` (`number`, `country`), and `dial.emergency`, `.short`,
 * `.extension`, `.satellite`, `.premium`, `.shared-cost`, `.kind` (`number`, masked).
 */
export function judgeTarget(text: string, policy: PbxPolicy): DialTarget {
  const plain = toPlainNumber(text)
  const digits = toDigits(plain)
  // +112 and 00112 are no numbers either, and must not reach a PBX that would understand them.
  if ([digits, digits.replace(/^(?:\+|00)/, '')].some((one) => isEmergencyNumber(one, policy.countries)))
    throw refusal('dial.emergency', digits)
  if (isExtension(digits, policy)) return { number: digits, kind: 'extension', masked: maskPhoneNumber(digits) }
  if (/^[+\d]*[*#]/.test(digits)) throw refusal('dial.short', digits)
  if (isShort(plain))
    throw refusal(
      shortCode.test(digits) && !isAsLongAsExtensions(digits, policy) ? 'dial.short' : 'dial.extension',
      digits,
    )
  if (hasSatelliteCode(plain)) throw refusal('dial.satellite', plain)
  const phone = parsePhoneNumber(plain, policy.countries[0])
  if (!phone) throw new ConfbotError('input.not-a-number', { blanks: { typed: plain } })
  judgeKind(phone)
  if (phone.country === null || !policy.countries.includes(phone.country))
    throw refusal('dial.country', phone.e164, phone.country ?? `+${phone.callingCode}`)
  return { number: phone.e164, kind: 'phone', masked: maskPhoneNumber(phone.e164) }
}

function judgeKind({ kind, e164 }: PhoneNumber): void {
  switch (kind) {
    case 'fixed':
    case 'mobile':
    case 'fixed-or-mobile':
    case 'voip':
    case 'toll-free':
      return
    case 'premium':
    case 'shared-cost':
    case 'satellite':
      throw refusal(`dial.${kind}`, e164)
    case 'personal':
    case 'pager':
    case 'uan':
    case 'voicemail':
    case 'unknown':
      throw refusal('dial.kind', e164)
  }
}

const refusal = (code: ErrorCode, number: string, country?: string) =>
  new ConfbotError(code, {
    blanks: { number: isShort(number) ? number : maskPhoneNumber(number), ...(country !== undefined && { country }) },
  })

/** Whether these digits lie in a configured range. Leading zeros count: 0100 is not 100. */
export const isExtension = (digits: string, { extensions }: Pick<PbxPolicy, 'extensions'>): boolean =>
  /^\d+$/.test(digits) && extensions.some(({ first, last }) => !isBefore(digits, first) && !isBefore(last, digits))

const isBefore = (a: string, b: string) => (a.length === b.length ? a < b : a.length < b.length)

const isAsLongAsExtensions = (digits: string, { extensions }: PbxPolicy) =>
  extensions.some(({ first, last }) => first.length <= digits.length && digits.length <= last.length)

/**
 * Whether `count` more calls may be made now. Throws `dial.cap-at-once`, `dial.cap-conference`, `dial.cap-person` or
 * `dial.cap-day`, with the cap as blank `limit`.
 */
export function judgeCaps(count: number, usage: DialUsage, { caps }: Pick<PbxPolicy, 'caps'>): void {
  const check = (code: ErrorCode, used: number, limit: number) => {
    if (used + count > limit) throw new ConfbotError(code, { blanks: { limit } })
  }
  check('dial.cap-at-once', usage.atOnce, caps.atOnce)
  check('dial.cap-conference', usage.conference, caps.perConference)
  check('dial.cap-person', usage.personHour, caps.perPersonHour)
  check('dial.cap-day', usage.day, caps.perDay)
}
