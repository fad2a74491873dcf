/** What `default_to_current_conversation` chooses: the conversation that a form was opened from, where the menu offers it (docs.slack.dev, reference/block-kit/block-elements). */
import type { Directory } from './directory.ts'
import type { CurrentConversation } from './element-state.ts'

/** `channel`: the id of what the person was looking at, if anything. */
export function currentConversation(directory: Directory, channel: string | undefined): CurrentConversation {
  const found = channel === undefined ? undefined : directory.channel(channel)
  if (!found || found.isArchived) return () => undefined
  const { id, kind, isExtShared, members } = found
  const isWithBot = kind === 'im' && [...members].some((member) => directory.person(member)?.isBot)
  return ({ default_to_current_conversation: isWanted, filter = {} }) => {
    const isExcluded =
      filter.include?.includes(kind) === false ||
      (filter.exclude_external_shared_channels && isExtShared) ||
      (filter.exclude_bot_users && isWithBot)
    return isWanted && !isExcluded ? id : undefined
  }
}
