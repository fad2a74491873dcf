/** What `npm run doctor` asks of a PortSIP PBX. It tells neither its version nor, by reading alone, whether rooms may be created. */
import { type Check, ok } from '#core/contracts/diagnosis.ts'
import { pbxFailureFinding } from '#core/pbx-failure.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { addressCheck } from '../diagnosis.ts'
import type { HttpDeps } from '../http.ts'
import type { Session } from '../session.ts'
import type { PortsipSettings } from './config.ts'

/** The login by which everything else is asked comes last; that of the system may fail beside it. */
export function diagnosePortsip(
  settings: PortsipSettings,
  { session, systemSession }: { readonly session: Session; readonly systemSession: Session | null },
  deps: HttpDeps,
): readonly Check[] {
  const { url } = settings
  // Answered with 401 as long as nobody has signed in.
  const address = addressCheck({
    ...deps,
    url: `${url.replace(/\/+$/, '')}/conference_rooms`,
    ...connectionOptions(settings),
  })
  const login = (what: Check['what'], username: string, tried: Session): Check => ({
    what,
    after: address,
    async run() {
      try {
        await tried.credentials()
        return [ok(say('doctor.pbx.login', { username }))]
      } catch (error) {
        return [pbxFailureFinding(error, say('doctor.pbx.doing.sign-in'))]
      }
    },
  })
  return [
    address,
    ...(systemSession
      ? [login(say('doctor.pbx.what.system-login'), settings.systemUsername ?? '', systemSession)]
      : []),
    login(say('doctor.pbx.what.login'), settings.username, session),
  ]
}
