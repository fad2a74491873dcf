/** `docs/errors.md`: every error as people read it, from the tree, the English catalogue and the rules of the error card. */
import { type ErrorCode, errorCodes, errorKinds } from '#core/errors.ts'
import { error as sentences } from '#text/en/error.ts'
import { spanToString } from '#text/format.ts'
import { offersRetry, titleOf } from './error-card.ts'

const head = `# Errors

Written by \`npm run docs\` from \`src/core/errors.ts\` and \`src/text/en/error.ts\`; a test fails when it is not fresh.

Every refusal and failure has a code, which stands in the log and in the audit record. The person reads a title, the sentence
and the next step; what stands in ‹…› is filled in. The log line of a command has the level given here; the cause is in the log
alone. “Try again” is a button under the answer, where the same request may go through without anything being changed.`

const foot = `## When confbot does not start

Nothing has a code then: standard error has the sentence.

| what is wrong | what is printed | exit code |
|---|---|---|
| the configuration | every problem at once: the key, what was expected, where to get it | 2 |
| a port that cannot be listened on | why, and which setting changes it | 1 |
| the database, Slack's refusal of a token | the sentence and the next step of a \`store.…\` code, of \`chat.refused\` | 1 |
| anything else | the stack | 1 |`

/** By the first word of the code. */
const areas = {
  input: 'What was typed',
  permission: 'Who may',
  dial: 'Who may be called',
  conference: 'Conferences',
  meeting: 'Meetings',
  calendar: 'Calendars',
  person: 'People',
  directory: 'The directory',
  room: 'Rooms',
  recording: 'Recordings',
  capability: 'What a PBX can do',
  chat: 'The chat',
  provider: 'The PBX',
  store: 'The database',
  internal: 'confbot itself',
} as const satisfies Record<AreaOf<ErrorCode>, string>

type AreaOf<Code extends string> = Code extends `${infer Area}.${string}` ? Area : never

export function errorCatalogue(): string {
  const codes = Object.entries(errorCodes).map(([code]) => code as ErrorCode)
  const tables = Object.entries(areas).map(([area, title]) => {
    const rows = codes.filter((code) => code.startsWith(`${area}.`)).map(codeToRow)
    return [`## ${title}`, '', ...columns, ...rows].join('\n')
  })
  return `${[head, ...tables, foot].join('\n\n')}\n`
}

const columns = ['| code | title | sentence | next step | log | “Try again” |', '|---|---|---|---|---|---|']

function codeToRow(code: ErrorCode): string {
  const kind = errorCodes[code]
  const cells = [
    `\`${code}\``,
    spanToString(titleOf(kind)),
    withBlanksShown(sentences[`error.${code}`]),
    withBlanksShown(sentences[`hint.${code}`]),
    errorKinds[kind].level,
    offersRetry(code) ? 'yes' : 'no',
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** `{name}` and `{count, plural, … other {# people}}` as `‹name›` and `‹count› people`. */
const withBlanksShown = (template: string): string =>
  template.replace(/\{(\w+), plural,.*?other \{#([^{}]*)\}\}/g, '‹$1›$2').replace(/\{(\w+)\}/g, '‹$1›')
