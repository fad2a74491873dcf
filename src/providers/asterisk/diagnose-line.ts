/** Why `npm run doctor` got no line to the manager interface: where nobody answers, something else does, or not in the way that is asked. */
import { type Finding, fail } from '#core/contracts/diagnosis.ts'
import { isConfbotError } from '#core/errors.ts'
import { signInFailureFinding } from '#core/pbx-failure.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { certificateFinding, isOfCertificate } from '../diagnosis.ts'
import { AmiLineError } from './ami-socket.ts'
import { type AsteriskSettings, amiSettingsOf } from './config.ts'

/** `error`: with which the first action was rejected. */
export async function lineFinding(error: unknown, settings: AsteriskSettings): Promise<Finding> {
  const { amiUser: username } = settings
  if (isConfbotError(error, 'provider.unauthorized'))
    return fail(say('asterisk.doctor.login-refused', { username }), say('asterisk.doctor.login-refused.next'))
  const { cause } = isConfbotError(error) ? error : {}
  if (!(cause instanceof AmiLineError)) return signInFailureFinding(error)
  const { reason, code } = cause
  const { host: hostname, port } = amiSettingsOf(settings)
  const host = `${hostname}:${port}`
  if (isOfCertificate(code)) {
    const { timeoutMs } = connectionOptions(settings)
    return certificateFinding(code, `https://${new URL(settings.url).hostname}:${port}`, timeoutMs)
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return fail(say('doctor.pbx.no-tls', { host, code }), say('asterisk.doctor.no-tls.next'))
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return fail(say('doctor.pbx.unknown-host', { host: hostname, code }), say('asterisk.doctor.unreached.next'))
  if (reason === 'malformed' || reason === 'timeout' || code === 'CLOSED')
    return fail(say('asterisk.doctor.not-ami', { host }), say('asterisk.doctor.not-ami.next'))
  return fail(say('doctor.pbx.unreached', { host, code }), say('asterisk.doctor.unreached.next'))
}
