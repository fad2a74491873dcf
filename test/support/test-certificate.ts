/** The certificate of test servers on TLS, which nobody has signed and which names localhost and 127.0.0.1. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
const certificate = pem('certificate')

export const testCertificate = {
  key: pem('key'),
  certificate,
  /** As settings take it. */
  fingerprint: new X509Certificate(certificate).fingerprint256,
}
