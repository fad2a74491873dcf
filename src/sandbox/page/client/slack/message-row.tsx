/** One message: who wrote it and when, what it says, and the thread below it. */
import { useActing } from '../acting.tsx'
import { Avatar } from '../avatar.tsx'
import { Boundary } from '../boundary.tsx'
import { Icon } from '../icon.tsx'
import { Attachments } from './blocks/attachments.tsx'
import { Blocks } from './blocks/blocks.tsx'
import { formatDate } from './blocks/date-format.ts'
import { SlackText } from './blocks/slack-text.tsx'
import { focusComposer } from './composer.tsx'
import { useDirectory } from './directory.tsx'
import { Files } from './files.tsx'
import { MessageToolbar } from './message-toolbar.tsx'
import type { Message } from './shapes.ts'
import { textToSpeech } from './speech.ts'
import { ThreadSummary } from './thread-summary.tsx'
import { putMessageAway } from './use-messages.ts'

interface MessageRowProps {
  /** The channel's id. */
  readonly channel: string
  readonly message: Message
  /** False: it goes on below the same author's last one. */
  readonly hasHead: boolean
  /** Where the Tab key stops. */
  readonly isStop: boolean
  /** It stands in its thread, not in the channel. */
  readonly isInThread?: boolean
}

export function MessageRow({ channel, message, hasHead, isStop, isInThread = false }: MessageRowProps) {
  const { find, person } = useActing()
  const directory = useDirectory()
  // Nothing here is said relative to the present.
  const reader = { timeZone: person.timeZone, now: 0 }
  const author = find(message.user)
  const isDeleted = message.subtype === 'tombstone'
  const authorName = isDeleted ? '' : directory.personName(message.user)
  const time = formatDate(Number(message.ts), '{time}', reader)
  const dismiss = () => {
    putMessageAway(message.ts)
    focusComposer(isInThread ? message.thread_ts : undefined)
  }
  const moment = (
    <time
      dateTime={new Date(Number(message.ts) * 1000).toISOString()}
      title={formatDate(Number(message.ts), '{date_long_full} at {time_secs}', reader)}
    >
      {hasHead ? time : time?.replace(/ [AP]M$/, '')}
    </time>
  )
  return (
    <li
      id={isInThread ? undefined : `message-${message.ts}`}
      className="message"
      data-private={message.is_ephemeral}
      tabIndex={isStop ? 0 : -1}
      aria-label={`${authorName} ${time}: ${textToSpeech(message.text, directory)}`}
    >
      <div className="message-side">
        {isDeleted ? <Icon name="trash" /> : hasHead ? <Avatar person={author} size="large" /> : moment}
      </div>
      <div className="message-body">
        {message.is_ephemeral && (
          <p className="message-note">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        {hasHead && !isDeleted && (
          <p className="message-head">
            <b className="message-author">{authorName}</b>
            {author?.isBot && <span className="badge">APP</span>}
            {moment}
            {message.edited && <span className="message-edited">(edited)</span>}
          </p>
        )}
        <Boundary what="message">
          <MessageContent channel={channel} message={message} />
        </Boundary>
        {!hasHead && message.edited && <span className="message-edited">(edited)</span>}
        {message.is_ephemeral && (
          <button type="button" className="text-link message-dismiss" onClick={dismiss}>
            Dismiss message
          </button>
        )}
        {!isInThread && <ThreadSummary channel={channel} message={message} />}
      </div>
      {!message.is_ephemeral && !isDeleted && (
        <MessageToolbar channel={channel} message={message} canReply={!isInThread} />
      )}
    </li>
  )
}

function MessageContent({ channel, message }: { readonly channel: string; readonly message: Message }) {
  const { ts, text, blocks, attachments = [], files = [] } = message
  const place = { message: { channel, ts } }
  return (
    <>
      {blocks && <Blocks blocks={blocks} place={place} />}
      {!blocks && text !== '' && (
        <div className="message-text">
          <SlackText text={text} kind="mrkdwn" />
        </div>
      )}
      <Attachments attachments={attachments} place={place} />
      <Files files={files} />
    </>
  )
}
