import { expect, it } from 'vitest'
import { type Check, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { runChecks } from '#doctor/run-checks.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'

const named = (name: string) => say('doctor.configuration.odd', { what: name })
const check = (name: string, run: Check['run'], after?: Check): Check => ({
  what: named(`the ${name}`),
  run,
  ...(after && { after }),
})
const good = (name: string) => check(name, async () => [ok(named(name))])
const bad = (name: string) => check(name, async () => [fail(named(name), named('mend it'))])

async function run(...checks: Check[]) {
  const clock = createHandClock()
  const results = await clock.until(runChecks([{ part: 'all', checks }], { clock, limitMs: 5_000 }))
  return results.map(({ finding }) => `${finding.level} ${spanToString(finding.says)}`)
}

it('gives what was found in the order of the checks, whichever ends first', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const late = check('late', async () => {
    await promise
    return [ok(named('late')), ok(named('later'))]
  })
  const early = check('early', async () => {
    resolve()
    return [ok(named('early'))]
  })
  expect(await run(late, early)).toEqual(['ok late', 'ok later', 'ok early'])
})

it('says that one takes too long, and waits for no other because of it', async () => {
  const hanging = check('clockwork', () => new Promise(() => {}))
  expect(await run(good('first'), hanging, good('last'))).toEqual([
    'ok first',
    'fail Looking at the clockwork took longer than 5 seconds, so nothing is known of it.',
    'ok last',
  ])
})

it('says that one broke, without its secrets, and goes on', async () => {
  const broken = check('vase', async () => {
    throw new Error('it fell: password=planted')
  })
  expect(await run(broken, good('last'))).toEqual([
    'fail Looking at the vase went wrong: it fell: password=[redacted].',
    'ok last',
  ])
})

it('leaves out what depends on a check that failed, however far away', async () => {
  const first = bad('first')
  const second = check('second', async () => [ok(named('second'))], first)
  const third = check('third', async () => [ok(named('third'))], second)
  expect(await run(first, second, third, good('other'))).toEqual(['fail first', 'ok other'])
})

it('does not leave out what depends on a mere warning, and runs each check once', async () => {
  let runs = 0
  const first = check('first', async () => {
    runs++
    return [warn(named('first'), named('look at it'))]
  })
  const second = check('second', async () => [ok(named('second'))], first)
  // Asked for before the one that it depends on.
  expect(await run(second, first)).toEqual(['ok second', 'warn first'])
  expect(runs).toBe(1)
})

it('does not look at what depends on a check that takes too long', async () => {
  const hanging = check('clockwork', () => new Promise(() => {}))
  expect(
    await run(
      hanging,
      check('hands', async () => [ok(named('hands'))], hanging),
    ),
  ).toHaveLength(1)
})
