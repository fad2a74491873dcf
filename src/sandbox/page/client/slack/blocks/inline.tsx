/** What stands in a line of text: words in their styles, mentions, links, moments, emoji. */
import type { ReactNode } from 'react'
import { useActing } from '../../acting.tsx'
import { linkTarget } from '../../chat/link-target.ts'
import { useNow } from '../../now.tsx'
import { useDirectory } from '../directory.tsx'
import { formatDate } from './date-format.ts'
import { useDial } from './dial.ts'
import { emojiToString } from './emoji.ts'
import type { Inline, InlineStyle } from './rich-text-shapes.ts'

export function Inlines({ elements }: { readonly elements: readonly Inline[] }) {
  return elements.map((element, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has nothing but its order
    <Styled key={index} style={element.style}>
      <InlineView element={element} />
    </Styled>
  ))
}

function InlineView({ element }: { readonly element: Inline }): ReactNode {
  switch (element.type) {
    case 'text':
      return element.text
    case 'link':
      return <LinkView url={element.url}>{element.text || element.url}</LinkView>
    case 'user':
      return <UserMention id={element.user_id} />
    case 'channel':
      return <ChannelMention id={element.channel_id} />
    case 'usergroup':
      return <GroupMention id={element.usergroup_id} />
    case 'team':
      return <span className="mention">{element.team_id}</span>
    case 'broadcast':
      return <span className="mention is-own">@{element.range}</span>
    case 'emoji':
      return <EmojiView name={element.name} unicode={element.unicode} />
    case 'date':
      return <DateView {...element} />
    case 'color':
      return <code className="inline-code">{element.value}</code>
    default:
      return <Unsupported kind={element} />
  }
}

export function Unsupported({ kind: { type } }: { readonly kind: { readonly type: string } }) {
  return <span className="unsupported">unsupported: {type}</span>
}

function Styled({ style = {}, children }: { readonly style: InlineStyle | undefined; readonly children: ReactNode }) {
  let drawn = children
  if (style.code) drawn = <code className="inline-code">{drawn}</code>
  if (style.underline) drawn = <u>{drawn}</u>
  if (style.highlight || style.client_highlight) drawn = <mark>{drawn}</mark>
  if (style.strike) drawn = <s>{drawn}</s>
  if (style.italic) drawn = <em>{drawn}</em>
  if (style.bold) drawn = <strong>{drawn}</strong>
  return drawn
}

export function LinkView({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  const dial = useDial()
  const target = linkTarget(url)
  if (!target) return children
  if (target.kind === 'web') {
    return (
      <a className="text-link" href={target.href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    )
  }
  return (
    <button type="button" className="text-link" title={`Dial ${target.number}`} onClick={() => dial(target.number)}>
      {children}
    </button>
  )
}

function UserMention({ id }: { readonly id: string }) {
  const { person, find } = useActing()
  const { personName, go } = useDirectory()
  const found = find(id)
  const className = id === person.id ? 'mention is-own' : 'mention'
  if (!found || id === person.id) return <span className={className}>@{personName(id)}</span>
  return (
    <button type="button" className={className} onClick={() => go(`@${found.name}`)}>
      @{personName(id)}
    </button>
  )
}

function GroupMention({ id }: { readonly id: string }) {
  const { groups } = useDirectory()
  return <span className="mention">@{groups.find((one) => one.id === id)?.handle ?? id}</span>
}

function ChannelMention({ id }: { readonly id: string }) {
  const { channels, channelName, go } = useDirectory()
  // Slack does not tell the name of a private channel to who is not in it.
  if (!channels.some((one) => one.id === id)) return <span className="mention">#private-channel</span>
  return (
    <button type="button" className="mention" onClick={() => go(id)}>
      #{channelName(id)}
    </button>
  )
}

function EmojiView({ name, unicode }: { readonly name: string; readonly unicode: string | undefined }) {
  const drawn = emojiToString(name, unicode)
  if (drawn === `:${name}:`) return drawn
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
      {drawn}
    </span>
  )
}

const drawDatesEveryMs = 10_000

function DateView({ timestamp, format, url, fallback }: Extract<Inline, { type: 'date' }>) {
  const { person } = useActing()
  const reader = { timeZone: person.timeZone, now: useNow(drawDatesEveryMs) }
  const said = formatDate(timestamp, format, reader)
  if (said === undefined) return fallback ?? format
  const drawn = (
    <time
      dateTime={new Date(timestamp * 1000).toISOString()}
      title={formatDate(timestamp, '{date_long} at {time}', reader)}
    >
      {said}
    </time>
  )
  return url ? <LinkView url={url}>{drawn}</LinkView> : drawn
}
