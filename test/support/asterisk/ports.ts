/** Ports of this machine that belong to one Asterisk as long as it is held, also while it is down. */
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer, type Server } from 'node:net'

export interface PortBlock {
  readonly ami: number
  readonly ari: number
  readonly sip: number
  /** Nobody's, unless the caller listens there. */
  readonly callee: number
  readonly rtp: { readonly first: number; readonly last: number }
  release(): void
}

// Below those that the system gives away by itself: none of them is taken by some connection while Asterisk is restarted.
const first = 11_000
const size = 600
const blocks = 35

export type WantedPorts = Partial<Pick<PortBlock, 'ami' | 'ari' | 'sip'>>

/** `wanted`: ports to be used where nobody else does; all others are of a block that is free. */
export async function holdPorts(wanted: WantedPorts = {}): Promise<PortBlock> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const base = first + randomInt(blocks) * size
    // Whoever holds a block listens on its first port.
    const guard = await listenOn(base)
    if (!guard) continue
    const free =
      (await isFree(base + 1)) &&
      (await isFree(base + 2)) &&
      (await isFreeUdp(base + 3)) &&
      (await isFreeUdp(base + 4)) &&
      (await isFreeUdp(base + 20))
    if (!free) {
      guard.close()
      continue
    }
    return {
      ami: await firstFree(isFree, wanted.ami, base + 1),
      ari: await firstFree(isFree, wanted.ari, base + 2),
      sip: await firstFree(isFreeUdp, wanted.sip, base + 3),
      callee: base + 4,
      rtp: { first: base + 20, last: base + size - 1 },
      release: () => void guard.close(),
    }
  }
  throw new Error(`no ${size} ports from ${first} on are free`)
}

const firstFree = async (isFree: (port: number) => Promise<boolean>, wanted: number | undefined, otherwise: number) =>
  wanted !== undefined && (await isFree(wanted)) ? wanted : otherwise

function listenOn(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => resolve(server.unref()))
  })
}

async function isFree(port: number): Promise<boolean> {
  const server = await listenOn(port)
  if (server) await new Promise((resolve) => server.close(resolve))
  return server !== null
}

function isFreeUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)))
  })
}
