/** What stands in the sidebar: channels with their threads below them, and the direct message with the app. */
import type { Channel } from './shapes.ts'

export interface SidebarChannels {
  readonly text: readonly { readonly channel: Channel; readonly threads: readonly Channel[] }[]
  readonly direct: readonly Channel[]
}

/** In the order in which the server has them. Voice channels have no place on the page; archived threads are gone from the sidebar. */
export function toSidebar(channels: readonly Channel[]): SidebarChannels {
  return {
    text: channels
      .filter(({ kind }) => kind === 'text')
      .map((channel) => ({
        channel,
        threads: channels.filter(
          ({ kind, parent, isArchived }) => kind === 'thread' && parent === channel.id && !isArchived,
        ),
      })),
    direct: channels.filter(({ kind }) => kind === 'dm'),
  }
}

/** A direct message is called by the one at its other end, which can only be the app. */
export const shownName = ({ kind, name }: Channel): string => (kind === 'dm' ? 'confbot' : name)

/** As it is written in sentences: `#general`, `@confbot`, a thread by its name alone. */
export const channelTitle = (channel: Channel): string => `${signs[channel.kind]}${shownName(channel)}`

const signs: Readonly<Record<Channel['kind'], string>> = { text: '#', voice: '#', dm: '@', thread: '' }
