import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { isNeverConnected } from '#lib/never-connected.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : ''

async function addressOf(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

it('knows where nobody listened from where a connection broke', async () => {
  const server = createServer((request) => request.socket.destroy())
  const address = await addressOf(server)
  const fail = () => fetch(address).then(() => expect.fail('an answer'), codeOf)
  const broken = await fail()
  server.close()
  const refused = await fail()
  expect([broken, refused].map(isNeverConnected)).toEqual([false, true])
})
