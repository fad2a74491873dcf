/** `docs/room-fields.md`: every field of every vendor's page, and what confbot does with it. */
import type { ProviderDefinition, RoomField } from '#core/contracts/conference-provider.ts'
import { tableToMarkdown } from './markdown-table.ts'
import { type Seed, type SeedParameter, seedFields, seedFolder } from './seed-fields.ts'

const head = `# Every field of the vendors' pages

Written by \`npm run docs\` from what the adapters declare and from \`${seedFolder}/*/seed-fields.json\`, which has what the vendors' pages
name; a test fails when it is not fresh, when a page's field is missing here, or when its limit is another than the page's without a
reason.

*read*, *create*, *update*: by \`/confadmin room show\`, \`create\` and \`edit\`, under the page's own names. Limits are checked before
anything is sent. A secret is never shown among the fields. Whether a PIN is set is told there where the PBX tells it. The PIN
of a room in which a conference of confbot's is live is told by \`/conf pin\` and the button of its card; that of any room to
administrators alone, by \`/confadmin room pin\`.`

/** Where the fields are tried, each with a value and with one beyond its limit. */
const fieldTest = 'test/e2e/room-fields.test.ts'
const serverTest = 'test/providers/portsip/provider.test.ts'

export interface Described {
  readonly definition: ProviderDefinition<never>
  readonly seed: Seed
}

export function fieldCatalogue(all: readonly Described[]): string {
  return [head, ...all.flatMap(pbxToParts), ''].join('\n\n')
}

function pbxToParts({ definition, seed }: Described): string[] {
  const { id, name, roomFields, serverFields = [] } = definition
  const columns = ['PBX', 'field', 'read', 'create', 'update', 'limit', 'test']
  const fieldRows = (of: 'room' | 'server', declared: readonly RoomField[], test: string) =>
    seedFields(seed, of).map((wanted) => {
      const field = declared.find((one) => one.id === wanted.name)
      return [id, code(wanted.name), ...(field ? cellsOf(field) : missing), code(test)]
    })
  const onPage = new Set(seedFields(seed, 'room').map((one) => one.name))
  const further = roomFields.filter((field) => !onPage.has(field.id))
  const servers = fieldRows('server', serverFields, serverTest)
  return [
    `## ${name}`,
    `The page “${seed.page}” (${seed.source}): ${countsOf(seed)}.`,
    '### Fields of rooms',
    tableToMarkdown(columns, fieldRows('room', roomFields, fieldTest)),
    ...reasonsOf(seed),
    ...(further.length > 0
      ? [
          'From other pages of the vendor:',
          tableToMarkdown(
            columns,
            further.map((field) => [id, code(field.id), ...cellsOf(field), code(fieldTest)]),
          ),
        ]
      : []),
    ...(servers.length > 0 ? ['### Fields of conference servers', tableToMarkdown(columns, servers)] : []),
    '### What else the page names',
    tableToMarkdown(
      ['call', 'parameter', 'stands in', 'limit', 'carried by', 'test'],
      seed.calls.flatMap(({ call, method, why, note, parameters }) => [
        ...parameters
          .filter(({ of }) => of !== 'room' && of !== 'server')
          .map((parameter) => [
            code(call),
            code(parameter.name),
            parameter.in,
            limitOfPage(parameter),
            method === null ? `not used: ${why}` : code(method),
            method === null ? '-' : code(`${seedFolder}/${id}/`),
          ]),
        ...(note === undefined ? [] : [[code(call), 'body', 'body', note, code(method ?? '-'), '-']]),
      ]),
    ),
    ...(seed.keypad
      ? [
          '### Keys in a call',
          tableToMarkdown(
            ['code', 'by', 'does'],
            seed.keypad.map(({ code: keys, moderator, does }) => [
              code(keys),
              moderator ? 'a moderator' : 'an extension',
              does,
            ]),
          ),
        ]
      : []),
  ]
}

const code = (text: string) => `\`${text}\``
const missing = ['not declared', '-', '-', '-']

function countsOf({ calls, keypad = [] }: Seed): string {
  const parameters = calls.flatMap((call) => call.parameters).length
  const codes = keypad.length > 0 ? `, ${keypad.length} codes for the keypad` : ''
  return `${calls.length === 1 ? '1 call' : `${calls.length} calls`}, ${parameters} parameters${codes}`
}

const reasonsOf = ({ otherwise = {} }: Seed): string[] => {
  const reasons = Object.entries(otherwise)
  if (reasons.length === 0) return []
  return ['Limits that the page does not have:', reasons.map(([field, why]) => `- \`${field}\`: ${why}`).join('\n')]
}

function cellsOf(field: RoomField): string[] {
  const read = !field.secret ? 'yes' : field.pin ? 'secret: by “Show PIN”' : 'secret: never shown'
  return [read, field.create === 'never' ? 'no' : field.create, field.update === 'never' ? 'no' : 'yes', limitOf(field)]
}

/** As it is declared. */
function limitOf(field: RoomField): string {
  const { kind, entries, min, max, choices, forbids, also, requires, onlyWith, options } = field
  const range = rangeToWords(min, max)
  const textLimit = max === undefined ? (min === 1 ? 'not empty' : 'any text') : `${range} characters`
  const kinds: Readonly<Record<RoomField['kind'], string>> = {
    text: textLimit,
    lines: textLimit,
    // One is what digits are at least.
    digits: `${range && !(min === 1 && max === undefined) ? `${range} digits` : 'digits'}${also === undefined ? '' : ` and ${code(also)}`}`,
    integer: range || 'a whole number',
    boolean: 'yes or no',
    choice: (choices ?? []).map(code).join(', '),
    time: 'a date and time of RFC 3339',
    zone: 'an IANA time zone',
    language: 'a language tag (BCP 47)',
    json: 'JSON',
    list: `a list${entries === 'digits' ? ' of digits' : ''}${range && `, ${range} entries`}`,
  }
  return [
    kinds[kind],
    forbids !== undefined && `without ${[...forbids].map((one) => (one === '`' ? '`` ` ``' : code(one))).join(' ')}`,
    options && 'one that the PBX offers',
    requires !== undefined && `only together with ${code(requires)}`,
    onlyWith && `only with ${code(onlyWith.field)} ${onlyWith.values.map(code).join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ')
}

function limitOfPage({ min, max, lessThan, choices, format, default: otherwise }: SeedParameter): string {
  return [
    rangeToWords(min, max ?? (lessThan === undefined ? undefined : lessThan - 1)),
    choices?.map(code).join(', '),
    format,
    otherwise !== undefined && `${code(String(otherwise))} unless said`,
  ]
    .filter(Boolean)
    .join('; ')
}

function rangeToWords(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return min === max ? `exactly ${min}` : `${min} to ${max}`
  if (max !== undefined) return `at most ${max}`
  return min === undefined ? '' : `at least ${min}`
}
