/** The rules of a PBX that confbot keeps itself, whatever the vendor; their output is core's `PbxPolicy`. */
import { z } from 'zod'

const refused = (context: z.RefinementCtx, expected: string) => {
  context.addIssue({ code: 'custom', message: `Expected ${expected}.` })
  return z.NEVER
}
const range = 'a range such as 8000-8099'
const extensions = 'numbers and ranges such as 1000-1999, 21'
const countries = 'two-letter country codes such as DE, GB, US'

const Rooms = z.string().transform((text, context) => {
  const [, first = '', last = ''] = /^([1-9]\d{0,8})-(\d{1,9})$/.exec(text) ?? []
  if (first && first.length === last.length && first <= last) return { first: Number(first), last: Number(last) }
  return refused(context, range)
})

const Extension = z.string().transform((text, context) => {
  const [, first = '', last = first] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(text) ?? []
  if (first && first.length === last.length && first <= last) return { first, last }
  return refused(context, extensions)
})

const Country = z.string().transform((text, context) => {
  const code = text.toUpperCase()
  if (isCountry(code)) return code
  return refused(context, countries)
})

/** A current ISO 3166 alpha-2 code: not a withdrawn one, nor an alias such as UK, nor a group such as EU. */
function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'].includes(code)) return false
  const named = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code)
  return named !== undefined && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
}

const Cap = (otherwise: number) => z.number().int().min(0).default(otherwise)

export const Policy = z.object({
  rooms: Rooms.meta({
    expected: range,
    description: 'Range of room numbers that confbot may create, change and use. Nothing else on the PBX may use them.',
  }),
  extensions: z
    .array(Extension)
    .default([])
    .meta({ expected: extensions, description: 'Extensions and ranges of them that may be rung.' }),
  countries: z.array(Country).default([]).meta({
    expected: countries,
    description:
      'Countries that may be called; the first is that of numbers without a country code. None: extensions alone.',
  }),
  caps: z
    .object({
      atOnce: Cap(100).describe('Calls in progress at once.'),
      perPersonHour: Cap(60).describe('Calls that one person causes within an hour.'),
      perDay: Cap(500).describe('Calls within a day.'),
      perConference: Cap(200).describe('Calls into one conference.'),
    })
    .prefault({}),
  chats: z
    .array(z.string().regex(/^[a-z]+:\w+(:\w+)?$/, 'such as slack:T012AB3CD or slack:T012AB3CD:C045EF6GH'))
    .default([])
    .describe('Workspaces or channels that may use this PBX. None: all that are served.'),
})
export type Policy = z.output<typeof Policy>

/** What the sandbox's own PBX allows: extensions 1000-1099 are the telephones that are there. */
export const sandboxPolicy: Policy = Policy.parse({
  rooms: '8000-8099',
  extensions: ['1000-1099'],
  countries: ['DE', 'US', 'GB', 'CH', 'AT', 'FR'],
})
