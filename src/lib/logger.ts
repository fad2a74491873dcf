/** Structured logs without secrets: pino, with one redaction list for the whole process. */
import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** Field names whose values never reach a log, at any of the depths pino's paths reach. */
const secretFields = [
  'password',
  'token',
  'access_token',
  'refresh_token',
  'accessToken',
  'refreshToken',
  'botToken',
  'appToken',
  'signingSecret',
  'authorization',
  'Authorization',
  'pin',
  'room_pin',
  'admin_pin',
  'roomPin',
  'adminPin',
  'secret',
  'file_url',
]

export function createLogger(options: { level: string; destination?: NodeJS.WritableStream | undefined }): Logger {
  const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`])
  return pino(
    { level: options.level, base: null, redact: { paths, censor: '[redacted]' } },
    options.destination ?? process.stdout,
  )
}

/** For tests and tools that log nowhere. */
export function createSilentLogger(): Logger {
  return pino({ level: 'silent' })
}
