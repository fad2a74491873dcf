import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { createSandboxPbx } from '#sandbox/pbx/index.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { account } from '../../serve-portsip.ts'

async function listen() {
  const clock = createHandClock()
  const rooms = [{ number: '8000', subject: 'Review', capacity: 9 }]
  const pbx = createSandboxPbx({ name: 'office', dialect: 'portsip', clock, account, rooms })
  const server = createServer()
  server.on('upgrade', (req, socket, head) => {
    if (!pbx.upgrade(req, socket, head, req.url ?? '')) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const socket = new WebSocket(`ws://127.0.0.1:${port}/wsi`)
  const heard: unknown[] = []
  socket.on('message', (data) => heard.push(JSON.parse(String(data))))
  onTestFinished(() => {
    socket.terminate()
    pbx.close()
    server.close()
  })
  await once(socket, 'open')
  const ask = async (command: unknown) => {
    const count = heard.length
    socket.send(typeof command === 'string' ? command : JSON.stringify(command))
    await expect.poll(() => heard.length).toBeGreaterThan(count)
    return heard.at(-1)
  }
  return { clock, pbx, socket, heard, ask }
}

const auth = { command: 'auth', ...account }
const subscribe = { command: 'subscribe', topics: ['cdr_events'] }

test('whoever signs in and subscribes is told of each call, from its start to its end', async () => {
  const { clock, pbx, heard, ask } = await listen()
  expect(await ask(auth)).toEqual({ command: 'auth', id: '1', status: 0 })
  expect(await ask(subscribe)).toMatchObject({ command: 'subscribe', status: 0 })
  heard.length = 0
  const call = pbx.call({ from: '1001', to: '8000' })
  await expect.poll(() => heard.length).toBe(2)
  clock.advance(5_000)
  if ('leg' in call) pbx.hangup(call.leg)
  await expect
    .poll(() => heard)
    .toMatchObject([
      {
        event_type: 'call_start',
        caller: '1001',
        callee: '8000',
        direction: 'ext',
        time: expect.stringMatching(/^\d+$/),
      },
      { event_type: 'call_update_info', caller: '1001', callee: '8000' },
      { event_type: 'call_cdr', call_targets: [{ caller: '1001', callee: '8000' }] },
    ])
})

test('nobody is told of anything before they have signed in and subscribed', async () => {
  const { pbx, heard, ask } = await listen()
  expect(await ask(subscribe)).toMatchObject({ command: 'subscribe', status: -1 })
  expect(await ask({ ...auth, password: 'wrong' })).toMatchObject({ command: 'auth', status: -1 })
  await ask(auth)
  pbx.call({ from: '1001', to: '8000' })
  await ask({ command: 'subscribe', topics: ['global_cdr_events'] })
  await ask('no command')
  expect(heard.map((one) => (one as { status: number }).status)).toEqual([-1, -1, 0, -1, -1])
})

test('no password stands in the record of the traffic', async () => {
  const { pbx, ask } = await listen()
  await ask(auth)
  expect(JSON.stringify(pbx.traffic.list())).toContain('[redacted]')
  expect(JSON.stringify(pbx.traffic.list())).not.toContain(account.password)
})

test('connections end when the PBX starts anew', async () => {
  const { pbx, socket } = await listen()
  const closed = once(socket, 'close')
  pbx.reset()
  await closed
})
