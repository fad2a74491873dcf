import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { amiMessageOf } from '#providers/asterisk/ami.ts'
import { deadOrigin } from '#test/support/local-server.ts'
import { connectTo, createAmiServer, failure, type HeardAction, login, message, success } from './ami-server.ts'

const item = ({ fields }: HeardAction, name: string, headers: Readonly<Record<string, string>>) =>
  message({ Event: name, ActionID: fields.ActionID ?? '', ...headers })
const listOf = (action: HeardAction, ...channels: readonly string[]) =>
  [
    success(action, { EventList: 'start', Message: 'Confbridge user list will follow' }),
    ...channels.map((Channel) => item(action, 'ConfbridgeList', { Channel })),
    item(action, 'ConfbridgeListComplete', { EventList: 'Complete', ListItems: String(channels.length) }),
  ].join('')

const deadPort = async () => Number(new URL(await deadOrigin()).port)
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('the line', () => {
  it('is opened by the first action and not before, and logged in without the secret being said', async () => {
    const server = await createAmiServer()
    const { ami } = connectTo(server.port)
    expect(ami.isOpen()).toBe(false)
    expect(await ami.ask({ Action: 'Ping' })).toMatchObject({ Response: 'Success', Ping: 'Pong' })
    expect(ami.isOpen()).toBe(true)
    await ami.ask({ Action: 'Ping' })
    expect(server.count).toEqual({ connections: 1, logins: 1 })
    expect(server.heard()).not.toContain(login.secret)
  })

  it('is one, also for actions that are asked at once', async () => {
    const server = await createAmiServer()
    const { ami } = connectTo(server.port)
    await Promise.all([ami.ask({ Action: 'Ping' }), ami.ask({ Action: 'Ping' })])
    expect(server.count.connections).toBe(1)
  })

  it('logs off, after which nothing is asked or opened', async () => {
    const server = await createAmiServer()
    const { ami, listen } = connectTo(server.port)
    listen()
    await ami.ask({ Action: 'Ping' })
    await ami.close()
    expect(server.asked.at(-1)?.fields.Action).toBe('Logoff')
    expect(ami.isOpen()).toBe(false)
    await expect(ami.ask({ Action: 'Ping' })).rejects.toEqual(code('provider.unreachable'))
    listen()
    await ami.close()
    expect(server.count.connections).toBe(1)
  })

  it('is closed while it is being opened, and by a server that hears of nothing', async () => {
    const server = await createAmiServer()
    server.greet(null)
    const { ami, clock } = connectTo(server.port)
    const asked = expect(ami.ask({ Action: 'Originate' })).rejects.toEqual(code('provider.unreachable'))
    await expect.poll(() => server.count.connections).toBe(1)
    await clock.until(ami.close())
    await asked

    const deaf = await createAmiServer()
    deaf.answer('Logoff', () => null)
    const other = connectTo(deaf.port)
    await other.ami.ask({ Action: 'Ping' })
    await other.clock.until(other.ami.close())
    expect(other.ami.isOpen()).toBe(false)
  })
})

