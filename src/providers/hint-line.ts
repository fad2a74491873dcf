/** One connection of a WebSocket to a PBX, from its address to its end: opened within a time, kept alive, lost once. */
import type { ClientRequest } from 'node:http'
import { TLSSocket } from 'node:tls'
import { type ClientOptions, type RawData, WebSocket } from 'ws'
import { checkPin, type TlsTrust, trustOptions } from '#lib/tls-trust.ts'
import { trustOf } from './connection.ts'
import type { HintSocketOptions } from './hint-socket.ts'

export interface HintLine {
  isOpen(): boolean
  send(text: string): boolean
  /** By us: nothing is told of it. */
  end(): void
}

export interface LineEvents {
  /** `hello` is through. */
  onOpen(): void
  onMessage(text: string, send: (text: string) => void): void
  /** Once, unless we ended it. */
  onLost(how: LineLoss): void
}

export interface LineLoss {
  /** For the log. */
  readonly code: string
  /** With which HTTP status it was refused; null: it was not. */
  readonly status: number | null
  /** It had been open for longer than silence is borne with. */
  readonly wasSteady: boolean
}

const maxMessageBytes = 2 ** 20
/** A timer that fires so late was not on time. */
const lateMs = 1_000
/** How long an answer may take, where there may have been no time to ask for one. */
const answerMs = 5_000
/** How long a farewell may take. */
const farewellMs = 1_000

export function createHintLine(
  { deps: { clock }, tls, hello, heartbeat }: HintSocketOptions,
  address: () => ReturnType<HintSocketOptions['address']>,
  events: LineEvents,
): HintLine {
  const { everyMs, text: beat, silentMs } = heartbeat
  let socket: WebSocket | null = null
  let state: 'opening' | 'open' | 'over' = 'opening'
  let openedAt = 0
  let heardAt = 0
  let cancelBeat = () => {}
  let cancelWatch = () => {}

  const stop = () => {
    state = 'over'
    cancelBeat()
    cancelWatch()
  }
  const lost = (code: string, status: number | null = null) => {
    if (state === 'over') return
    const wasSteady = state === 'open' && clock.now() - openedAt >= silentMs
    stop()
    socket?.terminate()
    events.onLost({ code, status, wasSteady })
  }
  const send = (text: string): boolean => {
    if (state === 'over' || socket?.readyState !== WebSocket.OPEN) return false
    socket.send(text)
    return true
  }
  const heard = () => {
    heardAt = clock.now()
  }
  const ask = () => {
    if (beat === '') socket?.ping()
    else send(beat)
  }
  /** `isLast`: it was asked, and has had its time to answer. */
  const watch = (isLast = false) => {
    const leftMs = heardAt + silentMs - clock.now()
    if (leftMs > 0) {
      cancelWatch = clock.schedule(leftMs, () => watch())
    } else if (!isLast && leftMs < -lateMs) {
      // This machine slept, or its clock was moved: nobody was asked for a sign of life.
      ask()
      cancelWatch = clock.schedule(answerMs, () => watch(true))
    } else lost('SILENT')
  }
  const keepAlive = () => {
    ask()
    cancelBeat = clock.schedule(everyMs, keepAlive)
  }
  const greet = async () => {
    try {
      await hello(send)
    } catch (error) {
      return lost(codeOf(error))
    }
    if (state !== 'opening') return
    state = 'open'
    openedAt = clock.now()
    heard()
    cancelWatch()
    watch()
    cancelBeat = clock.schedule(everyMs, keepAlive)
    events.onOpen()
  }

  const open = async () => {
    try {
      const { url, headers } = await address()
      if (state !== 'opening') return
      socket = new WebSocket(url, optionsOf(trustOf(tls), headers))
    } catch (error) {
      return lost(codeOf(error))
    }
    socket.on('open', () => void greet())
    socket.on('message', (data: RawData) => {
      heard()
      if (state !== 'over') events.onMessage(textOf(data), send)
    })
    socket.on('ping', heard)
    socket.on('pong', heard)
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => lost(`HTTP_${statusCode}`, statusCode))
    socket.on('error', (error) => lost(codeOf(error)))
    socket.on('close', (code) => lost(`CLOSED_${code}`))
  }

  cancelWatch = clock.schedule(tls.requestTimeoutMs, () => lost('TIMEOUT'))
  void open()
  return {
    isOpen: () => state === 'open' && socket?.readyState === WebSocket.OPEN,
    send,
    end() {
      stop()
      if (socket?.readyState !== WebSocket.OPEN) return socket?.terminate()
      socket.close(1000)
      const cancel = clock.schedule(farewellMs, () => socket?.terminate())
      socket.once('close', cancel)
    },
  }
}

const optionsOf = (trust: TlsTrust, headers: Readonly<Record<string, string>> = {}): ClientOptions => ({
  headers: { 'user-agent': 'confbot', ...headers },
  perMessageDeflate: false,
  maxPayload: maxMessageBytes,
  ...trustOptions(trust),
  ...(trust.fingerprint !== undefined && { finishRequest: (request) => sendOnceTrusted(request, trust) }),
})

/** The request carries a token, and goes to nobody else than whoever was pinned. */
function sendOnceTrusted(request: ClientRequest, trust: TlsTrust): void {
  request.once('socket', (socket) => {
    if (!(socket instanceof TLSSocket)) {
      request.end()
      return
    }
    socket.once('secureConnect', () => {
      const problem = checkPin(socket, trust)
      if (problem) request.destroy(problem)
      else request.end()
    })
  })
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString('utf8')
}

/** Never the message: it may name the address, which carries a token. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'FAILED'
}
