/** The manager interface as a plain socket: one login, one action, and what Asterisk writes. Shares nothing with the adapter. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Asterisk } from './server.ts'

/** The lines of the answer to `action`, e.g. `Response: Error`. */
export async function askManager(
  { ami }: Pick<Asterisk, 'ami'>,
  action: Readonly<Record<string, string>>,
): Promise<string[]> {
  const socket = connect(ami.port, ami.host)
  await once(socket, 'connect')
  const written = text(socket)
  const messages = [
    { Action: 'Login', Username: ami.user, Secret: ami.secret, Events: 'off' },
    { ...action, ActionID: 'asked' },
    { Action: 'Logoff' },
  ]
  socket.write(messages.map(toText).join(''))
  const answer = (await written).split('\r\n\r\n').find((message) => message.includes('ActionID: asked'))
  return answer?.split('\r\n') ?? []
}

const toText = (message: Readonly<Record<string, string>>) =>
  `${Object.entries(message)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`
