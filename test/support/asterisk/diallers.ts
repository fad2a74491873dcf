/**
 * Many people who dial in, cheaply: real SIP calls (RFC 3261) from one socket, without a program each. They say nothing, and nobody
 * listens to what they hear.
 */
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { until } from './answerers.ts'
import type { Asterisk } from './server.ts'

/** For the dialplan: `8001*482915` dials a room and its PIN in one, so that nobody has to key. Who may enter is asked as in the sample. */
export const withPin = `[callers](+)
exten => _80XX*X.,1,Set(CONFBOT_KEYED=\${CUT(EXTEN,*,2)})
 same => n,Gosub(confbot-ask,s,1(\${CUT(EXTEN,*,1)},))
 same => n,GotoIf($["\${CONFBOT_ANSWER}" = "enter"]?confbot-enter,\${CUT(EXTEN,*,1)},1)
 same => n,Hangup()`

export type DialledState = 'calling' | 'up' | 'over'

export interface Dialled {
  state(): DialledState
  /** Resolves when Asterisk took it. */
  hangUp(): Promise<void>
}

export interface Diallers {
  /** `from`: the number that the caller says to have. The call goes on by itself. */
  dial(number: string, from: string): Dialled
  close(): Promise<void>
}

interface Call {
  readonly id: string
  readonly from: string
  readonly uri: string
  readonly branch: string
  state: DialledState
  /** With the tag of the other side, once it answered. */
  to: string
  target: string
}

const offerOf = (port: number) =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP 0`,
    'a=rtpmap:0 PCMU/8000',
    '',
  ].join('\r\n')

/** One packet of RTP (RFC 3550) with 20 ms of µ-law. */
const silence = Buffer.concat([Buffer.from([0x80, 0, 0, 1, 0, 0, 0, 160, 0, 0, 0, 1]), Buffer.alloc(160, 0xff)])

/** Resolves when it can call. */
export async function createDiallers({ sip }: Pick<Asterisk, 'sip'>): Promise<Diallers> {
  const open = async () => {
    const socket = createSocket('udp4').unref()
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return socket
  }
  const [socket, sound] = [await open(), await open()]
  const { port } = socket.address()
  const offer = offerOf(sound.address().port)
  const calls = new Map<string, Call>()

  const write = (lines: readonly string[], body = '') =>
    socket.send(`${[...lines, `Content-Length: ${body.length}`, '', ''].join('\r\n')}${body}`, sip.port, sip.host)
  const newBranch = () => `z9hG4bK${randomBytes(8).toString('hex')}`
  const ask = (method: string, call: Call, uri: string, branch: string, sequence: number) => [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=${branch}`,
    'Max-Forwards: 70',
    `From: <sip:${call.from}@127.0.0.1>;tag=${call.id}`,
    `To: ${call.to}`,
    `Call-ID: ${call.id}`,
    `CSeq: ${sequence} ${method}`,
    `Contact: <sip:${call.from}@127.0.0.1:${port}>`,
  ]

  const answered = (call: Call, status: number, message: string) => {
    if (status < 200) return
    const isTaken = status < 300
    call.to = header(message, 'To')
    call.target = /<([^>]+)>/.exec(header(message, 'Contact'))?.[1] ?? call.uri
    // Also where the answer comes again.
    write(ask('ACK', call, isTaken ? call.target : call.uri, isTaken ? newBranch() : call.branch, 1))
    if (!isTaken) call.state = 'over'
    else if (call.state === 'calling') {
      call.state = 'up'
      // A moment of silence: Asterisk waits half a second for the first sound of whoever it answers.
      const rtp = Number(/^m=audio (\d+)/m.exec(message)?.[1])
      if (rtp > 0) sound.send(silence, rtp, sip.host)
    }
  }
  socket.on('message', (bytes) => {
    const message = String(bytes)
    const call = calls.get(header(message, 'Call-ID'))
    const status = /^SIP\/2\.0 (\d+)/.exec(message)?.[1]
    const method = /^[A-Z]+/.exec(message)?.[0]
    if (status === undefined) {
      if (method === 'ACK') return
      if (method === 'BYE' && call) call.state = 'over'
      const kept = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(message, name)}`)
      write([call || method === 'OPTIONS' ? 'SIP/2.0 200 OK' : 'SIP/2.0 481 No such call', ...kept])
    } else if (call && header(message, 'CSeq').endsWith('INVITE')) answered(call, Number(status), message)
    else if (call) call.state = 'over'
  })

  return {
    dial(number, from) {
      const uri = `sip:${number}@${sip.host}:${sip.port}`
      const id = randomBytes(8).toString('hex')
      const call: Call = { id, from, uri, branch: newBranch(), state: 'calling', to: `<${uri}>`, target: uri }
      calls.set(id, call)
      write([...ask('INVITE', call, uri, call.branch, 1), 'Content-Type: application/sdp'], offer)
      return {
        state: () => call.state,
        async hangUp() {
          if (call.state === 'over') return
          write(ask('BYE', call, call.target, newBranch(), 2))
          await until(() => call.state === 'over', `the call of ${from} does not end`)
        },
      }
    },
    async close() {
      for (const call of calls.values()) if (call.state === 'up') write(ask('BYE', call, call.target, newBranch(), 2))
      for (const one of [socket, sound]) await new Promise<void>((resolve) => one.close(() => resolve()))
    },
  }
}

const header = (message: string, name: string): string =>
  new RegExp(`^${name}: *(.*)$`, 'im').exec(message)?.[1]?.trim() ?? ''
