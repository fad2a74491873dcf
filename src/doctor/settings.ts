/** What people and channels have chosen: zones that are known here, and PBXs that are configured. */
import { type Check, type Finding, ok, warn } from '#core/contracts/diagnosis.ts'
import { isTimeZone } from '#lib/time.ts'
import { code, say } from '#text/message.ts'

/** As it is stored: `channel:slack:T1:C1` or `person:slack:T1:U1`, with what is set there. */
export interface StoredSetting {
  readonly scope: string
  readonly name: string
  readonly value: string
}

export const settingsCheck = (settings: () => Promise<readonly StoredSetting[]>, pbxs: readonly string[]): Check => ({
  what: say('doctor.store.what.settings'),
  async run() {
    const stored = await settings()
    const zones = stored.filter(({ name }) => name === 'zone')
    const unknown = zones.filter(({ value }) => !isTimeZone(value))
    const gone = stored.filter(
      ({ scope, name, value }) => isOfChannel(scope) && name === 'pbx' && !pbxs.includes(value),
    )
    return [
      ...(zones.length > 0 && unknown.length === 0 ? [ok(say('doctor.store.settings', { count: zones.length }))] : []),
      ...unknown.map(zoneFinding),
      ...gone.map(({ scope, value }) =>
        warn(say('doctor.store.pbx', { channel: idOf(scope), name: value }), say('doctor.store.pbx.next')),
      ),
    ]
  },
})

const isOfChannel = (scope: string) => scope.startsWith('channel:')

/** The last part, by which the platform knows it. */
const idOf = (scope: string) => scope.split(':').at(-1) ?? scope

function zoneFinding({ scope, value }: StoredSetting): Finding {
  const id = idOf(scope)
  const whose = isOfChannel(scope)
    ? say('doctor.store.whose.channel', { id })
    : say('doctor.store.whose.person', { id })
  const command = code(isOfChannel(scope) ? '/confadmin channel zone' : '/conf me zone')
  return warn(say('doctor.store.zone', { whose, zone: value }), say('doctor.store.zone.next', { command }))
}
