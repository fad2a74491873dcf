/** A line to a TCP server that can be cut, or go half dead: then it takes connections and what is said on them, and says nothing. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttableLine {
  readonly port: number
  /** At once; who calls is refused. */
  cut(): Promise<void>
  /** What is open stays open; what is said on it arrives once it is mended, as with a server that stood still. */
  fallSilent(): void
  mend(): Promise<void>
  close(): Promise<void>
}

export async function openCuttableLine(to: { readonly host: string; readonly port: number }): Promise<CuttableLine> {
  const ends = new Set<Socket>()
  /** Those that were accepted by a half-dead line. */
  const waiting = new Set<Socket>()
  let isSilent = false
  const keep = (socket: Socket) => {
    ends.add(socket)
    socket.on('error', () => {}).once('close', () => ends.delete(socket))
  }
  const join = (near: Socket) => {
    const far = connect(to.port, to.host)
    keep(far)
    near.pipe(far).pipe(near)
    near.once('close', () => far.destroy())
    far.once('close', () => near.destroy())
  }
  const server = createServer({ pauseOnConnect: true }, (near) => {
    keep(near)
    if (isSilent) waiting.add(near)
    else join(near)
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of ends) socket.destroy()
    await closed
  }
  return {
    port,
    cut,
    fallSilent() {
      isSilent = true
      for (const socket of ends) socket.pause()
    },
    async mend() {
      isSilent = false
      if (!server.listening) await listen(port)
      for (const socket of ends) if (!waiting.has(socket)) socket.resume()
      for (const near of waiting) if (!near.destroyed) join(near)
      waiting.clear()
    },
    async close() {
      if (server.listening) await cut()
    },
  }
}
