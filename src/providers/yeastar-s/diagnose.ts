/**
 * What `npm run doctor` asks of a Yeastar S-Series PBX: one login, and calls that only read. Whether an extension may call outside
 * shows in the outbound routes, unless they name groups, whose members no documented call tells.
 */
import { clockFindings } from '#core/clock-difference.ts'
import { type Check, type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { isConfbotError } from '#core/errors.ts'
import { pbxFailureFinding, signInFailureFinding } from '#core/pbx-failure.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { addressCheck, remembering } from '../diagnosis.ts'
import type { HttpDeps } from '../http.ts'
import type { RoomClient } from './client.ts'
import type { YeastarSSettings } from './config.ts'
import { moderatorsOf } from './mapper.ts'
import { systemTimeToOffset, wallToInstant } from './recordings.ts'
import type { DeviceReply, RouteListReply } from './schema.ts'
import type { YeastarSSession } from './session.ts'

const oldest = '30.13.0.30'
const namedMost = 5

export function diagnoseYeastarS(
  settings: YeastarSSettings & { readonly serviceExtension: string },
  { session, pbx }: { readonly session: YeastarSSession; readonly pbx: RoomClient },
  deps: HttpDeps,
): readonly [Check, Check, Check, Check] {
  const { url, username, operator, serviceExtension } = settings
  // Answered without a login, and by GET, with a refusal in JSON.
  const address = remembering(
    addressCheck({
      ...deps,
      ...connectionOptions(settings),
      url: `${url.replace(/\/+$/, '')}/conference/query`,
    }),
  )

  // Where they would be sent is the application's business, which may not run now.
  const eventFindings = (): readonly Finding[] =>
    settings.eventSecret !== undefined && session.transport()?.toUpperCase() === 'TCP'
      ? [warn(say('yeastar-s.doctor.tcp'), say('yeastar-s.doctor.tcp.next'))]
      : []

  const login: Check = {
    what: say('doctor.pbx.what.login'),
    after: address,
    async run() {
      try {
        await session.credentials()
        return [ok(say('doctor.pbx.login', { username })), ...eventFindings()]
      } catch (error) {
        if (isConfbotError(error, 'provider.rate-limited') && error.details.remedy?.key === 'yeastar-s.remedy.20002')
          return [fail(say('yeastar-s.doctor.locked'), say('yeastar-s.doctor.locked.next'))]
        if (isConfbotError(error, 'provider.unauthorized'))
          return [fail(say('yeastar-s.doctor.login'), say('yeastar-s.doctor.login.next'))]
        if (isConfbotError(error, 'provider.not-found', 'provider.malformed', 'provider.forbidden'))
          return [fail(say('yeastar-s.doctor.off'), say('yeastar-s.doctor.off.next'))]
        return [signInFailureFinding(error)]
      }
    },
  }

  const device: Check = {
    what: say('yeastar-s.doctor.what.device'),
    after: login,
    run: () =>
      tellingFailures(async () => {
        const askedAt = deps.clock.now()
        const { deviceinfo } = await pbx.queryDevice()
        return [versionFinding(deviceinfo), ...address.unsaid(ownClockFindings(deviceinfo.systemtime, askedAt, deps))]
      }),
  }

  const people: Check = {
    what: say('yeastar-s.doctor.what.operator'),
    after: login,
    run: () =>
      tellingFailures(async () => {
        const [{ extlist }, { conferences }, routes] = await Promise.all([
          pbx.listExtensions(),
          pbx.queryRooms('all'),
          pbx.queryRoutes().catch(orNull),
        ])
        const missing = [...new Set([operator, serviceExtension])].filter(
          (extension) => !extlist.some(({ number }) => number === extension),
        )
        if (missing.length > 0)
          return missing.map((extension) =>
            fail(say('yeastar-s.doctor.no-extension', { extension }), say('yeastar-s.doctor.no-extension.next')),
          )
        const without = conferences.filter((room) => !moderatorsOf(room).includes(operator)).map(({ number }) => number)
        const named = without.slice(0, namedMost).join(', ') + (without.length > namedMost ? ', …' : '')
        return [
          without.length > 0
            ? warn(
                say('yeastar-s.doctor.no-moderator', { extension: operator, rooms: named }),
                say('yeastar-s.doctor.no-moderator.next'),
              )
            : ok(say('yeastar-s.doctor.operator', { extension: operator, count: conferences.length })),
          routeFinding(serviceExtension, routes),
        ]
      }),
  }
  return [address, login, device, people]
}

/** An older firmware may not know the call. */
function orNull(error: unknown): null {
  if (isConfbotError(error, 'provider.rejected', 'provider.malformed', 'provider.not-found')) return null
  throw error
}

function routeFinding(extension: string, routes: RouteListReply | null): Finding {
  const all = routes?.outroutes ?? []
  const own = all.filter(({ extensions }) => (extensions ?? '').split(/[\s,;&]+/).includes(extension))
  if (own.length > 0)
    return ok(say('yeastar-s.doctor.routes', { extension, routes: own.map(({ name }) => name ?? '?').join(', ') }))
  if (!routes || all.some(({ extensionsgroup }) => extensionsgroup))
    return ok(say('yeastar-s.doctor.permission', { extension }))
  return warn(say('yeastar-s.doctor.no-route', { extension }), say('yeastar-s.doctor.no-route.next'))
}

async function tellingFailures(run: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await run()
  } catch (error) {
    return [pbxFailureFinding(error, say('doctor.pbx.doing.rooms'))]
  }
}

function versionFinding({ devicename, firmwarever }: DeviceReply['deviceinfo']): Finding {
  const version = firmwarever ?? ''
  // The vendor's own example leaves it empty.
  if (!/^\d+(\.\d+)+$/.test(version))
    return warn(say('yeastar-s.doctor.version-unknown'), say('yeastar-s.doctor.version-unknown.next'))
  if (isOlder(version, oldest))
    return fail(say('yeastar-s.doctor.version-old', { version }), say('yeastar-s.doctor.version-old.next'))
  return ok(say('yeastar-s.doctor.version', { device: devicename ?? 'Yeastar S-Series', version }))
}

/** By numbers, part by part. */
export function isOlder(version: string, than: string): boolean {
  const parts = version.split('.').map(Number)
  const others = than.split('.').map(Number)
  const first = others.findIndex((part, index) => part !== (parts[index] ?? 0))
  return first >= 0 && (parts[first] ?? 0) < (others[first] ?? 0)
}

function ownClockFindings(systemTime: string | null, askedAt: number, { clock, name }: HttpDeps): readonly Finding[] {
  const offsetMs = systemTimeToOffset(systemTime)
  const at = offsetMs === null ? null : wallToInstant(systemTime, offsetMs)
  if (at === null) return []
  return clockFindings({ askedAt, answeredAt: clock.now(), date: new Date(at).toUTCString() }, name)
}
