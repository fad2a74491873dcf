/** What a menu offers that Slack fills itself: people and conversations, in the shape of options. */
import type { Channel } from '../shapes.ts'
import type { ConversationsSelect, Option, OptionGroup } from './element-shapes.ts'

/** Options under headings; '' for none. */
export interface OfferedGroup {
  readonly label: string
  readonly options: readonly Option[]
}

export interface Offerable {
  readonly options?: readonly Option[] | undefined
  readonly option_groups?: readonly OptionGroup[] | undefined
}

export function toGroups({ options, option_groups }: Offerable): OfferedGroup[] {
  if (option_groups) return option_groups.map(({ label, options }) => ({ label: label.text, options }))
  return options && options.length > 0 ? [{ label: '', options }] : []
}

interface Someone {
  readonly id: string
  readonly name: string
  readonly realName: string
  readonly isBot: boolean
}

export const personToOption = ({ id, name, realName, isBot }: Someone): Option => ({
  value: id,
  text: { type: 'plain_text', text: name, emoji: false },
  description: { type: 'plain_text', text: isBot ? 'app' : realName, emoji: false },
})

export const channelToOption = ({ id, kind }: Channel, channelName: (id: string) => string): Option => ({
  value: id,
  text: {
    type: 'plain_text',
    text: `${kind === 'public' || kind === 'private' ? '#' : ''}${channelName(id)}`,
    emoji: false,
  },
  ...(kind === 'private' && { description: { type: 'plain_text', text: 'private', emoji: false } }),
})

/** Whether Slack would offer the conversation there. */
export function isOffered(
  { type, filter }: Pick<ConversationsSelect, 'type' | 'filter'>,
  { kind, isArchived, isExtShared, members }: Channel,
  isBot: (id: string) => boolean,
): boolean {
  if (isArchived) return false
  if (type.endsWith('channels_select')) return kind === 'public'
  if (filter?.include && !filter.include.includes(kind)) return false
  if (filter?.exclude_external_shared_channels && isExtShared) return false
  return !(filter?.exclude_bot_users && kind === 'im' && members.some(isBot))
}

/** Without the groups in which nothing contains what is typed. */
export function filterGroups(groups: readonly OfferedGroup[], typed: string): OfferedGroup[] {
  const wanted = typed.trim().toLocaleLowerCase('en').replace(/^[@#]/, '')
  if (wanted === '') return [...groups]
  const matches = ({ text, description }: Option) =>
    `${text.text}\n${description?.text ?? ''}`.toLocaleLowerCase('en').includes(wanted)
  return groups
    .map(({ label, options }) => ({ label, options: options.filter(matches) }))
    .filter(({ options }) => options.length > 0)
}
