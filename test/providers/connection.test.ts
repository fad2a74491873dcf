import { createServer } from 'node:https'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { connectionOptions, connectionSettings } from '#providers/connection.ts'
import { createHttp } from '#providers/http.ts'
import { close, listen } from '#test/support/local-server.ts'
import { otherCertificate, testCertificate } from '#test/support/test-certificate.ts'

const Settings = z.strictObject(connectionSettings)

it('reads a fingerprint in any writing, and reads again what it has read', () => {
  const { fingerprint: tlsFingerprint } = testCertificate
  const read = Settings.parse({ tlsFingerprint: tlsFingerprint.replaceAll(':', '').toLowerCase() })
  expect(read).toEqual({ requestTimeoutMs: 10_000, tlsFingerprint })
  expect(Settings.parse(read)).toEqual(read)
})

it.each([
  { tlsFingerprint: 'AB:CD' },
  { tlsFingerprint: 'any' },
  { tlsCertificate: 'certificate.pem' },
  { tlsCertificate: testCertificate.key },
])('refuses what is none: %j', (settings) => {
  expect(Settings.safeParse(settings).success).toBe(false)
})

it('is what calls to the PBX trust', async () => {
  const asked: string[] = []
  const { key, certificate: cert } = otherCertificate
  const server = createServer({ key, cert }, (request, response) => {
    asked.push(request.headers.authorization ?? '')
    response.end('{}')
  })
  onTestFinished(() => close(server))
  const baseUrl = (await listen(server)).replace('http:', 'https:')
  const call = async (settings: z.input<typeof Settings>, token: string) => {
    const http = createHttp({
      name: 'office',
      clock: createSystemClock(),
      logger: createSilentLogger(),
      ...connectionOptions(Settings.parse(settings)),
      baseUrl,
      problemOf: () => null,
    })
    onTestFinished(() => http.close())
    return http.call({ method: 'POST', path: '/login', headers: { authorization: token } })
  }
  await call({ tlsFingerprint: otherCertificate.fingerprint }, 'one')
  for (const settings of [
    {},
    { tlsFingerprint: testCertificate.fingerprint },
    { tlsCertificate: testCertificate.certificate },
  ])
    await expect(call(settings, 'two')).rejects.toMatchObject({ code: 'provider.unreachable' })
  // Signed by itself, but of another name than the one under which it is asked.
  await expect(call({ tlsCertificate: cert }, 'three')).rejects.toMatchObject({ code: 'provider.unreachable' })
  expect(asked).toEqual(['one'])
})
