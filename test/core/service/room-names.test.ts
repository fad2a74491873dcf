import { expect, it } from 'vitest'
import { found, type RunningService, startService } from '#test/support/service.ts'

const yeastar = (): Promise<RunningService> =>
  startService([
    {
      name: 'small',
      kind: 'yeastar-s',
      rooms: [{ number: '8001', subject: 'Board room', capacity: 9 }],
      policy: { rooms: { first: 8001, last: 8001 } },
    },
  ])
const nameOf = ({ pbx }: RunningService) => found(pbx().rooms()[0]).subject

const hold = async (running: RunningService, subject: string) => {
  const { service, attempt, clock } = running
  await clock.until(service.start(attempt(), { subject, who: [] }))
  expect(nameOf(running)).toBe(subject)
  const ended = await clock.until(service.end(attempt(), { force: true }))
  await clock.until(service.clearRoom(ended))
}

it('a room that an administrator made has its own name again after each conference', async () => {
  const running = await yeastar()
  await hold(running, 'Disc talk')
  expect(nameOf(running)).toBe('Board room')
  await hold(running, 'Another talk')
  expect(nameOf(running)).toBe('Board room')
})

it('one whose name was not given back, or was changed meanwhile, has the name that its administrator gave it last', async () => {
  const running = await yeastar()
  const { service, store } = running
  const { provider } = service.pbxOf('small')
  await hold(running, 'Disc talk')
  // As after a conference of which confbot could not take leave.
  await provider.updateRoom?.('8001', { name: 'Disc talk' })
  await hold(running, 'Another talk')
  expect(nameOf(running)).toBe('Board room')
  await provider.updateRoom?.('8001', { name: 'Council' })
  await hold(running, 'Third talk')
  expect(nameOf(running)).toBe('Council')
  expect(JSON.stringify(await store.settings.list('room-name:small'))).toContain('Council')
})

it('rooms that confbot can make keep no name', async () => {
  const running = await startService()
  const { service, attempt, store } = running
  await service.start(attempt(), { subject: 'Review', who: [] })
  await service.end(attempt(), {})
  expect(await store.settings.list('room-name:berlin')).toEqual({})
})
