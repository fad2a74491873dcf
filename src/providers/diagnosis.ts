/** What every kind of PBX on HTTP is asked by `npm run doctor`: whether its address answers. */

import { clockFindings } from '#core/clock-difference.ts'
import { type Check, type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { createHttpClient, HttpClientError, type HttpResponse } from '#lib/http-client.ts'
import { isLoopback } from '#lib/loopback.ts'
import { seenFingerprint, type TlsTrust } from '#lib/tls-trust.ts'
import { say } from '#text/message.ts'
import { type HttpDeps, isMarkup } from './http.ts'

/** Whoever waits longer is told that nothing came. */
const maxWaitMs = 10_000

export interface Address extends HttpDeps {
  /** A documented path of the interface, which may ask for a login: any answer but a web page will do. */
  readonly url: string
  readonly timeoutMs: number
  /** Certificates that are taken: those that anybody trusts, unless said. With `timeoutMs` what `connectionOptions` gives. */
  readonly tls?: TlsTrust | undefined
}

/** Nothing is sent but the request itself. */
export const addressCheck = ({ url, timeoutMs, tls, name, clock, dispatcher }: Address): Check => ({
  what: say('doctor.pbx.what.address'),
  async run() {
    const waitMs = Math.min(timeoutMs, maxWaitMs)
    const { host, hostname, protocol } = new URL(url)
    const client = createHttpClient({ timeoutMs: waitMs, connectTimeoutMs: waitMs, tls, dispatcher })
    const askedAt = clock.now()
    try {
      const answer = await client.fetch(new URL(url), {
        headers: { accept: 'application/json', 'user-agent': 'confbot' },
      })
      if (isMarkup(answer)) return [webPage(host, answer)]
      const isSecure = protocol === 'https:'
      return [
        ok(say('doctor.pbx.reached', { host, secure: isSecure ? 'yes' : 'no' })),
        ...(isSecure || isLoopback(hostname)
          ? []
          : [warn(say('doctor.pbx.plain', { host }), say('doctor.pbx.plain.next'))]),
        ...clockFindings({ askedAt, answeredAt: clock.now(), date: answer.headers.date }, name),
      ]
    } catch (error) {
      if (error instanceof HttpClientError && isOfCertificate(error.code))
        return [await certificateFinding(error.code, url, waitMs)]
      if (error instanceof HttpClientError) return [connectionFinding(error, host, waitMs)]
      throw error
    } finally {
      await client.close()
    }
  },
})

/** A check that knows what it found, lest another one says it again: of the clock, say, which a PBX may tell in two ways. */
export function remembering(check: Check) {
  let found: readonly Finding[] = []
  return {
    ...check,
    async run() {
      found = await check.run()
      return found
    },
    unsaid: (findings: readonly Finding[]): readonly Finding[] =>
      findings.filter(({ says }) => !found.some((said) => said.says.key === says.key)),
  }
}

const webPage = (host: string, { status }: HttpResponse) =>
  fail(say('doctor.pbx.web-page', { host, status }), say('doctor.pbx.web-page.next'))

/** `code`: of a connection that failed. */
export const isOfCertificate = (code: string) => /^(CERT_|DEPTH_ZERO_|ERR_TLS_|SELF_SIGNED_|UNABLE_TO_)/.test(code)

/** With what is to be compared before it is trusted. */
export async function certificateFinding(code: string, url: string, waitMs: number): Promise<Finding> {
  const { host, hostname, port } = new URL(url)
  const fingerprint = (await seenFingerprint(hostname.replace(/^\[|\]$/g, ''), Number(port || 443), waitMs)) ?? 'none'
  return code === 'ERR_TLS_PIN_MISMATCH'
    ? fail(say('doctor.pbx.pin', { host, fingerprint }), say('doctor.pbx.pin.next'))
    : fail(say('doctor.pbx.certificate', { host, code, fingerprint }), say('doctor.pbx.certificate.next'))
}

function connectionFinding({ reason, code }: HttpClientError, host: string, waitMs: number): Finding {
  const isSilent = reason === 'timeout' || code === 'UND_ERR_CONNECT_TIMEOUT'
  if (isSilent) return fail(say('doctor.pbx.silent', { host, seconds: waitMs / 1000 }), say('doctor.pbx.address.next'))
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return fail(say('doctor.pbx.unknown-host', { host, code }), say('doctor.pbx.address.next'))
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return fail(say('doctor.pbx.no-tls', { host, code }), say('doctor.pbx.no-tls.next'))
  return fail(say('doctor.pbx.unreached', { host, code }), say('doctor.pbx.address.next'))
}
