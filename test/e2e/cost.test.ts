/** What a control costs: the calls that it makes on the PBX and on Slack, and no more. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

interface Frame {
  readonly id: number
  readonly direction: 'in' | 'out'
  readonly method?: string
  readonly path?: string
}
const frames = async (service: 'slack' | 'pbx/portsip') =>
  (await app.slack.get<{ frames: readonly Frame[] }>(`${service}/traffic`)).frames

/** What came in since then, the polling of live conferences left out. */
async function since(service: 'slack' | 'pbx/portsip', before: readonly Frame[]): Promise<string[]> {
  const last = before.at(-1)?.id ?? 0
  const fresh = (await frames(service)).filter(
    (frame) => frame.id > last && frame.direction === 'in' && frame.method === 'POST',
  )
  return fresh.map((frame) =>
    (frame.path ?? '').replace(/^.*\/(?=[^/]+$)/, '').replace(/^[A-Za-z0-9]{20,}$/, 'response_url'),
  )
}

it('a click on Lock is one call on the PBX, one update of the card and one private answer', async () => {
  await app.slack.command('alice', 'start "Cost" 1001 1002')
  await app.slack.advance(3)
  const card = await app.slack.card('Cost', ['2 people'])
  const before = { slack: await frames('slack'), pbx: await frames('pbx/portsip') }
  await app.slack.click('alice', card, 'Lock')
  await app.slack.card('Cost', ['locked'])
  await app.slack.answer('alice', 'Cost is locked')
  expect(await since('pbx/portsip', before.pbx)).toEqual(['lock'])
  const asked = await since('slack', before.slack)
  expect(asked.filter((path) => path.includes('chat.update'))).toHaveLength(1)
  expect(asked).toHaveLength(2)
})
