/** What was found, for people (a line each) and for programs (JSON). */
import type { Finding } from '#core/contracts/diagnosis.ts'
import { spanToString } from '#text/format.ts'
import { type Span, say } from '#text/message.ts'
import type { Result } from './run-checks.ts'

export type Level = Finding['level']

export interface ReportOptions {
  /** Texts that are taken out wherever they stand. */
  readonly secrets: readonly string[]
  /** Dresses the word that a line begins with; as it is unless said. */
  readonly dress?: (word: string, level: Level) => string
}

export function reportToText(results: readonly Result[], { secrets, dress = (word) => word }: ReportOptions): string {
  const lines = results.map(({ part, finding }) => {
    const sentence = finding.level === 'ok' ? finding.says : joined(finding.says, finding.next)
    return `${dress(finding.level.padEnd(4), finding.level)} ${toLine(say('doctor.line', { part, sentence }), secrets)}`
  })
  return `${[...lines, '', toLine(say('doctor.count', { ...countOf(results) }), secrets)].join('\n')}\n`
}

/** `code` is the key of the sentence and stays the same, whatever its words are. */
export function reportToJson(results: readonly Result[], { secrets }: ReportOptions): string {
  const findings = results.map(({ part, finding }) => ({
    level: finding.level,
    part: toLine(part, secrets),
    code: finding.says.key,
    sentence: toLine(finding.says, secrets),
    ...(finding.level !== 'ok' && { next: toLine(finding.next, secrets) }),
  }))
  const counts = countOf(results)
  return `${JSON.stringify({ ok: counts.fail === 0, counts, findings }, null, 2)}\n`
}

export function countOf(results: readonly Result[]): Readonly<Record<Level, number>> {
  const count = (level: Level) => results.filter(({ finding }) => finding.level === level).length
  return { ok: count('ok'), warn: count('warn'), fail: count('fail') }
}

const joined = (first: Span, second: Span) => say('doctor.sentences', { first, second })

/** What PBXs and platforms say may hold anything; it stays within its line and steers no terminal. */
const toLine = (span: Span, secrets: readonly string[]) =>
  secrets.reduce(
    (text, secret) => text.replaceAll(secret, '[redacted]'),
    spanToString(span).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' '),
  )
