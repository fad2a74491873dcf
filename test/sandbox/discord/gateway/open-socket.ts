/** A bare WebSocket on the gateway: what it is sent, and what it is closed with. */
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { ServedSandbox } from '../../serve-sandbox.ts'

export interface GatewayFrame {
  op: number
  d: unknown
  s: number | null
  t: string | null
}

export function openSocket({ origin }: ServedSandbox, query = 'v=10&encoding=json') {
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/sandbox/discord/gateway?${query}`)
  const frames: GatewayFrame[] = []
  const binary: Buffer[] = []
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) binary.push(data)
    else frames.push(JSON.parse(String(data)))
  })
  onTestFinished(() => socket.terminate())
  return {
    frames,
    binary,
    closed,
    terminate: () => socket.terminate(),
    async send(frame: unknown) {
      await opened
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
    },
    async close(code: number) {
      await opened
      socket.close(code)
      await closed
    },
  }
}

/** A good IDENTIFY, or one with something else in it. */
export function identify({ sandbox }: ServedSandbox, changes: object = {}) {
  const { token } = sandbox.credentials().discord
  return { op: 2, d: { token, intents: 1, properties: { os: 'linux', browser: 'bare', device: 'bare' }, ...changes } }
}
