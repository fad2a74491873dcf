import { createServer, type Server } from 'node:https'
import { createServer as createPlainServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createHttpClient } from '#lib/http-client.ts'
import { fingerprintOf, seenFingerprint, type TlsTrust } from '#lib/tls-trust.ts'
import { close, listen } from '#test/support/local-server.ts'
import { otherCertificate, testCertificate } from '#test/support/test-certificate.ts'

/** On TLS: which requests came, and its port. */
async function serve({ key, certificate }: { key: string; certificate: string } = testCertificate) {
  const asked: string[] = []
  const server: Server = createServer({ key, cert: certificate }, (request, response) => {
    asked.push(request.url ?? '')
    response.end('{}')
  })
  onTestFinished(() => close(server))
  return { port: Number(new URL(await listen(server)).port), asked }
}

async function ask(url: string, tls?: TlsTrust) {
  const client = createHttpClient({ timeoutMs: 5_000, tls })
  onTestFinished(() => client.close())
  return client.fetch(new URL(url)).then(
    ({ status }) => status,
    ({ reason, code }) => `${reason} ${code}`,
  )
}

it('takes what nobody signed for nothing', async () => {
  const { port, asked } = await serve()
  expect(await ask(`https://localhost:${port}/`)).toBe('unreachable DEPTH_ZERO_SELF_SIGNED_CERT')
  expect(asked).toEqual([])
})

it('takes the certificate that it was given, under the names that it has', async () => {
  const { port, asked } = await serve()
  const { certificate } = testCertificate
  expect(await ask(`https://localhost:${port}/one`, { certificate })).toBe(200)
  expect(await ask(`https://127.0.0.1:${port}/two`, { certificate })).toBe(200)
  // Of another name than the certificate's.
  expect(await ask(`https://[::ffff:127.0.0.1]:${port}/three`, { certificate })).toBe(
    'unreachable ERR_TLS_CERT_ALTNAME_INVALID',
  )
  expect(asked).toEqual(['/one', '/two'])
})

it('takes no other certificate than the one that it was given', async () => {
  const { port, asked } = await serve(otherCertificate)
  const { certificate } = testCertificate
  expect(await ask(`https://localhost:${port}/`, { certificate })).toMatch(/^unreachable (DEPTH_ZERO|UNABLE_TO)/)
  expect(asked).toEqual([])
})

it('takes the pinned certificate, whatever host it names', async () => {
  const { port, asked } = await serve(otherCertificate)
  const { fingerprint } = otherCertificate
  expect(await ask(`https://localhost:${port}/one`, { fingerprint })).toBe(200)
  expect(await ask(`https://127.0.0.1:${port}/two`, { fingerprint, certificate: testCertificate.certificate })).toBe(
    200,
  )
  expect(asked).toEqual(['/one', '/two'])
})

it('sends nothing to whoever shows another than the pinned certificate', async () => {
  const { port, asked } = await serve()
  const { fingerprint } = otherCertificate
  const tls = { fingerprint, certificate: testCertificate.certificate }
  for (let time = 0; time < 3; time += 1)
    expect(await ask(`https://localhost:${port}/?token=1`, tls)).toBe('unreachable ERR_TLS_PIN_MISMATCH')
  expect(asked).toEqual([])
})

it('sees which certificate is shown, and waits for none for ever', async () => {
  const { port, asked } = await serve()
  expect(await seenFingerprint('localhost', port, 5_000)).toBe(testCertificate.fingerprint)
  expect(asked).toEqual([])
  const mute = createPlainServer((socket) => void onTestFinished(() => void socket.destroy()))
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void mute.close())
  const address = mute.address()
  expect(await seenFingerprint('127.0.0.1', typeof address === 'object' ? (address?.port ?? 0) : 0, 100)).toBeNull()
})

it('reads a fingerprint in whatever way it is written', () => {
  const { fingerprint } = testCertificate
  const bare = fingerprint.replaceAll(':', '')
  for (const text of [fingerprint, bare, bare.toLowerCase(), `sha256:${bare}`, `sha256 Fingerprint=${fingerprint}`])
    expect(fingerprintOf(text)).toBe(fingerprint)
  for (const text of ['', bare.slice(1), `${bare}0`, bare.replace(/.$/, 'x')]) expect(fingerprintOf(text)).toBeNull()
})
