/** What a channel or a person has chosen. */
import { isTimeZone } from '#lib/time.ts'
import type { Attempt } from '../attempt.ts'
import { judgeTarget } from '../dial-guard.ts'
import { ConfbotError } from '../errors.ts'
import { pbxFor } from './choose-pbx.ts'
import { channelScope, permit, personScope, type Verbs } from './deps.ts'
import { phoneOf } from './directory.ts'
import { placeOf } from './locate.ts'

export type ChannelSetting = 'pbx' | 'zone'
export type PersonSetting = 'zone' | 'language'

export interface SettingVerbs {
  channelSettings(attempt: Attempt): Promise<Readonly<Partial<Record<ChannelSetting, string>>>>
  /** null takes the setting back. */
  setChannel(attempt: Attempt, setting: ChannelSetting, value: string | null): Promise<void>
  personSettings(
    attempt: Attempt,
  ): Promise<Readonly<Partial<Record<PersonSetting, string>>> & { readonly phone: string | null }>
  setPerson(attempt: Attempt, setting: PersonSetting, value: string | null): Promise<void>
  /** A person's number; only an administrator sets one. */
  setPhone(attempt: Attempt, userId: string, number: string | null): Promise<string | null>
}

export function createSettingVerbs(verbs: Verbs): SettingVerbs {
  const { settings } = verbs.store
  const checked = async (attempt: Attempt, setting: ChannelSetting | PersonSetting, value: string | null) => {
    if (value === null) return
    if (setting === 'zone' && !isTimeZone(value))
      throw new ConfbotError('input.unknown-zone', { blanks: { typed: value } })
    if (setting === 'pbx') await pbxFor(verbs, placeOf(attempt), value)
  }
  return {
    channelSettings: (attempt) => settings.list(channelScope(placeOf(attempt))),
    async setChannel(attempt, setting, value) {
      permit(attempt, 'channel.manage')
      attempt.about(`${setting}=${value ?? ''}`)
      await checked(attempt, setting, value)
      await attempt.commit((tx) => tx.settings.set(channelScope(placeOf(attempt)), setting, value))
    },
    async personSettings(attempt) {
      const [own, phone] = await Promise.all([settings.list(personScope(attempt.actor)), phoneOf(verbs, attempt.actor)])
      return { ...own, phone }
    },
    async setPerson(attempt, setting, value) {
      permit(attempt, 'person.self')
      attempt.about(`${setting}=${value ?? ''}`)
      await checked(attempt, setting, value)
      await attempt.commit((tx) => tx.settings.set(personScope(attempt.actor), setting, value))
    },
    async setPhone(attempt, userId, number) {
      permit(attempt, 'directory.manage')
      const { platform, workspaceId } = attempt.actor
      const target =
        number === null ? null : judgeTarget(number, (await pbxFor(verbs, placeOf(attempt), undefined)).policy)
      attempt.about(`phone of ${userId}: ${target?.masked ?? 'none'}`)
      const scope = personScope({ platform, workspaceId, userId })
      await attempt.commit((tx) => tx.settings.set(scope, 'phone', target?.number ?? null))
      return target?.masked ?? null
    },
  }
}
