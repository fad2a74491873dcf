import { expect, test } from 'vitest'
import { startApp } from '#test/support/app.ts'

test('an open page does not hold up a stop: it is told, not cut off', async () => {
  const app = await startApp()
  const page = async () => {
    let last = { ok: true, version: 0 }
    while (last.ok) last = await app.slack.get(`changes?after=${last.version}`)
    return last
  }
  const [last] = await Promise.all([page(), app.stop()])
  expect(last).toEqual({ ok: false, error: 'The sandbox stops.' })
})
