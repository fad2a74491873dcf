/** What PBXs tell by themselves reaches a bot that runs, by webhook and by WebSocket; what others send does not. */
import { expect, it, onTestFinished } from 'vitest'
import { startApp } from '#test/support/app.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'

it.each(kindsThere)('of $id', async ({ id }) => {
  const app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
  onTestFinished(() => app.stop())
  await app.slack.command('alice', 'start "Sprint review" 1001 1002')
  await app.slack.advance(3)
  const told = async () => (await app.pbx(id).events()).map(({ fate, status }) => [fate, status])
  await expect.poll(async () => (await told()).length, { timeout: 10_000 }).toBeGreaterThan(0)
  const isListenedTo = (await app.pbx(id).traffic()).some(({ transport }) => transport === 'websocket')
  // A webhook is answered, a frame is not.
  await expect.poll(async () => new Set((await told()).flat())).toEqual(new Set(['sent', isListenedTo ? null : 200]))
  for (const secret of ['wrong', 'wrong/more', ''])
    for (const method of ['GET', 'POST'])
      expect((await fetch(`${app.address}/pbx/${id}/events/${secret}`, { method })).status).toBe(404)
  expect(app.log.of('events of the PBX do not come')).toEqual([])
})
