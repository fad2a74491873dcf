import { expect, it } from 'vitest'
import { createOutageLog } from '#lib/outage-log.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { createLogBook } from '#test/support/log-book.ts'

const startAt = Date.UTC(2026, 10, 20, 9)

function open() {
  const clock = createHandClock(startAt)
  const book = createLogBook()
  const outage = createOutageLog({ clock, logger: book.logger, begins: 'it fails', over: 'it works again' })
  return { clock, book, outage }
}

it('says once that it fails, and once that it is over, with how often and how', () => {
  const { clock, book, outage } = open()
  outage.worked()
  for (let count = 0; count < 20; count++) {
    outage.failed(count === 0 ? 'timeout' : 'unreachable', { room: count })
    clock.advance(1_000)
  }
  expect(book.lines).toMatchObject([{ level: 40, msg: 'it fails', code: 'timeout', room: 0 }])
  clock.advance(10_000)
  outage.worked()
  outage.worked()
  expect(book.lines.slice(1)).toMatchObject([
    {
      level: 30,
      msg: 'it works again',
      since: '2026-11-20T09:00:00.000Z',
      lastedMs: 19_000,
      failures: { timeout: 1, unreachable: 19 },
    },
  ])
  outage.failed('timeout', {})
  expect(book.of('it fails')).toHaveLength(2)
})

it('is one outage where some fail and others do not', () => {
  const { clock, book, outage } = open()
  for (let count = 0; count < 20; count++) {
    outage.failed('failed', {})
    outage.worked()
    clock.advance(2_500)
  }
  expect(book.lines).toHaveLength(1)
})
