import { expect, test } from 'vitest'
import type { AmiSettings } from '#providers/asterisk/ami.ts'
import { otherCertificate, testCertificate } from '#test/support/test-certificate.ts'
import { connectTo, createAmiServer } from './ami-server.ts'

type Certificate = typeof testCertificate
const ping = { Action: 'Ping' }

test.each<[string, Certificate, Partial<AmiSettings>]>([
  ['of an authority of its own', testCertificate, { tlsCertificate: testCertificate.certificate, host: 'localhost' }],
  ['of an authority of its own, by its address', testCertificate, { tlsCertificate: testCertificate.certificate }],
  ['that was pinned', testCertificate, { tlsFingerprint: testCertificate.fingerprint }],
  ['that was pinned and names another host', otherCertificate, { tlsFingerprint: otherCertificate.fingerprint }],
])('a certificate %s is taken', async (_, certificate, settings) => {
  const server = await createAmiServer({ certificate })
  const { ami } = connectTo(server.port, { tls: true, ...settings })
  expect(await ami.ask(ping)).toMatchObject({ Ping: 'Pong' })
})

test.each<[string, Certificate, Partial<AmiSettings>, string]>([
  ['nobody knows', testCertificate, {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [
    'another than the pinned',
    testCertificate,
    { tlsFingerprint: otherCertificate.fingerprint },
    'ERR_TLS_PIN_MISMATCH',
  ],
  [
    'for another host',
    otherCertificate,
    { tlsCertificate: otherCertificate.certificate },
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  [
    'another than that of the authority',
    testCertificate,
    { tlsCertificate: otherCertificate.certificate },
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ],
])('to a server with a certificate that is %s nothing is said', async (_, certificate, settings, cause) => {
  const server = await createAmiServer({ certificate })
  const { ami } = connectTo(server.port, { tls: true, ...settings })
  await expect(ami.ask({ Action: 'Originate' })).rejects.toMatchObject({
    code: 'provider.unreachable',
    details: { cause: { code: cause } },
  })
  expect(server.heard()).toBe('')
})

test('a server without TLS is not spoken to without it', async () => {
  const server = await createAmiServer()
  const { ami } = connectTo(server.port, { tls: true, tlsFingerprint: testCertificate.fingerprint })
  await expect(ami.ask(ping)).rejects.toMatchObject({ code: 'provider.unreachable' })
  expect(server.heard()).not.toContain('Action')
})

test('a server with TLS is not waited for by a client without it', async () => {
  const server = await createAmiServer({ certificate: testCertificate })
  const { ami, clock } = connectTo(server.port)
  await expect(clock.until(ami.ask(ping))).rejects.toMatchObject({ code: 'provider.timeout' })
})
