import { describe, expect, it, test } from 'vitest'
import { type AmiMessage, createAmiDecoder, encodeAction } from '#providers/asterisk/ami-message.ts'

const greeting = 'Asterisk Call Manager/11.0.0\r\n'

function decode(pieces: readonly (string | Uint8Array)[]) {
  const versions: string[] = []
  const messages: AmiMessage[] = []
  const decoder = createAmiDecoder({
    onGreeting: (version) => versions.push(version),
    onMessage: (message) => messages.push(message),
  })
  for (const piece of pieces) decoder.push(Buffer.from(piece))
  return { versions, messages }
}

describe('what comes', () => {
  const whole = `${greeting}Event: Newstate\r\nCallerIDName: Jürgen: Büro\r\nEmpty: \r\n\r\nResponse: Success\r\n\r\n`
  const messages = [{ Event: 'Newstate', CallerIDName: 'Jürgen: Büro', Empty: '' }, { Response: 'Success' }]

  it('is read whole, whatever pieces it comes in', () => {
    expect(decode([whole])).toEqual({ versions: ['11.0.0'], messages })
    expect(decode([...Buffer.from(whole)].map((byte) => Uint8Array.of(byte)))).toEqual({
      versions: ['11.0.0'],
      messages,
    })
  })

  it('may be of bytes that are no UTF-8', () => {
    const latin = Buffer.from(`${greeting}Event: Newstate\r\nCallerIDName: J\u00fcrgen\r\n\r\n`, 'latin1')
    expect(decode([latin]).messages).toEqual([{ Event: 'Newstate', CallerIDName: 'Jürgen' }])
  })

  it('keeps every value of a header that comes several times', () => {
    expect(decode([`${greeting}Output: one\r\nOutput: two\r\n\r\n`]).messages).toEqual([{ Output: 'one\ntwo' }])
  })

  it('passes over lines that name nothing, and messages without any', () => {
    expect(decode([`${greeting}\r\n\r\nno header\r\n: nothing\r\nEvent: Hangup\r\n\r\n`]).messages).toEqual([
      { Event: 'Hangup' },
    ])
  })

  it('takes names that mean something to JavaScript for names', () => {
    const [message] = decode([`${greeting}__proto__: x\r\nconstructor: y\r\n\r\n`]).messages
    expect(Object.entries(message ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })

  test.each(['HTTP/1.1 400 Bad Request\r\n', 'SSH-2.0-OpenSSH_9\r\n', '\r\n', '\0\x01\n'])(
    'is of no Asterisk where it begins with %j',
    (first) => {
      expect(() => decode([first])).toThrow(expect.objectContaining({ name: 'AmiFormatError', code: 'NOT_AMI' }))
    },
  )

  test.each([
    ['a first line', ['x'.repeat(40_000), 'x'.repeat(40_000)]],
    ['a line', [greeting, `Event: ${'x'.repeat(70_000)}`]],
    ['a line that has an end at last', [greeting, `Event: ${'x'.repeat(70_000)}\r\n\r\n`]],
    ['a message', [greeting, 'Name: some value\r\n'.repeat(80_000)]],
  ])('is given up where %s has no end', (_, pieces) => {
    expect(() => decode(pieces)).toThrow(expect.objectContaining({ name: 'AmiFormatError', code: 'TOO_LARGE' }))
  })
})

describe('what is sent', () => {
  it('is one line for each value', () => {
    expect(encodeAction({ Action: 'Originate', Variable: ['A=1', 'B=ü: 2'], Timeout: '60000' })).toBe(
      'Action: Originate\r\nVariable: A=1\r\nVariable: B=ü: 2\r\nTimeout: 60000\r\n\r\n',
    )
  })

  test.each(['8101\r\nAction: Command', '8101\nAction: Command', '8101\r', '8101\0', '\r\n\r\nAction: Logoff'])(
    'holds no second line: %j',
    (Conference) => {
      expect(() => encodeAction({ Action: 'ConfbridgeList', Conference })).toThrow(
        'the header Conference holds the end of a line',
      )
      expect(() => encodeAction({ Action: 'ConfbridgeList', Variable: ['A=1', Conference] })).toThrow('Variable')
    },
  )

  test.each(['a b', 'A:', 'A\r\nB', '', ': x'])('has headers whose names are names: not %j', (name) => {
    expect(() => encodeAction({ Action: 'Ping', [name]: 'x' })).toThrow('the name of a header is none')
  })

  it('fits what Asterisk reads a line into, and is not cut there', () => {
    const longest = 'x'.repeat(1_020 - 'Variable: '.length)
    expect(encodeAction({ Action: 'Originate', Variable: longest })).toContain(longest)
    expect(() => encodeAction({ Action: 'Originate', Variable: `${longest}x` })).toThrow(
      'the header Variable is too long',
    )
    expect(() => encodeAction({ Action: 'Originate', Variable: 'ü'.repeat(510) })).toThrow('too long')
    expect(() => encodeAction({ Action: 'Originate', Variable: Array.from({ length: 128 }, () => 'A=1') })).toThrow(
      'too many headers',
    )
  })

  it('is told of without its value where it cannot be sent', () => {
    expect(() => encodeAction({ Action: 'Login', Secret: 'geheim\n' })).not.toThrow('geheim')
  })
})
