/** A log that is kept, so that a test can say what stands in it. */
import { Writable } from 'node:stream'
import { createLogger, type Logger } from '#lib/logger.ts'

export interface LogLine {
  /** 30 info, 40 warn, 50 error, 60 fatal. */
  readonly level: number
  readonly msg: string
  readonly [field: string]: unknown
}

export interface LogBook {
  readonly logger: Logger
  /** From `info` on, oldest first. */
  readonly lines: readonly LogLine[]
  /**
   * Those above a warning. Not that jobs wait: a clock that a test pushes by minutes in a moment overtakes the jobs of a busy machine,
   * which is said as it should be.
   */
  loud(): readonly LogLine[]
  /** Those of this message. */
  of(msg: string): readonly LogLine[]
  /** All of it but the times, whose digits may be anything, for looking for what must not be there. */
  text(): string
}

export function createLogBook(): LogBook {
  const lines: LogLine[] = []
  const destination = new Writable({
    write(line, _encoding, done) {
      const parsed: LogLine = JSON.parse(String(line))
      // To a clock that a test pushes any statement is slow.
      if (parsed.msg !== 'the database was slow') lines.push(parsed)
      done()
    },
  })
  return {
    logger: createLogger({ level: 'info', destination }),
    lines,
    loud: () => lines.filter(({ level, msg }) => level > 40 && msg !== 'jobs are due and do not run'),
    of: (msg) => lines.filter((line) => line.msg === msg),
    text: () => lines.map(({ time, ...line }) => JSON.stringify(line)).join('\n'),
  }
}
