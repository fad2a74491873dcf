/** What each person has not read yet of the conversations that this one is in. */
import { useMemo } from 'react'
import { useUnread } from '../chat/unread.ts'
import type { Conversation } from './conversations.ts'

export function useUnreadOf(conversations: readonly Conversation[]): (conversation: Conversation) => number {
  const channels = useMemo(() => conversations.flatMap(({ channel }) => channel ?? []), [conversations])
  const unread = useUnread(channels)
  return ({ channel }) => (!channel?.isMember || channel.isArchived ? 0 : unread(channel))
}
