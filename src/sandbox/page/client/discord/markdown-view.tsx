/** A text with Discord's Markdown, drawn. */
import { type ReactNode, useMemo, useState } from 'react'
import { useActing } from '../acting.tsx'
import { linkTarget } from '../chat/link-target.ts'
import { useNow } from '../now.tsx'
import { useDirectory } from './directory.tsx'
import { type Block, type Inline, markdownToBlocks } from './markdown.ts'
import { formatTimestamp } from './timestamp.ts'

export function MarkdownView({ text }: { readonly text: string }) {
  const blocks = useMemo(() => markdownToBlocks(text), [text])
  return (
    <div className="dc-text">
      <Blocks blocks={blocks} />
    </div>
  )
}

function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has nothing but its order
    <BlockView key={index} block={block} />
  ))
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.type) {
    case 'heading':
      // All of them stand right below the channel's own.
      return (
        <h3 className="dc-heading" data-level={block.level}>
          {inlines(block.content)}
        </h3>
      )
    case 'subtext':
      return <small className="dc-subtext">{inlines(block.content)}</small>
    case 'codeBlock':
      return (
        // Wide code scrolls sideways, by keyboard too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus
        <pre tabIndex={0}>{block.content}</pre>
      )
    case 'list':
      return (
        <ul className="dc-list">
          {block.items.map(({ depth, number, content }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text has nothing but its order
            <li key={index} data-depth={depth}>
              <span className="dc-list-mark">{number === undefined ? '•' : `${number}.`}</span>
              <span>{inlines(content)}</span>
            </li>
          ))}
        </ul>
      )
    case 'blockQuote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      )
    case 'paragraph':
      return <p>{inlines(block.content)}</p>
  }
}

const inlines = (content: readonly Inline[]): ReactNode =>
  content.map((inline, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has nothing but its order
    <InlineView key={index} inline={inline} />
  ))

function InlineView({ inline }: { readonly inline: Inline }): ReactNode {
  switch (inline.type) {
    case 'text':
      return inline.content
    case 'br':
      return '\n'
    case 'inlineCode':
      return <code className="dc-code">{inline.content}</code>
    case 'strong':
      return <strong>{inlines(inline.content)}</strong>
    case 'em':
      return <em>{inlines(inline.content)}</em>
    case 'underline':
      return <u>{inlines(inline.content)}</u>
    case 'strikethrough':
      return <s>{inlines(inline.content)}</s>
    case 'spoiler':
      return <Spoiler>{inlines(inline.content)}</Spoiler>
    case 'link':
    case 'url':
    case 'autolink':
      return <Link url={inline.target}>{inlines(inline.content)}</Link>
    case 'user':
      return <UserMention id={inline.id} />
    case 'channel':
      return <ChannelMention id={inline.id} />
    case 'role':
      return <RoleMention id={inline.id} />
    case 'everyone':
    case 'here':
      return <span className="dc-mention">@{inline.type}</span>
    case 'slashCommand':
      return <span className="dc-mention">/{inline.fullName}</span>
    case 'timestamp':
      return <Timestamp seconds={Number(inline.timestamp)} style={inline.format ?? 'f'} />
    case 'twemoji':
      return inline.name
    case 'emoji':
      return `:${inline.name}:`
    default:
      return <Unknown of={inline} />
  }
}

export const Unknown = ({ of: { type } }: { readonly of: { readonly type: string | number } }) => (
  <span className="unsupported">unsupported: {type}</span>
)

function Link({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  const target = linkTarget(url)
  if (target?.kind !== 'web') return children
  return (
    <a className="dc-link" href={target.href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}

function Spoiler({ children }: { readonly children: ReactNode }) {
  const [isShown, setShown] = useState(false)
  if (isShown) return <span className="dc-spoiler">{children}</span>
  return (
    <button type="button" className="dc-spoiler" aria-label="Show spoiler" onClick={() => setShown(true)}>
      <span inert>{children}</span>
    </button>
  )
}

function UserMention({ id }: { readonly id: string }) {
  const { me, personName } = useDirectory()
  return (
    <span className="dc-mention" data-own={me?.id === id || undefined}>
      @{personName(id)}
    </span>
  )
}

function ChannelMention({ id }: { readonly id: string }) {
  const { channels, channelName, go } = useDirectory()
  if (!channels.some((one) => one.id === id)) return <span className="dc-mention">#No Access</span>
  return (
    <button type="button" className="dc-mention" onClick={() => go(id)}>
      #{channelName(id)}
    </button>
  )
}

function RoleMention({ id }: { readonly id: string }) {
  const { roleName } = useDirectory()
  return <span className="dc-mention">@{roleName(id)}</span>
}

const drawEveryMs = 1000

function Timestamp({ seconds, style }: { readonly seconds: number; readonly style: string }) {
  const { person } = useActing()
  const reader = { timeZone: person.timeZone, now: useNow(style === 'R' ? drawEveryMs : 60 * drawEveryMs) }
  const said = formatTimestamp(seconds, style, reader)
  if (said === undefined) return 'Invalid date'
  return (
    <time
      className="dc-time"
      dateTime={new Date(seconds * 1000).toISOString()}
      title={formatTimestamp(seconds, 'F', reader)}
    >
      {said}
    </time>
  )
}
