/** A bot in a process of its own, whose clock is moved by whoever started it: what is said to it is `{ start }` and `{ advance }`, in milliseconds. */
import { inspect } from 'node:util'
import { createApp } from '#app'
import { createMovableClock } from '#lib/clock.ts'
import { createLogger } from '#lib/logger.ts'
import { configFrom } from './config.ts'

export interface Said {
  /** Begins, with the clock so far ahead. */
  readonly start?: number
  readonly advance?: number
}

const clock = createMovableClock()
const given = Object.entries(process.env).flatMap(([name, value]) =>
  value === undefined ? [] : [[name, value] as const],
)
const wanted = given.filter(([name]) => /^((SLACK|DISCORD|PBX|DATABASE|CONFBOT_SECRET)_|PORT$)/.test(name))
const app = createApp(configFrom(Object.fromEntries(wanted)), {
  version: 'test',
  clock,
  logger: createLogger({ level: 'warn', destination: process.stderr }),
})
process.on('message', ({ start, advance = 0 }: Said) => {
  clock.advance(start ?? advance)
  if (start === undefined) return
  app.start().then(
    () => process.send?.('started'),
    (error: unknown) => process.send?.(inspect(error)),
  )
})
process.send?.('ready')
