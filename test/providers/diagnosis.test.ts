import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import type { TlsTrust } from '#lib/tls-trust.ts'
import { addressCheck } from '#providers/diagnosis.ts'
import { examine } from '#test/support/findings.ts'
import { otherCertificate, testCertificate } from '#test/support/test-certificate.ts'
import { createPlayer } from './exchange.ts'

const deps = { name: 'office', clock: createSystemClock(), logger: createSilentLogger() }
const look = (url: string, timeoutMs = 5_000, tls?: TlsTrust) =>
  examine([addressCheck({ ...deps, url, timeoutMs, tls })])

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
const http = (answer: RequestListener) => listen(createHttpServer(answer))

const checkAddress =
  'Check the address and its port in the configuration, and that this machine may reach them (firewall, network, VPN).'

it('takes any answer of an interface for programs, also one that asks for a login', async () => {
  const host = await http((_, response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{}'))
  expect(await look(`http://${host}/api/rooms`)).toEqual([
    `ok: It answers at ${host}.`,
    expect.stringMatching(/^ok: The clock of this machine agrees with that of office/),
  ])
})

it('sends nothing of the configuration', async () => {
  let asked = {}
  const host = await http(({ method, url, headers: { authorization } }, response) => {
    asked = { method, url, authorization }
    response.end('{}')
  })
  await look(`http://${host}/api/rooms`)
  expect(asked).toEqual({ method: 'GET', url: '/api/rooms', authorization: undefined })
})

it.each([-600_000, 600_000])('tells that clocks differ by %i ms', async (ms) => {
  const date = new Date(deps.clock.now() + ms).toUTCString()
  const host = await http((_, response) => response.writeHead(200, { date }).end('{}'))
  const way = ms < 0 ? 'ahead of' : 'behind'
  expect((await look(`http://${host}/`))[1]).toMatch(
    new RegExp(
      `^warn: The clock of this machine is (599|600) seconds ${way} that of office\\. Let the time of both machines be set by NTP\\.$`,
    ),
  )
})

it('says that a web page is no interface for programs', async () => {
  const host = await http((_, response) =>
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway'),
  )
  expect(await look(`http://${host}/api`)).toEqual([
    `fail: ${host} answers with a web page (HTTP 502) where its interface for programs should be. Check that the interface is switched on there, the path of the address against the README of this kind of PBX, and whatever proxy stands before it.`,
  ])
})

it('says that nobody answers', async () => {
  const host = await http(() => {})
  expect(await look(`http://${host}/api`, 1_000)).toEqual([
    `fail: ${host} did not answer within 1 second. ${checkAddress}`,
  ])
})

it('says that nobody listens', async () => {
  const server = createServer()
  const host = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  expect(await look(`http://${host}/api`)).toEqual([`fail: ${host} cannot be reached (ECONNREFUSED). ${checkAddress}`])
})

it('says that the name is not known', async () => {
  const { dispatcher } = createPlayer('https://pbx.invalid')
  const missing = Object.assign(new Error('getaddrinfo ENOTFOUND pbx.invalid'), { code: 'ENOTFOUND' })
  dispatcher.get('https://pbx.invalid').intercept({ path: '/api' }).replyWithError(missing)
  const check = addressCheck({ ...deps, url: 'https://pbx.invalid/api', timeoutMs: 5_000, dispatcher })
  expect(await examine([check])).toEqual([`fail: The name pbx.invalid cannot be resolved (ENOTFOUND). ${checkAddress}`])
})

const secure = ({ key, certificate: cert }: typeof testCertificate) =>
  listen(createHttpsServer({ key, cert }, (_, response) => response.end('{}')))

it('says that a certificate is not trusted, and which one it is', async () => {
  const host = await secure(testCertificate)
  const [finding] = await look(`https://${host}/api`)
  expect(finding).toContain(
    `fail: The certificate of ${host} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT); its SHA-256 fingerprint is ${testCertificate.fingerprint}. `,
  )
  expect(finding).toContain('tlsCertificate (PBX_TLS_CERTIFICATE_FILE)')
})

it('trusts the certificate that was given, and the one that was pinned', async () => {
  const own = await secure(testCertificate)
  const other = await secure(otherCertificate)
  const { certificate } = testCertificate
  const { fingerprint } = otherCertificate
  const reached = (host: string) => [`ok: It answers at ${host} over TLS.`, expect.stringMatching(/^ok: The clock/)]
  expect(await look(`https://${own}/`, 5_000, { certificate })).toEqual(reached(own))
  expect(await look(`https://${other}/`, 5_000, { fingerprint })).toEqual(reached(other))
})

it('says that a certificate is another one than the pinned', async () => {
  const host = await secure(testCertificate)
  const [finding] = await look(`https://${host}/`, 5_000, { fingerprint: otherCertificate.fingerprint })
  expect(finding).toContain(
    `fail: The certificate of ${host} is not the one of tlsFingerprint; its SHA-256 fingerprint is ${testCertificate.fingerprint}. `,
  )
})

it('says that a port does not speak TLS', async () => {
  const host = await http((_, response) => response.end('{}'))
  const [finding] = await look(`https://${host}/api`)
  expect(finding).toMatch(
    /^fail: 127\.0\.0\.1:\d+ does not speak TLS at this port \(\w+\)\. Take the port of its https address/,
  )
})

it('warns of what is sent without TLS, but for this machine itself', async () => {
  const { dispatcher } = createPlayer('http://pbx.example')
  dispatcher.get('http://pbx.example').intercept({ path: '/api' }).reply(401, {})
  const check = addressCheck({ ...deps, url: 'http://pbx.example/api', timeoutMs: 5_000, dispatcher })
  expect(await examine([check])).toEqual([
    'ok: It answers at pbx.example.',
    'warn: What is sent to pbx.example is not encrypted, the password among it. Use an address that begins with https://.',
  ])
})
