/**
 * What `npm run doctor` asks of a Yeastar P-Series PBX: whether it answers and lets us in, what it is and how late it takes it to be, and
 * whether the extension in whose name people are rung is there and may call outside. The last can be read only where a route names the
 * extension itself.
 */
import { clockFindings } from '#core/clock-difference.ts'
import { type Check, type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { isConfbotError } from '#core/errors.ts'
import { pbxFailureFinding, signInFailureFinding } from '#core/pbx-failure.ts'
import { type Message, say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { addressCheck, remembering } from '../diagnosis.ts'
import type { HttpDeps } from '../http.ts'
import type { Session } from '../session.ts'
import type { PbxClient } from './client.ts'
import type { YeastarPSettings } from './config.ts'
import { routesToPermission } from './mapper.ts'

export function diagnoseYeastarP(
  settings: YeastarPSettings,
  { session, pbx }: { readonly session: Session; readonly pbx: PbxClient },
  deps: HttpDeps,
): readonly Check[] {
  const { url, serviceExtension: extension } = settings
  // Without a token it is refused, and nothing is counted against us.
  const address = remembering(
    addressCheck({
      ...deps,
      url: `${url.replace(/\/+$/, '')}/system/information`,
      ...connectionOptions(settings),
    }),
  )
  const login: Check = {
    what: say('doctor.pbx.what.login'),
    after: address,
    async run() {
      try {
        await session.credentials()
        return [ok(say('yeastar-p.doctor.login'))]
      } catch (error) {
        const finding = withRemedy(signInFailureFinding(error), error)
        const isBlocked = isConfbotError(error) && error.details.remedy?.key === 'yeastar-p.remedy.blocked'
        return [isBlocked && finding.level === 'fail' ? fail(say('yeastar-p.doctor.blocked'), finding.next) : finding]
      }
    },
  }
  const device: Check = {
    what: say('yeastar-p.doctor.what.device'),
    after: login,
    async run() {
      try {
        const askedAt = deps.clock.now()
        const { model_name, firmware_version, timestamp } = (await pbx.readDevice()).data
        const date = typeof timestamp === 'number' ? new Date(timestamp * 1000).toUTCString() : undefined
        return [
          ok(say('yeastar-p.doctor.device', { model: model_name ?? '?', version: firmware_version ?? '?' })),
          // That it agrees is said of the answer's own date.
          ...address
            .unsaid(clockFindings({ askedAt, answeredAt: deps.clock.now(), date }, deps.name))
            .filter(({ level }) => level !== 'ok'),
        ]
      } catch (error) {
        return [failureFinding(error, say('yeastar-p.doctor.doing.device'))]
      }
    },
  }
  const service: Check = {
    what: say('yeastar-p.doctor.what.extension'),
    after: login,
    async run() {
      try {
        const { data } = await pbx.searchExtensions(extension)
        if (!data.some(({ number }) => number === extension))
          return [fail(say('yeastar-p.doctor.no-extension', { extension }), say('yeastar-p.doctor.extension.next'))]
        return [await permissionFinding(pbx, extension)]
      } catch (error) {
        return [cannotTell(error, extension)]
      }
    },
  }
  return [address, device, service, login]
}

async function permissionFinding(pbx: PbxClient, extension: string): Promise<Finding> {
  const { data } = await pbx.listRoutes()
  const routes = data.length === 0 ? [] : (await pbx.readRoutes(data.map(({ id }) => id))).data
  switch (routesToPermission(routes, extension)) {
    case 'yes':
      return ok(say('yeastar-p.doctor.may-call', { extension }))
    case 'no':
      return fail(say('yeastar-p.doctor.may-not-call', { extension }), say('yeastar-p.doctor.may-not-call.next'))
    case 'by-group':
      return warn(say('yeastar-p.doctor.by-group', { extension }), say('yeastar-p.doctor.by-group.next'))
  }
}

/** What the rest of the interface may allow all the same. */
function cannotTell(error: unknown, extension: string): Finding {
  const isOfThisQuestion = isConfbotError(
    error,
    'provider.forbidden',
    'provider.malformed',
    'provider.not-found',
    'provider.rejected',
  )
  if (!isOfThisQuestion) return failureFinding(error, say('yeastar-p.doctor.doing.extension'))
  return warn(say('yeastar-p.doctor.untold', { extension }), say('yeastar-p.doctor.by-group.next'))
}

const failureFinding = (error: unknown, doing: Message): Finding => withRemedy(pbxFailureFinding(error, doing), error)

/** The vendor's codes tell more of what to do. */
function withRemedy(finding: Finding, error: unknown): Finding {
  const remedy = isConfbotError(error) ? error.details.remedy : undefined
  return finding.level === 'ok' || !remedy ? finding : { ...finding, next: remedy }
}
