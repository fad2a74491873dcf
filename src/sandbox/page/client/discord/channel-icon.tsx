/** The sign in front of a channel's name. */
import { Icon } from '../icon.tsx'
import type { Channel } from './shapes.ts'

export function ChannelIcon({ channel: { kind, isPublic } }: { readonly channel: Channel }) {
  if (kind === 'thread') return <Icon name="thread" />
  if (kind === 'dm') return <Icon name="message" />
  return <Icon name={isPublic ? 'hash' : 'lock'} />
}
