import { expect, it, onTestFinished } from 'vitest'
import { startBot } from '#test/support/bot.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

interface Frame {
  readonly transport: string
  readonly direction: string
  readonly body?: { readonly command?: string; readonly event_type?: string; readonly status?: number }
}

it('a bot whose PortSIP has an event interface listens there, and gives it up when it stops', async () => {
  const sandbox = await startSandboxServer()
  onTestFinished(() => sandbox.stop())
  const bot = await startBot(sandbox)
  const said = async (direction: string) => {
    const frames = await sandbox.slack.get<{ traffic: readonly Frame[] }>('pbx/portsip/traffic')
    return Object.values(frames)
      .flat()
      .filter((frame): frame is Frame => typeof frame === 'object' && 'transport' in frame)
      .filter((frame) => frame.transport === 'websocket' && frame.direction === direction)
      .map(({ body }) => body?.command ?? body?.event_type)
  }
  await expect.poll(() => said('in')).toEqual(['auth', 'subscribe'])
  await sandbox.slack.post('slack/command', { user: 'alice', channel: 'general', text: '/conf start Review 1001' })
  await expect.poll(() => said('out')).toContain('call_start')
  await bot.stop()
  const heard = await said('out')
  const { rooms } = await sandbox.slack.get<{ rooms: readonly { legs: readonly { id: string }[] }[] }>(
    'pbx/portsip/rooms',
  )
  const [leg] = rooms.flatMap(({ legs }) => legs)
  await sandbox.slack.post('pbx/portsip/hangup', { leg: leg?.id })
  expect(await said('out')).toEqual(heard)
})
