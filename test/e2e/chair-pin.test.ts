/**
 * A PBX on which only moderators lock, by keying a code in the call: the PIN of the chair and the codes are told to the chair alone,
 * and do what is said of them.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createMeetingDriver, minuteMs, typed } from '#test/support/meeting-driver.ts'
import { eventually } from '#test/support/sandbox-client.ts'

const subject = 'Board call'
const inSecret = 'Only you see this.'

let app: RunningApp
const driver = createMeetingDriver(() => app, 'ringme')
const { ask } = driver
const room = () => app.pbx().room(subject)
const call = async (from: string, pin: string) => app.pbx().post('call', { from, to: (await room()).number, pin })

beforeAll(async () => {
  app = await startApp({ CONFBOT_SANDBOX_PBXS: 'ringme' })
})
afterAll(() => app.stop())

it('the chair is told the PIN of the chair with the codes, which then lock the room', { timeout: 60_000 }, async () => {
  await ask('bob', `start "${subject}"`, `${subject} is open`)
  for (const command of ['lock', 'mute all']) await ask('bob', command, /\/conf pin shows to the chair/)

  const told = (await ask('bob', 'pin', inSecret)).text
  const [pin = '', chairPin = ''] = [/ PIN (\d+)/, /PIN of the chair (\d+)/].map((one) => one.exec(told)?.[1])
  expect([pin, chairPin]).toEqual([expect.stringMatching(/^\d{6}$/), expect.stringMatching(/^\d{6}$/)])
  expect(chairPin).not.toBe(pin)
  for (const code of ['*92', '*93', '*91', '*90', 'extension']) expect(told).toContain(code)

  const others = (await ask('carol', 'pin', inSecret)).text
  expect(others).toContain(pin)
  for (const hidden of [chairPin, 'chair', '*92']) expect(others).not.toContain(hidden)

  const { leg } = await call('1001', chairPin)
  await call('1002', pin)
  await eventually(async () =>
    expect((await room()).legs.map(({ number, moderator }) => [number, moderator])).toEqual([
      ['1001', true],
      ['1002', false],
    ]),
  )
  await app.pbx().post('key', { leg, digits: '*91' })
  expect((await room()).legs.map(({ muted }) => muted)).toEqual([false, true])
  await app.pbx().post('key', { leg, digits: '*92' })
  expect((await room()).locked).toBe(true)
  expect(await call('1003', pin)).toMatchObject({ error: 'locked' })
  await app.pbx().post('key', { leg, digits: '*93' })
  expect(await call('1003', pin)).toHaveProperty('leg')

  const seen = [app.log.text(), JSON.stringify(await driver.posts())]
  for (const text of seen) expect(text).not.toContain(chairPin)
})

it('whoever owns a meeting is told those of its room', { timeout: 60_000 }, async () => {
  const name = 'Weekly'
  const startAt = Math.ceil((await driver.now()) / minuteMs) * minuteMs + 60 * minuteMs
  await driver.schedule('bob', `${name} ${typed(startAt)} zone:UTC for:30m`, name)
  await driver.until(startAt + 1000)
  await app.slack.card(`${name}\nLive, started`)
  expect((await ask('bob', `pin meeting:${name}`, inSecret)).text).toContain('PIN of the chair')
  expect((await ask('carol', `pin meeting:${name}`, inSecret)).text).not.toContain('PIN of the chair')
})
