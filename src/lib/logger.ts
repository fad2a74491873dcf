/** Structured logs without secrets: pino, and whatever is logged goes through `redact` first. */
import { type Logger, pino } from 'pino'
import { redact } from './redact.ts'

export type { Logger } from 'pino'

export function createLogger(options: { level: string; destination?: NodeJS.WritableStream | undefined }): Logger {
  return pino(
    // Errors are serialised by `clean`; pino's own way would take the outcome for an error once more.
    { level: options.level, base: null, formatters: { log: clean }, serializers: { err: (serialised) => serialised } },
    options.destination ?? process.stdout,
  )
}

/** For tests and tools that log nowhere. */
export function createSilentLogger(): Logger {
  return pino({ level: 'silent' })
}

/** Errors keep their stack and what else they tell. */
function clean(facts: Record<string, unknown>): Record<string, unknown> {
  const serialised = Object.entries(facts).map(([name, fact]): [string, unknown] => [
    name,
    fact instanceof Error ? { ...pino.stdSerializers.err(fact) } : fact,
  ])
  return redact(Object.fromEntries(serialised))
}
