/** What stands before a conversation's name: a channel's sign, or the face of the one at the other end. */
import { Avatar } from '../avatar.tsx'
import { Icon } from '../icon.tsx'
import type { Conversation } from './conversations.ts'

export function ConversationIcon({ conversation: { person, channel, kind } }: { readonly conversation: Conversation }) {
  if (person) return <Avatar person={person} size="small" />
  if (channel?.isArchived) return <Icon name="archive" />
  if (kind === 'private') return <Icon name="lock" />
  return <Icon name={kind === 'mpim' ? 'people' : 'hash'} />
}
