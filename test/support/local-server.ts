/** HTTP servers on free ports of this machine. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** Resolves with the address, e.g. `http://127.0.0.1:3000`. `port` 0: a free one. */
export async function listen(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

/** Ends with the test. */
export async function serve(handle: RequestListener): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer(handle)
  onTestFinished(() => close(server))
  return { origin: await listen(server), server }
}

/** An address at which nobody listens. */
export async function deadOrigin(): Promise<string> {
  const server = createServer()
  const origin = await listen(server)
  await close(server)
  return origin
}
