import { createServer, type Server } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { PortsipSettings } from '#providers/portsip/config.ts'
import { createEvents } from '#providers/portsip/events.ts'
import { createPortsip } from '#providers/portsip/provider.ts'
import { createSandboxPbx } from '#sandbox/pbx/index.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { close, listen } from '#test/support/local-server.ts'
import { createLogBook } from '#test/support/log-book.ts'

const account = { username: 'bot', password: 'correct horse', domain: 'pbx.example' }
const rooms = ['8000', '8001'].map((number) => ({ number, subject: `Room ${number}`, capacity: 9 }))

interface Plan extends Partial<PortsipSettings> {
  readonly areRoomsRead?: boolean
}

async function watchPbx({ areRoomsRead = true, ...changes }: Plan = {}) {
  const clock = createHandClock()
  const book = createLogBook()
  const pbx = createSandboxPbx({ name: 'office', dialect: 'portsip', clock, account, rooms })
  const server: Server = createServer((req, res) => {
    void pbx.handle(req, res, new URL(req.url ?? '/', 'http://sandbox').pathname)
  })
  server.on('upgrade', (req, socket, head) => {
    if (!pbx.upgrade(req, socket, head, req.url ?? '')) socket.destroy()
  })
  const origin = await listen(server)
  const settings = PortsipSettings.parse({ ...pbx.settings(origin), ...changes })
  const deps = { name: 'office', clock, logger: book.logger }
  const provider = createPortsip(settings, deps)
  const [first, second] = areRoomsRead ? await provider.listRooms() : []
  const hints: (string | null)[] = []
  onTestFinished(async () => {
    await provider.close()
    pbx.close()
    await close(server)
  })
  return { clock, pbx, settings, deps, provider, book, hints, ids: [first?.id, second?.id] }
}

const subscribed = ({ pbx }: Awaited<ReturnType<typeof watchPbx>>) =>
  expect.poll(() => JSON.stringify(pbx.traffic.list())).toContain('"command":"subscribe","id"')

it('a call into a room that is known is a hint for that room alone', async () => {
  const watched = await watchPbx()
  const { pbx, provider, hints, ids } = watched
  provider.subscribeHints((roomId) => hints.push(roomId))
  await subscribed(watched)
  // What was missed before the line was open.
  await expect.poll(() => hints).toEqual([null])
  pbx.call({ from: '1001', to: '8001' })
  await expect.poll(() => hints.slice(1)).toEqual([ids[1], ids[1]])
})

it('a call of which no room is known is a hint for all of them', async () => {
  const watched = await watchPbx({ areRoomsRead: false })
  const { pbx, provider, hints } = watched
  provider.subscribeHints((roomId) => hints.push(roomId))
  await subscribed(watched)
  await expect.poll(() => hints).toEqual([null])
  pbx.call({ from: '1001', to: '8001' })
  await expect.poll(() => hints).toEqual([null, null, null])
})

it('whoever no longer listens is told nothing', async () => {
  const watched = await watchPbx()
  const { pbx, provider, hints } = watched
  const others: (string | null)[] = []
  const stop = provider.subscribeHints((roomId) => hints.push(roomId))
  provider.subscribeHints((roomId) => others.push(roomId))
  await expect.poll(() => others).toEqual([null])
  stop()
  pbx.call({ from: '1001', to: '8000' })
  await expect.poll(() => others).toHaveLength(3)
  expect(hints).toEqual([null])
})

it('after the line was cut, everything is to be read again', async () => {
  const watched = await watchPbx()
  const { clock, pbx, provider, hints } = watched
  provider.subscribeHints((roomId) => hints.push(roomId))
  await expect.poll(() => hints).toEqual([null])
  pbx.reset()
  hints.length = 0
  await expect
    .poll(() => {
      clock.advance(1_000)
      return hints
    })
    .toContain(null)
})

it('never says that events make reading by the clock needless', async () => {
  const { provider, hints } = await watchPbx()
  provider.subscribeHints((roomId) => hints.push(roomId))
  await expect.poll(() => hints).toEqual([null])
  expect(provider.isPushing()).toBe(false)
})

it('a password that is refused is no line, and stands in no log', async () => {
  const { pbx, settings, deps, book, hints } = await watchPbx()
  const { wsiUrl = '' } = settings
  const events = createEvents({ ...settings, wsiUrl, password: 'planted-horse' }, deps, () => undefined)
  onTestFinished(() => events.close())
  events.subscribe((roomId) => hints.push(roomId))
  await expect.poll(() => book.of('events of the PBX do not come')).toMatchObject([{ code: 'provider.unauthorized' }])
  pbx.call({ from: '1001', to: '8000' })
  expect(hints).toEqual([])
  expect(book.text()).not.toContain('horse')
})

it('without the address of the interface nothing is connected', async () => {
  const { pbx, provider, hints } = await watchPbx({ wsiUrl: undefined })
  const stop = provider.subscribeHints((roomId) => hints.push(roomId))
  pbx.call({ from: '1001', to: '8000' })
  await provider.listRooms()
  expect(pbx.traffic.list().filter(({ transport }) => transport === 'websocket')).toEqual([])
  expect(hints).toEqual([])
  stop()
})
