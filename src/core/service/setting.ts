/** What a channel or a person has chosen. */
import { isTimeZone } from '#lib/time.ts'
import type { Attempt } from '../attempt.ts'
import type { OwnNumber } from '../own-number.ts'
import { pbxFor } from './choose-pbx.ts'
import { channelScope, permit, personScope, type Verbs } from './deps.ts'
import { phoneOf } from './directory.ts'
import { placeOf } from './locate.ts'
import { unknownZone } from './meetings/zone.ts'

/** `remind`: minutes before the start, separated by commas, or `off`: the default of meetings that are scheduled there. */
export type ChannelSetting = 'pbx' | 'zone' | 'remind'
export type PersonSetting = 'zone' | 'language'

export interface SettingVerbs {
  channelSettings(attempt: Attempt): Promise<Readonly<Partial<Record<ChannelSetting, string>>>>
  /** null takes the setting back. */
  setChannel(attempt: Attempt, setting: ChannelSetting, value: string | null): Promise<void>
  personSettings(attempt: Attempt): Promise<Readonly<Partial<Record<PersonSetting, string>>> & OwnNumber>
  setPerson(attempt: Attempt, setting: PersonSetting, value: string | null): Promise<void>
}

const defaultReminders: readonly number[] = [10]

/** What a channel's setting `remind` says; the default where it says nothing. */
export function remindersOf(setting: string | undefined): readonly number[] {
  if (setting === undefined) return defaultReminders
  return setting.split(',').flatMap((minutes) => (/^\s*\d{1,5}\s*$/.test(minutes) ? [Number(minutes)] : []))
}

export const remindersToSetting = (minutes: readonly number[]): string =>
  minutes.length === 0 ? 'off' : minutes.join(',')

export function createSettingVerbs(verbs: Verbs): SettingVerbs {
  const { settings } = verbs.store
  const checked = async (attempt: Attempt, setting: ChannelSetting | PersonSetting, value: string | null) => {
    if (value === null) return
    if (setting === 'zone' && !isTimeZone(value)) throw unknownZone(value)
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
      const [own, number] = await Promise.all([
        settings.list(personScope(attempt.actor)),
        phoneOf(verbs, attempt.actor),
      ])
      return { ...own, ...number }
    },
    async setPerson(attempt, setting, value) {
      permit(attempt, 'person.self')
      attempt.about(`${setting}=${value ?? ''}`)
      await checked(attempt, setting, value)
      await attempt.commit((tx) => tx.settings.set(personScope(attempt.actor), setting, value))
    },
  }
}
