/** A manager interface that says what a test tells it to, on a socket of this machine. */
import { createHash } from 'node:crypto'
import { type AddressInfo, createServer as createPlainServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { createAmi } from '#providers/asterisk/ami.ts'
import type { AmiMessage } from '#providers/asterisk/ami-message.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { createLogBook } from '#test/support/log-book.ts'
import type { testCertificate } from '#test/support/test-certificate.ts'

export const login = { user: 'confbot', secret: 'streng geheim' }
export const challenge = '125902676'

export interface HeardAction {
  readonly fields: Readonly<Record<string, string>>
  /** As it came, line by line. */
  readonly lines: readonly string[]
}
/** What is sent back as it is; null: nothing. */
type Answer = (action: HeardAction, socket: Socket) => string | Uint8Array | null

export interface AmiServer {
  readonly port: number
  /** Everything that came, in order, without the logging in. */
  readonly asked: readonly HeardAction[]
  /** What was asked so far. */
  forget(): void
  /** All bytes that came, as text. */
  heard(): string
  /** How often somebody connected, and how often somebody tried to log in. */
  readonly count: { connections: number; logins: number }
  answer(action: string, answer: Answer): void
  say(text: string | Uint8Array): void
  cut(): void
  /** Of those that connect from now on; null: nothing is said. */
  greet(greeting: string | null): void
}

/** `Name: value` lines of an answer or event. */
export const message = (headers: Readonly<Record<string, string>>): string =>
  `${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n`

export const success = ({ fields }: HeardAction, more: Readonly<Record<string, string>> = {}): string =>
  message({ Response: 'Success', ActionID: fields.ActionID ?? '', ...more })
export const failure = ({ fields }: HeardAction, words: string): string =>
  message({ Response: 'Error', ActionID: fields.ActionID ?? '', Message: words })

function defaultAnswer(action: HeardAction, socket: Socket): string | null {
  const { Action, AuthType, Username, Key } = action.fields
  switch (Action) {
    case 'Challenge':
      return AuthType === 'MD5' ? success(action, { Challenge: challenge }) : failure(action, 'Must specify AuthType')
    case 'Login': {
      const key = createHash('md5').update(`${challenge}${login.secret}`).digest('hex')
      if (Username === login.user && Key === key) return success(action, { Message: 'Authentication accepted' })
      socket.end(failure(action, 'Authentication failed'))
      return null
    }
    case 'Logoff':
      socket.end(message({ Response: 'Goodbye' }))
      return null
    case 'Ping':
      return success(action, { Ping: 'Pong' })
  }
  return failure(action, 'Invalid/unknown command')
}

export async function createAmiServer(
  options: { readonly certificate?: typeof testCertificate; readonly port?: number } = {},
): Promise<AmiServer> {
  const asked: HeardAction[] = []
  const answers = new Map<string, Answer>()
  const sockets = new Set<Socket>()
  const count = { connections: 0, logins: 0 }
  let bytes = ''
  let greeting: string | null = 'Asterisk Call Manager/11.0.0\r\n'

  const take = (text: string, socket: Socket) => {
    const lines = text.split('\r\n')
    const fields = Object.fromEntries(lines.map((line) => [line.replace(/:.*/s, ''), line.replace(/^[^:]*: ?/, '')]))
    const action = { fields, lines }
    const { Action = '' } = fields
    if (Action === 'Login') count.logins += 1
    if (!['Challenge', 'Login'].includes(Action)) asked.push(action)
    const answer = (answers.get(Action) ?? defaultAnswer)(action, socket)
    if (answer !== null) socket.write(answer)
  }
  const onConnection = (socket: Socket) => {
    let rest = ''
    count.connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.setEncoding('utf8')
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      bytes += chunk
      const texts = `${rest}${chunk}`.split('\r\n\r\n')
      rest = texts.pop() ?? ''
      for (const text of texts) take(text, socket)
    })
    if (greeting !== null) socket.write(greeting)
  }
  const { certificate } = options
  const server = certificate
    ? createTlsServer({ key: certificate.key, cert: certificate.certificate }, onConnection)
    : createPlainServer(onConnection)
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(async () => {
    cut()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    forget: () => void asked.splice(0),
    heard: () => bytes,
    count,
    answer: (action, answer) => void answers.set(action, answer),
    say: (text) => {
      for (const socket of sockets) socket.write(text)
    },
    cut,
    greet: (next) => {
      greeting = next
    },
  }
}

/** A client of it, on a clock that stands until it is moved. */
export function connectTo(port: number, settings: Partial<Parameters<typeof createAmi>[0]> = {}) {
  const clock = createHandClock()
  const book = createLogBook()
  const events: (AmiMessage | 'gap')[] = []
  const ami = createAmi(
    { host: '127.0.0.1', port, ...login, timeoutMs: 10_000, ...settings },
    { name: 'office', clock, logger: book.logger },
  )
  onTestFinished(() => clock.until(ami.close()))
  return { ami, clock, book, events, listen: () => ami.subscribe((event) => events.push(event)) }
}
