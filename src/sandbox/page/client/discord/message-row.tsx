/** One message: who wrote it and when, what it says and offers, the thread below it, and who alone sees it. */
import { useState } from 'react'
import { useActing } from '../acting.tsx'
import { Boundary } from '../boundary.tsx'
import { FocusKeeper } from '../chat/focus-keeper.tsx'
import { Icon } from '../icon.tsx'
import { useNow } from '../now.tsx'
import { ActingOnProvider } from './components/acting-on.tsx'
import { Components } from './components/component-view.tsx'
import { focusComposer } from './composer/focus.ts'
import { useDirectory } from './directory.tsx'
import { Face } from './face.tsx'
import { FileView } from './file-view.tsx'
import { MarkdownView } from './markdown-view.tsx'
import { MessageToolbar } from './message-toolbar.tsx'
import { hasComponentsOnly, isPrivateTo, isThinking, type Message } from './shapes.ts'
import { messageToSpeech } from './speech.ts'
import { ThreadCard } from './thread-card.tsx'
import { formatTimestamp, messageMoment } from './timestamp.ts'
import { useActAloud } from './use-act.ts'

interface MessageRowProps {
  readonly message: Message
  /** False: it goes on below the same author's last one. */
  readonly hasHead: boolean
  /** Where the Tab key stops. */
  readonly isStop: boolean
}

export function MessageRow({ message, hasHead, isStop }: MessageRowProps) {
  const { person } = useActing()
  const { me, personName, channelName, roleName } = useDirectory()
  const now = useNow(60_000)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const reader = { timeZone: person.timeZone, now }
  const at = Date.parse(message.timestamp)
  const { author, interaction_metadata: asked } = message
  // Within its minute `now` lags behind what was just written: nothing in it is ahead.
  const readAt = Math.max(now, Date.parse(message.edited_timestamp ?? message.timestamp))
  const listener = { timeZone: person.timeZone, now: readAt, personName, channelName, roleName }
  const isPrivate = isPrivateTo(message)
  const time = messageMoment(at, reader)
  const authorName = personName(author.id)
  const act = useActAloud()
  const dismiss = async () => {
    focusComposer()
    await act('delete', { message: { channel: message.channel_id, id: message.id } })
  }
  return (
    <li
      id={`discord-message-${message.id}`}
      className="message dc-message"
      data-head={hasHead || undefined}
      data-private={isPrivate || undefined}
      data-mentions={mentions(message, me?.id) || undefined}
      tabIndex={isStop ? 0 : -1}
      aria-label={`${authorName}, ${time}: ${messageToSpeech(message, listener)}`}
      onContextMenu={(event) => {
        if (isPrivate || (event.target instanceof Element && event.target.closest('a, input, textarea'))) return
        event.preventDefault()
        setMenuOpen(true)
      }}
    >
      {hasHead && asked?.name !== undefined && (
        <p className="dc-asked">
          <Face name={asked.user.username} size="small" />
          <b>{personName(asked.user.id)}</b> used <span className="dc-mention">{commandTitle(asked.name)}</span>
        </p>
      )}
      <div className="dc-side">
        {hasHead ? (
          <Face name={author.username} size="large" />
        ) : (
          <Moment at={at} says={formatTimestamp(at / 1000, 't', reader) ?? ''} />
        )}
      </div>
      <div className="dc-body">
        {hasHead && (
          <p className="dc-head">
            <b className="dc-author" data-bot={author.bot || undefined}>
              {authorName}
            </b>
            {author.bot && <span className="dc-badge">APP</span>}
            <Moment at={at} says={time} />
          </p>
        )}
        <Boundary what="message">
          <MessageContent message={message} />
        </Boundary>
        {message.thread && <ThreadCard thread={message.thread} />}
        {isPrivate && (
          <p className="dc-only-you">
            <Icon name="eye" /> Only you can see this •{' '}
            <button type="button" className="dc-link" onClick={() => void dismiss()}>
              Dismiss message
            </button>
          </p>
        )}
      </div>
      {!isPrivate && <MessageToolbar message={message} isOpen={isMenuOpen} onOpenChange={setMenuOpen} />}
    </li>
  )
}

function MessageContent({ message }: { readonly message: Message }) {
  const { content, components = [], attachments = [], edited_timestamp: edited } = message
  if (isThinking(message)) {
    return (
      <p className="dc-thinking">
        <span aria-hidden="true">
          <i />
          <i />
          <i />
        </span>{' '}
        {message.author.username} is thinking…
      </p>
    )
  }
  const hasContent = content !== ''
  return (
    <ActingOnProvider message={message}>
      {hasContent && <MarkdownView text={content} />}
      {components.length > 0 && (
        <FocusKeeper className="dc-components">
          <Components components={components} />
        </FocusKeeper>
      )}
      {!hasComponentsOnly(message) &&
        attachments.map(({ id, filename, size, url, content_type: type }) => (
          <FileView key={id} name={filename} bytes={size} url={url} type={type} />
        ))}
      {edited !== null && <span className="dc-edited">(edited)</span>}
    </ActingOnProvider>
  )
}

function Moment({ at, says }: { readonly at: number; readonly says: string }) {
  return <time dateTime={new Date(at).toISOString()}>{says}</time>
}

/** Commands that are typed have small letters alone; those of menus are called as their app likes. */
const commandTitle = (name: string) => (name === name.toLowerCase() ? `/${name}` : name)

const mentions = (message: Message, id: string | undefined) =>
  id !== undefined && (message.content.includes(`<@${id}>`) || message.mentions?.some((one) => one.id === id) === true)
