/**
 * Telephone numbers: read, told apart by kind and country, masked and linked. The only user of libphonenumber-js, with its full
 * metadata, since the smaller sets know neither kinds nor exact patterns.
 */
import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumberType,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'

export interface PhoneNumber {
  readonly e164: string
  /** ISO 3166 alpha-2; null for numbers of no country, such as +800. */
  readonly country: string | null
  /** Without the plus. */
  readonly callingCode: string
  readonly kind: PhoneNumberKind
  /** As it is written inside its country. */
  readonly national: string
}

export type PhoneNumberKind =
  | 'fixed'
  | 'mobile'
  | 'fixed-or-mobile'
  | 'voip'
  | 'toll-free'
  | 'premium'
  | 'shared-cost'
  | 'satellite'
  | 'personal'
  | 'pager'
  | 'uan'
  | 'voicemail'
  | 'unknown'

const kinds: Readonly<Record<PhoneNumberType, PhoneNumberKind>> = {
  FIXED_LINE: 'fixed',
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'fixed-or-mobile',
  VOIP: 'voip',
  TOLL_FREE: 'toll-free',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'shared-cost',
  PERSONAL_NUMBER: 'personal',
  PAGER: 'pager',
  UAN: 'uan',
  VOICEMAIL: 'voicemail',
}

/**
 * Inmarsat, the global mobile satellite system, and the international networks, which carry satellite and ship numbers
 * (ITU-T Recommendation E.164, list of assigned country codes). The metadata calls them mobile or VoIP.
 */
const satelliteCodes = new Set(['870', '881', '882', '883'])

/** Full-width digits, typographic dashes and special spaces as the plain ones; nothing else changes. */
export const toPlainNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Pd}/gu, '-')
    .trim()

/** What people write in numbers: digits, and a plus at the start; spaces, dots, dashes, parentheses and slashes between. */
const written = /^\+?[\d\s.()/-]+$/

/**
 * Reads a number that is valid by its country's numbering plan; null for anything else. `text` may have spaces, dots, dashes,
 * parentheses and slashes, and 00 for the plus. National numbers are those of `defaultCountry` (ISO 3166 alpha-2).
 */
export function parsePhoneNumber(text: string, defaultCountry: string | undefined): PhoneNumber | null {
  const plain = toPlainNumber(text)
  if (!written.test(plain)) return null
  return (
    parseValid(plain, defaultCountry) ?? (/^00[1-9]/.test(plain) ? parseValid(`+${plain.slice(2)}`, undefined) : null)
  )
}

function parseValid(text: string, defaultCountry: string | undefined): PhoneNumber | null {
  const country = asCountry(defaultCountry)
  const parsed = parsePhoneNumberFromString(text, { extract: false, ...(country && { defaultCountry: country }) })
  if (!parsed?.isValid()) return null
  const callingCode = parsed.countryCallingCode
  const type = parsed.getType()
  return {
    e164: parsed.number,
    country: parsed.country ?? null,
    callingCode,
    kind: satelliteCodes.has(callingCode) ? 'satellite' : type ? kinds[type] : 'unknown',
    national: parsed.formatNational(),
  }
}

const asCountry = (text: string | undefined): CountryCode | undefined =>
  text !== undefined && isSupportedCountry(text) ? text : undefined

/** Whether an international number begins with a code of satellite networks, valid or not. */
export function hasSatelliteCode(text: string): boolean {
  const code = /^(?:\+|00)(\d{3})/.exec(text.replace(/[^\d+]/g, ''))?.[1]
  return code !== undefined && satelliteCodes.has(code)
}

/** With spaces, for people who may see all of it: `+49 30 901800`. What is no valid number comes back as it is. */
export function formatPhoneNumber(number: string): string {
  return parsePhoneNumberFromString(number, { extract: false })?.formatInternational() ?? number
}

/** Calling code and the last three digits: `+49 ···800`. Up to five digits without a plus are an extension, shown whole. */
export function maskPhoneNumber(number: string): string {
  const digits = number.replace(/\D/g, '')
  if (!number.startsWith('+') && digits.length <= 5) return number
  const callingCode =
    number.startsWith('+') && parsePhoneNumberFromString(number, { extract: false })?.countryCallingCode
  return `${callingCode ? `+${callingCode} ` : ''}···${digits.slice(-3)}`
}

/**
 * A link that dials (RFC 3966), and keys in the PIN after two pauses. The PIN is not closed with `#`: Apple's Phone does not
 * dial links that contain one (Apple URL Scheme Reference, "Phone Links").
 */
export function dialLink(number: string, pin?: string): string {
  const digits = number.replace(/[^\d+]/g, '')
  return `tel:${digits}${pin === undefined ? '' : `,,${pin}`}`
}
