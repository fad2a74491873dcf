import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { portChecks } from '#doctor/ports.ts'
import { startApp } from '#test/support/app.ts'
import { examine } from '#test/support/findings.ts'

const look = (settings: Partial<Parameters<typeof portChecks>[0]>) =>
  examine(portChecks({ host: '127.0.0.1', port: 0, adminHost: '127.0.0.1', adminPort: 0, ...settings }))

async function listen(answer: string): Promise<number> {
  const server = createServer((_, response) => response.end(answer))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

it('takes any port where none is chosen', async () => {
  expect(await look({})).toEqual([
    'ok: PORT is 0: any port that is free.',
    'ok: ADMIN_PORT is 0: any port that is free.',
  ])
})

it('finds a port free, and leaves it so', async () => {
  const port = await freePort()
  const free = `ok: Port ${port} (PORT) is free.`
  expect((await look({ port }))[0]).toBe(free)
  expect((await look({ port, host: null }))[0]).toBe(free)
})

it('knows a confbot that runs', async () => {
  const app = await startApp({})
  onTestFinished(app.stop)
  const port = Number(new URL(app.address).port)
  expect((await look({ port }))[0]).toBe(`ok: Port ${port} (PORT) is that of a confbot that runs.`)
  // Its public port is none where an administrative one should be.
  expect((await look({ adminPort: port }))[1]).toMatch(/^fail: Port \d+ is in use by another program/)
})

it('tells which parts of a confbot that runs are not connected', async () => {
  const parts = { slack: { connected: false }, store: { connected: true } }
  const adminPort = await listen(JSON.stringify({ ready: false, mode: 'configured', parts }))
  expect((await look({ adminPort })).slice(1)).toEqual([
    `ok: Port ${adminPort} (ADMIN_PORT) is that of a confbot that runs.`,
    'warn: The confbot that runs is not ready: slack not connected. Mend what is named here, or look into its log.',
  ])
})

it.each(['{"ok":"yes"}', '<html>', '{"ok":true,"also":1}'])(
  'takes what answers %s for another program',
  async (answer) => {
    const port = await listen(answer)
    expect((await look({ port }))[0]).toBe(
      `fail: Port ${port} is in use by another program. Stop that program, or set PORT to another port.`,
    )
  },
)

it('tells that an address is not of this machine', async () => {
  expect((await look({ port: await freePort(), host: '192.0.2.1' }))[0]).toBe(
    'fail: 192.0.2.1 is not an address of this machine, so nothing can listen there. Set CONFBOT_HOST to an address that it has.',
  )
})

it('tells that both ports are the same', async () => {
  const port = await freePort()
  expect(await look({ port, adminPort: port })).toEqual([
    `fail: PORT and ADMIN_PORT are both ${port}. Set one of them to another port.`,
  ])
})
