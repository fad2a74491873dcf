import { expect, test } from 'vitest'
import { connectTo, createAmiServer, message } from './ami-server.ts'

const pings = (server: Awaited<ReturnType<typeof createAmiServer>>) =>
  server.asked.filter(({ fields }) => fields.Action === 'Ping').length

async function listening() {
  const server = await createAmiServer()
  const client = connectTo(server.port)
  client.listen()
  await expect.poll(() => client.events).toEqual(['gap'])
  return { server, ...client }
}

test('a calm line is asked for a sign of life, and stays open by it', async () => {
  const { server, ami, clock, events } = await listening()
  for (const times of [1, 2, 3]) {
    clock.advance(15_000)
    await expect.poll(() => pings(server)).toBe(times)
    // The answer is heard before the next calm begins.
    await ami.ask({ Action: 'CoreStatus' }).catch(() => {})
  }
  expect(ami.isOpen()).toBe(true)
  expect(events).toEqual(['gap'])
  expect(server.count.connections).toBe(1)
})

test('a line on which things are said is not asked', async () => {
  const { server, ami, clock, events } = await listening()
  for (let times = 2; times < 6; times += 1) {
    clock.advance(10_000)
    server.say(message({ Event: 'Newstate' }))
    await expect.poll(() => events.length).toBe(times)
  }
  expect(pings(server)).toBe(0)
  expect(ami.isOpen()).toBe(true)
})

test('a line that says nothing any more is dead, and a new one is opened', async () => {
  const { server, ami, clock, events } = await listening()
  server.answer('Ping', () => null)
  clock.advance(15_000)
  await expect.poll(() => pings(server)).toBe(1)
  clock.advance(10_000)
  await expect.poll(() => ami.isOpen()).toBe(false)
  clock.advance(1_000)
  await expect.poll(() => events).toEqual(['gap', 'gap'])
  expect(server.count.connections).toBe(2)
})

test('a line on which events come and answers do not is dead as well', async () => {
  const { server, ami, clock, events } = await listening()
  server.answer('Ping', () => null)
  server.answer('ConfbridgeKick', () => null)
  const kick = expect(ami.ask({ Action: 'ConfbridgeKick' })).rejects.toEqual(
    expect.objectContaining({ code: 'provider.unanswered' }),
  )
  await expect.poll(() => server.asked.length).toBe(1)
  const hear = async (count: number) => {
    server.say(message({ Event: 'Newstate' }))
    await expect.poll(() => events.length).toBe(count)
  }
  await hear(2)
  clock.advance(10_000)
  await kick
  await expect.poll(() => pings(server)).toBe(1)
  await hear(3)
  expect(ami.isOpen()).toBe(true)
  clock.advance(10_000)
  await expect.poll(() => ami.isOpen()).toBe(false)
})

test('an answer that is late alone costs no line', async () => {
  const { server, ami, clock, events } = await listening()
  let late = ''
  server.answer('ConfbridgeKick', ({ fields }) => {
    late = message({ Response: 'Success', ActionID: fields.ActionID ?? '' })
    return message({ Event: 'Newstate' })
  })
  const kick = expect(ami.ask({ Action: 'ConfbridgeKick' })).rejects.toEqual(
    expect.objectContaining({ code: 'provider.unanswered' }),
  )
  await expect.poll(() => events.length).toBe(2)
  clock.advance(10_000)
  await kick
  server.say(late)
  await expect.poll(() => pings(server)).toBe(1)
  expect(await ami.ask({ Action: 'CoreStatus' }).catch(() => 'answered')).toBe('answered')
  clock.advance(10_000)
  expect(await ami.ask({ Action: 'CoreStatus' }).catch(() => 'answered')).toBe('answered')
  expect(server.count.connections).toBe(1)
})

test('a machine that slept gives the PBX its time before the line is taken for dead', async () => {
  const { server, ami, clock, events } = await listening()
  const answers: (() => void)[] = []
  server.answer('Originate', ({ fields }, socket) => {
    answers.push(() => socket.write(message({ Response: 'Success', ActionID: fields.ActionID ?? '' })))
    return null
  })
  const call = ami.ask({ Action: 'Originate' })
  await expect.poll(() => answers.length).toBe(1)
  clock.advance(8 * 3_600_000)
  expect(ami.isOpen()).toBe(false)
  await expect.poll(() => pings(server)).toBe(1)
  answers[0]?.()
  expect(await call).toMatchObject({ Response: 'Success' })
  expect(ami.isOpen()).toBe(true)
  expect(events).toEqual(['gap'])
})
