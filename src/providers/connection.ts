/** How every PBX on HTTP is reached: the settings that all kinds have in common, and what they mean for `createHttp`. */
import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { fingerprintOf, type TlsTrust } from '#lib/tls-trust.ts'
import type { HttpOptions } from './http.ts'

/** For the settings of each provider: `z.strictObject({ …, ...connectionSettings })`. */
export const connectionSettings = {
  requestTimeoutMs: z
    .number()
    .int()
    .min(1)
    .max(60_000)
    .default(10_000)
    .describe('How long one request to the PBX may take, in milliseconds.'),
  tlsCertificate: z
    .string()
    .refine(isCertificate, 'Expected a certificate in PEM, which begins with -----BEGIN CERTIFICATE-----.')
    .optional()
    .meta({
      expected: 'a certificate in PEM',
      description:
        "The PBX's own certificate or that of the company's authority, where it is signed by none that anybody knows. The PBX must still be addressed as its certificate names it.",
    }),
  tlsFingerprint: z
    .string()
    .transform((text, context) => {
      const fingerprint = fingerprintOf(text.trim())
      if (fingerprint !== null) return fingerprint
      context.addIssue({ code: 'custom', message: 'Expected 64 hexadecimal digits, with or without colons.' })
      return z.NEVER
    })
    .optional()
    .meta({
      expected: '64 hexadecimal digits, with or without colons',
      description:
        "SHA-256 fingerprint of the PBX's certificate, for one that names another host: this certificate is taken, and no other.",
    }),
}
const ConnectionSettings = z.object(connectionSettings)
export type ConnectionSettings = z.output<typeof ConnectionSettings>

export const trustOf = ({ tlsCertificate, tlsFingerprint }: ConnectionSettings): TlsTrust => ({
  certificate: tlsCertificate,
  fingerprint: tlsFingerprint,
})

/** For `createHttp`: `{ ...deps, ...connectionOptions(settings), baseUrl, problemOf }`; likewise for `addressCheck`. */
export const connectionOptions = (settings: ConnectionSettings): Required<Pick<HttpOptions, 'timeoutMs' | 'tls'>> => ({
  timeoutMs: settings.requestTimeoutMs,
  tls: trustOf(settings),
})

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== undefined
  } catch {
    return false
  }
}
