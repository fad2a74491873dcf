/** A server on a port: bounds on what it takes in, a plain sentence when it cannot listen, and an end that comes in time. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export interface HttpServerOptions {
  readonly port: number
  /** null: all addresses of the machine. */
  readonly host: string | null
  /** The setting that chose the port, for the sentence that says it is taken. */
  readonly portSetting: string
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Without it every upgrade is refused. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** How long requests under way may take to finish once the server stops. */
  readonly graceMs?: number
}

export interface HttpServer {
  /** Rejects with a `ListenError` whose message is for people. */
  start(): Promise<{ readonly port: number }>
  /** Takes no more connections; resolves when all are closed, those that take too long by force. */
  stop(): Promise<void>
}

/** The port cannot be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { port, host, handle, upgrade, graceMs = 5_000 } = options
  const server = createServer(
    {
      // The whole request within 30 s, its head within 10 s; then the connection is closed.
      requestTimeout: 30_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      // Once stopped, a connection that is kept alive would keep the server from ending.
      response.once('close', () => {
        if (!server.listening) server.closeIdleConnections()
      })
      handle(request, response)
    },
  )
  server.maxHeadersCount = 100
  const upgraded = new Set<Duplex>()
  if (upgrade)
    server.on('upgrade', (request, socket, head) => {
      upgraded.add(socket)
      socket.once('close', () => upgraded.delete(socket))
      // The handler may set its own; without any, a reset by the other side would end the process.
      socket.on('error', () => socket.destroy())
      upgrade(request, socket, head)
    })

  return {
    async start() {
      await listen(server, port, host, options.portSetting)
      return { port: (server.address() as AddressInfo).port }
    },
    stop() {
      return new Promise((resolve) => {
        if (!server.listening) return resolve()
        // The process is ending: this is the system's time, whatever the clock of the conferences says.
        const deadline = setTimeout(() => server.closeAllConnections(), graceMs)
        server.close(() => {
          clearTimeout(deadline)
          resolve()
        })
        server.closeIdleConnections()
        for (const socket of upgraded) socket.destroy()
      })
    },
  }
}

function listen(server: Server, port: number, host: string | null, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(listenError(error, port, host, setting))
    server.once('error', onError)
    server.listen({ port, ...(host !== null && { host }) }, () => {
      server.off('error', onError)
      resolve()
    })
  })
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string | null, setting: string): ListenError {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenError(`Port ${port} is in use by another program. Stop it, or set ${setting} to another port.`)
    case 'EACCES':
      return new ListenError(`Port ${port} is not open to this user. Set ${setting} to a port above 1023.`)
    case 'EADDRNOTAVAIL':
      return new ListenError(`${host} is not an address of this machine, so nothing can listen there.`)
    default:
      return new ListenError(`Cannot listen on port ${port} (${error.code ?? error.message}).`, { cause: error })
  }
}
