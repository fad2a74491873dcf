/** What `npm run doctor` asks of a PortSIP PBX. It tells neither its version nor, by reading alone, whether rooms may be created. */
import type { CapabilityMethods } from '#core/contracts/conference-provider.ts'
import { type Check, type Finding, fail, ok } from '#core/contracts/diagnosis.ts'
import { isConfbotError } from '#core/errors.ts'
import { pbxFailureFinding, signInFailureFinding } from '#core/pbx-failure.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { addressCheck } from '../diagnosis.ts'
import type { HttpDeps } from '../http.ts'
import type { Session } from '../session.ts'
import type { PortsipSettings } from './config.ts'

/** The login by which everything else is asked comes last. */
export function diagnosePortsip(
  settings: PortsipSettings,
  { session, listServers }: { readonly session: Session } & Pick<CapabilityMethods['servers'], 'listServers'>,
  deps: HttpDeps,
): readonly Check[] {
  const { url, username, systemUsername = '' } = settings
  // Answered with 401 as long as nobody has signed in.
  const address = addressCheck({
    ...deps,
    url: `${url.replace(/\/+$/, '')}/conference_rooms`,
    ...connectionOptions(settings),
  })
  const login: Check = {
    what: say('doctor.pbx.what.login'),
    after: address,
    async run() {
      try {
        await session.credentials()
        return [ok(say('doctor.pbx.login', { username }))]
      } catch (error) {
        return [signInFailureFinding(error)]
      }
    },
  }
  // It belongs to somebody else, and may fail beside the usual one.
  const systemLogin: Check = {
    what: say('doctor.pbx.what.system-login'),
    after: login,
    async run() {
      try {
        await listServers({ top: 1 })
        return [ok(say('doctor.pbx.login', { username: systemUsername }))]
      } catch (error) {
        return [systemFinding(error, systemUsername)]
      }
    },
  }
  return [address, ...(settings.systemUsername === undefined ? [] : [systemLogin]), login]
}

function systemFinding(error: unknown, username: string): Finding {
  if (isConfbotError(error, 'provider.unauthorized'))
    return fail(say('doctor.pbx.system-login-refused'), say('doctor.pbx.system-login-refused.next'))
  if (isConfbotError(error, 'provider.forbidden'))
    return fail(say('doctor.pbx.system-forbidden', { username }), say('doctor.pbx.system-forbidden.next'))
  return pbxFailureFinding(error, say('doctor.pbx.doing.servers'))
}
