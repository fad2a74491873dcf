import { expect, it } from 'vitest'
import { isNeverConnected } from '#lib/never-connected.ts'
import { deadOrigin, serve } from '#test/support/local-server.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : ''

it('knows where nobody listened from where a connection broke', async () => {
  const { origin } = await serve((request) => request.socket.destroy())
  const failures = [await deadOrigin(), origin].map((url) => fetch(url).then(() => expect.fail('an answer'), codeOf))
  expect((await Promise.all(failures)).map(isNeverConnected)).toEqual([true, false])
})
