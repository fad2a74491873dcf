/**
 * The one place that knows what must not be seen: secrets by the names of their fields, in objects, URLs and plain text, and
 * telephone numbers. Names are those of the PBXs' own documents (their PINs and passwords come back in clear) and of OAuth.
 */
import { maskPhoneNumber } from './phone-number.ts'

const redacted = '[redacted]'
const circle = '[circle]'

/** What a secret's name ends in, as words: `room_pin`, `roomPin` and `moderatorpassword` are all meant. */
const secretEndings = [
  'pin',
  'pins',
  'password',
  'credentials',
  'token',
  'secret',
  'authorization',
  'cookie',
  'api key',
  'file url',
  'dtmf',
]
const numberFields = new Set(['number', 'phone', 'phonenumber', 'caller', 'callee'])

const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
const isSecretField = (name: string) => secretEndings.some((ending) => bare(name).endsWith(bare(ending)))

const endings = secretEndings.map((ending) => ending.replace(' ', '[-_ ]?')).join('|')
const patterns: readonly (readonly [RegExp, (...match: string[]) => string])[] = [
  // https://user:password@host
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, (_, scheme) => `${scheme}${redacted}@`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, (_, scheme) => `${scheme} ${redacted}`],
  // name=value, name: value, "name":"value", "name":["value"]
  [
    new RegExp(
      `(?<![\\w-])([\\w-]*(?:${endings})["']?\\s*[:=]\\s*)("(?:[^"\\\\]|\\\\.)*"|'[^']*'|\\[[^\\]]*\\]|[^\\s&,;}]+)`,
      'gi',
    ),
    (_, name) => `${name}${redacted}`,
  ],
  [/\b(sips?|tel):(\+?\d{6,})/gi, (_, scheme, number = '') => `${scheme}:${maskPhoneNumber(number)}`],
  [/\+\d[\d\s().-]{5,}\d/g, (number = '') => maskPhoneNumber(number.replace(/[^\d+]/g, ''))],
]

/**
 * A copy that may be shown: values of secret fields gone, numbers masked, texts cleaned of both. `secrets` are further texts
 * to take out wherever they stand (see `secretsIn`). Errors become their name, message and cause.
 */
export function redact(text: string, secrets?: readonly string[]): string
export function redact(fields: Readonly<Record<string, unknown>>, secrets?: readonly string[]): Record<string, unknown>
export function redact(value: unknown, secrets?: readonly string[]): unknown
export function redact(value: unknown, secrets: readonly string[] = []): unknown {
  return redactValue(value, secrets, [])
}

/** `above`: what this value lies in, lest a circle be followed for ever. */
function redactValue(value: unknown, secrets: readonly string[], above: readonly object[]): unknown {
  if (typeof value === 'string') return redactText(value, secrets)
  if (typeof value !== 'object' || value === null) return value
  if (above.includes(value)) return circle
  const within = [...above, value]
  if (Array.isArray(value)) return value.map((item) => redactValue(item, secrets, within))
  if (value instanceof Error)
    return {
      name: value.name,
      message: redactText(value.message, secrets),
      ...(value.cause !== undefined && { cause: redactValue(value.cause, secrets, within) }),
    }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redactField(name, inner, secrets, within)]),
  )
}

function redactField(name: string, value: unknown, secrets: readonly string[], above: readonly object[]): unknown {
  if (isSecretField(name) && value !== null && typeof value !== 'boolean') return redacted
  if (typeof value === 'string' && numberFields.has(bare(name))) return maskPhoneNumber(value)
  return redactValue(value, secrets, above)
}

function redactText(text: string, secrets: readonly string[]): string {
  const known = secrets.flatMap(written).reduce((left, secret) => left.replaceAll(secret, redacted), text)
  return patterns.reduce((left, [pattern, by]) => left.replace(pattern, by), known)
}

/** A text as it stands in JSON, in addresses and in forms, the longest first: whoever repeats a request repeats it so. */
function written(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const inAddress = encodeURIComponent(secret.toWellFormed())
  const inForm = new URLSearchParams({ '': secret }).toString().slice(1)
  const encoded = [inAddress, inForm].flatMap((text) => [
    text,
    text.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
  ])
  return [...new Set([...encoded, json, secret])]
}

/**
 * The texts that stand in secret fields of `value`, or in lists there, longest first: a PBX that refuses a PIN may repeat it in its answer.
 * Below three characters there is nothing to tell them by.
 */
export function secretsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const found = Object.entries(value).flatMap(([name, inner]) => {
    if (isSecretField(name) && Array.isArray(inner)) return inner.filter((one) => typeof one === 'string')
    if (typeof inner !== 'string') return secretsIn(inner)
    return isSecretField(name) ? [inner.replace(/^(Bearer|Basic)\s+/i, '')] : []
  })
  return found.filter((text) => text.length >= 3).sort((a, b) => b.length - a.length)
}
