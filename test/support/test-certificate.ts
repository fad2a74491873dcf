/** Certificates of test servers on TLS, which nobody has signed. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')

const certificateOf = (prefix: '' | 'other-') => {
  const certificate = pem(`${prefix}certificate`)
  const { fingerprint256: fingerprint } = new X509Certificate(certificate)
  return { key: pem(`${prefix}key`), certificate, /** As settings take it. */ fingerprint }
}

/** Names localhost and 127.0.0.1. */
export const testCertificate = certificateOf('')
/** Names pbx.local, which is no test server. */
export const otherCertificate = certificateOf('other-')
