/**
 * What `npm run doctor` asks of a RingMe platform: its address and clock, the application's credentials, its access level, and the
 * extension by which people are rung. All of it only reads.
 */
import { type Check, type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { isConfbotError } from '#core/errors.ts'
import { pbxFailureFinding, signInFailureFinding } from '#core/pbx-failure.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { addressCheck } from '../diagnosis.ts'
import type { HttpDeps } from '../http.ts'
import type { Session } from '../session.ts'
import type { RingmeClient } from './client.ts'
import type { RingmeSettings } from './config.ts'
import type { ExtensionReply } from './schema.ts'

export function diagnoseRingme(
  settings: RingmeSettings,
  {
    session,
    pbx,
  }: { readonly session: Session; readonly pbx: Pick<RingmeClient, 'listConferences' | 'readExtension'> },
  deps: HttpDeps,
): readonly [Check, Check, Check, Check] {
  const { url, clientId, client, serviceExtension } = settings
  // Answered with 401 as long as nobody has signed in.
  const address = addressCheck({
    ...deps,
    ...connectionOptions(settings),
    url: `${url.replace(/\/+$/, '')}/api/ver1.0/client/${client}/extension/`,
  })

  const login: Check = {
    what: say('doctor.pbx.what.login'),
    after: address,
    async run() {
      try {
        await session.credentials()
        return [ok(say('ringme.doctor.login', { app: clientId }))]
      } catch (error) {
        if (isConfbotError(error, 'provider.unauthorized', 'provider.forbidden', 'provider.rejected'))
          return [fail(say('ringme.doctor.login-refused'), say('ringme.doctor.login-refused.next'))]
        return [signInFailureFinding(error)]
      }
    },
  }

  const extension: Check = {
    what: say('ringme.doctor.what.extension'),
    after: login,
    async run() {
      try {
        return extensionFindings(serviceExtension, await pbx.readExtension(serviceExtension))
      } catch (error) {
        // Said once, by the next check.
        if (isConfbotError(error, 'provider.forbidden') || isWithoutClient(error)) return []
        if (isConfbotError(error, 'provider.not-found'))
          return [
            fail(say('ringme.doctor.no-extension', { id: serviceExtension }), say('ringme.doctor.no-extension.next')),
          ]
        return [pbxFailureFinding(error, say('ringme.doctor.doing.extension'))]
      }
    },
  }

  const access: Check = {
    what: say('ringme.doctor.what.access'),
    after: login,
    async run() {
      try {
        await pbx.listConferences()
        return [ok(say('ringme.doctor.access'))]
      } catch (error) {
        if (isConfbotError(error, 'provider.forbidden'))
          return [
            fail(say('ringme.doctor.no-access'), error.details.remedy ?? say('ringme.remedy.app_access_type_deny')),
          ]
        if (isConfbotError(error, 'provider.not-found'))
          return [fail(say('ringme.doctor.no-client', { client }), say('ringme.remedy.client_not_found'))]
        return [pbxFailureFinding(error, say('doctor.pbx.doing.rooms'))]
      }
    },
  }
  return [address, login, extension, access]
}

const isWithoutClient = (error: unknown) =>
  isConfbotError(error, 'provider.not-found') && error.details.remedy?.key === 'ringme.remedy.client_not_found'

/** Calls are placed by telephones; that others can is not documented. */
function extensionFindings(id: string, { name, type, status }: ExtensionReply): readonly Finding[] {
  const blanks = { id, name, type }
  return [
    type === 'phone'
      ? ok(say('ringme.doctor.extension', blanks))
      : fail(say('ringme.doctor.extension-type', blanks), say('ringme.doctor.no-extension.next')),
    ...(status === 'blocked'
      ? [warn(say('ringme.doctor.extension-blocked', blanks), say('ringme.doctor.extension-blocked.next'))]
      : []),
  ]
}
