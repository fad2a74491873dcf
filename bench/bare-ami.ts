/** The peer: a line to Asterisk's manager interface that does nothing but ask and listen. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Asterisk } from '#test/support/asterisk/server.ts'

export type AmiFields = Readonly<Record<string, string>>

export interface BareAmi {
  /** Resolves with the answer and, of a list, all that belongs to it. */
  ask(action: AmiFields): Promise<readonly AmiFields[]>
  /** The next event of which this is so, and when it came (`performance.now`). */
  next(isMeant: (event: AmiFields) => boolean): Promise<number>
  close(): void
}

export async function openBareAmi({ ami }: Pick<Asterisk, 'ami'>): Promise<BareAmi> {
  const socket = connect(ami.port, ami.host).setNoDelay(true).setEncoding('utf8')
  await once(socket, 'connect')
  const asked = new Map<string, { said: AmiFields[]; done: (said: readonly AmiFields[]) => void }>()
  const awaited = new Set<(event: AmiFields) => void>()
  let count = 0
  let rest = ''

  const take = (message: AmiFields) => {
    const exchange = asked.get(message.ActionID ?? '')
    if (!exchange) {
      for (const look of awaited) look(message)
      return
    }
    exchange.said.push(message)
    if (message.EventList === 'start' || (message.Event !== undefined && message.EventList !== 'Complete')) return
    asked.delete(message.ActionID ?? '')
    exchange.done(exchange.said)
  }
  socket.on('data', (text: string) => {
    const messages = (rest + text).replace(/^Asterisk Call Manager.*\r\n/, '').split('\r\n\r\n')
    rest = messages.pop() ?? ''
    for (const message of messages) take(fieldsOf(message))
  })
  const ask: BareAmi['ask'] = (action) =>
    new Promise((done) => {
      const ActionID = `bare-${++count}`
      asked.set(ActionID, { said: [], done })
      const lines = Object.entries({ ...action, ActionID }).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.write(`${lines.join('')}\r\n`)
    })
  await ask({ Action: 'Login', Username: ami.user, Secret: ami.secret, Events: 'call' })
  return {
    ask,
    next: (isMeant) =>
      new Promise((resolve) => {
        const look = (event: AmiFields) => {
          if (!isMeant(event)) return
          awaited.delete(look)
          resolve(performance.now())
        }
        awaited.add(look)
      }),
    close: () => void socket.destroy(),
  }
}

const fieldsOf = (message: string): AmiFields =>
  Object.fromEntries(message.split('\r\n').map((line) => /^([^:]+): ?(.*)$/.exec(line)?.slice(1) ?? ['', '']))