describe('an answer', () => {
  it('is matched by its ActionID, in whatever order answers come and whatever comes between', async () => {
    const server = await createAmiServer()
    const { ami, events, listen } = connectTo(server.port)
    let first: HeardAction | null = null
    server.answer('ConfbridgeMute', (action) => {
      first = action
      return null
    })
    server.answer('ConfbridgeLock', (action) =>
      [
        message({ Event: 'ConfbridgeMute', Conference: '8101', ActionID: first?.fields.ActionID ?? '' }),
        success(action, { Message: 'Conference locked' }),
        message({ Response: 'Success', ActionID: 'of-nobody' }),
        message({ Event: 'Hangup', Cause: '16' }),
        first ? success(first, { Message: 'User muted' }) : '',
      ].join(''),
    )
    listen()
    await expect.poll(() => events).toEqual(['gap'])
    const mute = ami.ask({ Action: 'ConfbridgeMute', Conference: '8101' })
    const lock = ami.ask({ Action: 'ConfbridgeLock', Conference: '8101' })
    expect(await mute).toMatchObject({ Message: 'User muted' })
    expect(await lock).toMatchObject({ Message: 'Conference locked' })
    expect(events).toEqual([
      'gap',
      expect.objectContaining({ Event: 'ConfbridgeMute' }),
      { Event: 'Hangup', Cause: '16' },
    ])
  })

  it('has an ActionID that no other client uses, or that of the caller', async () => {
    const server = await createAmiServer()
    const [one, other] = [connectTo(server.port), connectTo(server.port)]
    await one.ami.ask({ Action: 'Ping' })
    await one.ami.ask({ Action: 'Ping' })
    await other.ami.ask({ Action: 'Ping' })
    await other.ami.ask({ Action: 'Ping', ActionID: 'mine' })
    const ids = server.asked.map(({ fields }) => fields.ActionID)
    expect(new Set(ids).size).toBe(4)
    expect(ids.at(-1)).toBe('mine')
  })

  it('is waited for by one action of an ActionID alone', async () => {
    const server = await createAmiServer()
    server.answer('ConfbridgeKick', () => null)
    const { ami, clock } = connectTo(server.port)
    const kick = expect(ami.ask({ Action: 'ConfbridgeKick', ActionID: 'mine' })).rejects.toEqual(
      code('provider.unanswered'),
    )
    await expect.poll(() => server.asked.length).toBe(1)
    await expect(ami.ask({ Action: 'ConfbridgeKick', ActionID: 'mine' })).rejects.toEqual(code('provider.rejected'))
    expect(server.asked).toHaveLength(1)
    await clock.until(kick)
  })

  it('that is an error is told in the words of Asterisk, clean and without secrets', async () => {
    const server = await createAmiServer()
    server.answer('ConfbridgeLock', (action) => failure(action, 'No Conference by that name found.'))
    server.answer('ConfbridgeUnlock', (action) => failure(action, `\u001b[31m${login.secret}${'x'.repeat(900)}`))
    server.answer('Command', (action) => failure(action, 'Permission denied'))
    const { ami } = connectTo(server.port)
    const failed = await ami.ask({ Action: 'ConfbridgeLock' }).catch((error: unknown) => error)
    expect(failed).toEqual(code('provider.rejected'))
    expect(amiMessageOf(failed)).toBe('No Conference by that name found.')
    const words = amiMessageOf(await ami.ask({ Action: 'ConfbridgeUnlock' }).catch((error: unknown) => error)) ?? ''
    expect(words).toMatch(/^\[31m\[redacted\]x+…$/)
    expect(words.length).toBeLessThanOrEqual(200)
    const denied = await ami.ask({ Action: 'Command' }).catch((error: unknown) => error)
    expect(denied).toEqual(code('provider.forbidden'))
    expect(amiMessageOf(denied)).toBeNull()
  })

  it('is asked for with no line that the caller did not mean', async () => {
    const server = await createAmiServer()
    const { ami } = connectTo(server.port)
    const attack = { Action: 'ConfbridgeKick', Conference: '8101\r\n\r\nAction: Originate' }
    await expect(ami.ask(attack)).rejects.toEqual(code('provider.rejected'))
    await expect(ami.list(attack)).rejects.toEqual(code('provider.rejected'))
    await ami.ask({ Action: 'Ping' })
    expect(server.asked.map(({ fields }) => fields.Action)).toEqual(['Ping'])
  })

  it('carries several values of a header, and bytes of any alphabet', async () => {
    const server = await createAmiServer()
    server.answer('Originate', (action) => success(action, { Message: 'Originate successfully queued' }))
    const { ami } = connectTo(server.port)
    await ami.ask({ Action: 'Originate', Variable: ['A=1', 'B=2'], CallerID: '"Büro" <30>' })
    expect(server.asked[0]?.lines).toEqual([
      'Action: Originate',
      'Variable: A=1',
      'Variable: B=2',
      'CallerID: "Büro" <30>',
      expect.stringMatching(/^ActionID: confbot-/),
    ])
  })
})

describe('a list', () => {
  it('is its items, also of two at once and with events of others in between', async () => {
    const server = await createAmiServer()
    const waiting: HeardAction[] = []
    server.answer('ConfbridgeList', (action) => {
      waiting.push(action)
      const [one, two] = waiting
      if (!one || !two) return null
      return [
        item(one, 'Newstate', { Channel: 'before its answer' }),
        success(one, { EventList: 'start' }),
        success(two, { EventList: 'start' }),
        item(two, 'ConfbridgeList', { Channel: 'b1' }),
        message({ Event: 'OriginateResponse', ActionID: 'of-another-action', Response: 'Failure' }),
        item(one, 'ConfbridgeList', { Channel: 'a1' }),
        item(two, 'ConfbridgeListComplete', { EventList: 'Complete', ListItems: '1' }),
        item(one, 'ConfbridgeList', { Channel: 'a2' }),
        item(one, 'ConfbridgeListComplete', { EventList: 'Complete', ListItems: '2' }),
      ].join('')
    })
    const { ami, events, listen } = connectTo(server.port)
    listen()
    await expect.poll(() => events).toEqual(['gap'])
    const lists = await Promise.all([
      ami.list({ Action: 'ConfbridgeList', Conference: '8101' }),
      ami.list({ Action: 'ConfbridgeList', Conference: '8102' }),
    ])
    expect(lists.map((items) => items.map(({ Channel }) => Channel))).toEqual([['a1', 'a2'], ['b1']])
    expect(events.slice(1)).toEqual([
      expect.objectContaining({ Event: 'Newstate', Channel: 'before its answer' }),
      { Event: 'OriginateResponse', ActionID: 'of-another-action', Response: 'Failure' },
    ])
  })

  it('is empty, or an error', async () => {
    const server = await createAmiServer()
    server.answer('CoreShowChannels', (action) => listOf(action))
    server.answer('ConfbridgeList', (action) => failure(action, 'No active conferences.'))
    const { ami } = connectTo(server.port)
    expect(await ami.list({ Action: 'CoreShowChannels' })).toEqual([])
    const failed = await ami.list({ Action: 'ConfbridgeList' }).catch((error: unknown) => error)
    expect(amiMessageOf(failed)).toBe('No active conferences.')
  })

  it('that never completes is given up, and what follows is not taken for it', async () => {
    const server = await createAmiServer()
    server.answer('ConfbridgeList', (action) =>
      [success(action, { EventList: 'start' }), item(action, 'ConfbridgeList', { Channel: 'a1' })].join(''),
    )
    const { ami, clock } = connectTo(server.port)
    await ami.ask({ Action: 'Ping' })
    await expect(clock.until(ami.list({ Action: 'ConfbridgeList' }))).rejects.toEqual(code('provider.timeout'))
    server.answer('ConfbridgeList', (action) => listOf(action, 'a2'))
    expect(await ami.list({ Action: 'ConfbridgeList' })).toEqual([expect.objectContaining({ Channel: 'a2' })])
    expect(server.count.connections).toBe(1)
  })

  it('that is broken off, or has no end, is no list', async () => {
    const server = await createAmiServer()
    server.answer('ConfbridgeList', (action) =>
      [
        success(action, { EventList: 'start' }),
        item(action, 'ConfbridgeListComplete', { EventList: 'cancelled' }),
      ].join(''),
    )
    server.answer('CoreShowChannels', (action) =>
      [success(action, { EventList: 'start' }), item(action, 'CoreShowChannel', { Channel: 'a' }).repeat(20_001)].join(
        '',
      ),
    )
    const { ami } = connectTo(server.port)
    await expect(ami.list({ Action: 'ConfbridgeList' })).rejects.toEqual(code('provider.malformed'))
    await expect(ami.list({ Action: 'CoreShowChannels' })).rejects.toEqual(code('provider.malformed'))
  })
})

describe('a server that', () => {
  test('is not there cannot be reached, and after some attempts is not waited for', async () => {
    const { ami } = connectTo(await deadPort())
    for (let times = 0; times < 6; times += 1)
      await expect(ami.ask({ Action: 'Originate' })).rejects.toEqual(code('provider.unreachable'))
    const failed = await ami.ask({ Action: 'Ping' }).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'provider.unreachable', details: { cause: { code: 'CIRCUIT_OPEN' } } })
  })

  test.each([null, 'Asterisk Call Manager/11'])(
    'says nothing more than %j does not answer in time',
    async (greeting) => {
      const server = await createAmiServer()
      server.greet(greeting)
      const { ami, clock } = connectTo(server.port)
      // Nothing was asked of it yet, so that it is known not to be done.
      await expect(clock.until(ami.ask({ Action: 'Originate' }))).rejects.toEqual(code('provider.timeout'))
      await expect(clock.until(ami.ask({ Action: 'Ping' }))).rejects.toEqual(code('provider.timeout'))
    },
  )

  test('does not answer the login does not answer in time', async () => {
    const server = await createAmiServer()
    server.answer('Login', () => null)
    const { ami, clock } = connectTo(server.port)
    await expect(clock.until(ami.ask({ Action: 'Originate' }))).rejects.toEqual(code('provider.timeout'))
    expect(server.asked).toEqual([])
  })

  test.each(['HTTP/1.1 400 Bad Request\r\n\r\n', '\u0000\u0001\u0002\n', 'x'.repeat(100_000)])(
    'is no Asterisk is told from one: %#',
    async (greeting) => {
      const server = await createAmiServer()
      server.greet(greeting)
      const { ami } = connectTo(server.port)
      await expect(ami.ask({ Action: 'Originate' })).rejects.toEqual(code('provider.malformed'))
      expect(server.heard()).toBe('')
    },
  )

  test('hangs up before the login cannot be reached', async () => {
    const server = createServer((socket) => socket.end('Asterisk Call Manager/11.0.0\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const { ami } = connectTo(typeof address === 'object' && address ? address.port : 0)
    await expect(ami.ask({ Action: 'Originate' })).rejects.toEqual(code('provider.unreachable'))
  })

  test('cuts the line leaves it open whether an action was done, and is asked again for what only reads', async () => {
    const server = await createAmiServer()
    const { ami } = connectTo(server.port)
    server.answer('Originate', () => {
      server.cut()
      return null
    })
    await expect(ami.ask({ Action: 'Originate' })).rejects.toEqual(code('provider.unanswered'))
    let times = 0
    server.answer('ConfbridgeList', (action) => {
      times += 1
      if (times > 1) return listOf(action, 'a1')
      server.cut()
      return null
    })
    expect(await ami.list({ Action: 'ConfbridgeList' })).toHaveLength(1)
    server.answer('ConfbridgeList', () => {
      times += 1
      server.cut()
      return null
    })
    await expect(ami.list({ Action: 'ConfbridgeList' })).rejects.toEqual(code('provider.unreachable'))
    expect(times).toBe(4)
    expect(server.asked.filter(({ fields }) => fields.Action === 'Originate')).toHaveLength(1)
  })

  test('hangs leaves it open whether an action was done; the next one has a new line', async () => {
    const server = await createAmiServer()
    server.answer('Originate', () => null)
    const { ami, clock } = connectTo(server.port)
    await ami.ask({ Action: 'Ping' })
    await expect(clock.until(ami.ask({ Action: 'Originate' }))).rejects.toEqual(code('provider.unanswered'))
    expect(ami.isOpen()).toBe(false)
    await ami.ask({ Action: 'Ping' })
    expect(server.count.connections).toBe(2)
  })

  test('talks garbage on an open line loses it', async () => {
    const server = await createAmiServer()
    server.answer('Originate', () => 'x'.repeat(100_000))
    server.answer('ConfbridgeList', (action) => `garbage\r\n\r\n\0\r\n: \r\n\r\n${listOf(action, 'a1')}`)
    const { ami } = connectTo(server.port)
    await expect(ami.ask({ Action: 'Originate' })).rejects.toEqual(code('provider.unanswered'))
    expect(await ami.list({ Action: 'ConfbridgeList' })).toHaveLength(1)
    expect(server.count.connections).toBe(2)
  })

  test('floods is heard out, and answers all the same', async () => {
    const server = await createAmiServer()
    const { ami, events, listen } = connectTo(server.port)
    listen()
    await expect.poll(() => events).toEqual(['gap'])
    server.say(message({ Event: 'Newstate', Channel: 'PJSIP/30-00000001', ChannelStateDesc: 'Up' }).repeat(10_000))
    expect(await ami.ask({ Action: 'Ping' })).toMatchObject({ Ping: 'Pong' })
    expect(events).toHaveLength(10_001)
  })
})
