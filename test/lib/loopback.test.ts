import { expect, it } from 'vitest'
import { isLoopback } from '#lib/loopback.ts'

it.each(['localhost', 'LOCALHOST', 'pbx.localhost', '127.0.0.1', '127.8.0.1', '::1', '[::1]'])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true)
  },
)

it.each(['0.0.0.0', 'localhost.example.com', '127.0.0.1.example.com', '10.0.0.1', '::', ''])('%s is not', (host) => {
  expect(isLoopback(host)).toBe(false)
})
