/** A thread beside its conversation: the first message, the replies, and a box to reply. */
import { Button } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'
import { Composer } from './composer.tsx'
import type { Conversation } from './conversations.ts'
import { MessageList } from './message-list.tsx'
import { MessageRow } from './message-row.tsx'
import { useMessages } from './use-messages.ts'

interface ThreadProps {
  readonly conversation: Conversation
  /** Of its first message. */
  readonly ts: string
  readonly onClose: () => void
}

export function Thread({ conversation, ts, onClose }: ThreadProps) {
  const { person } = useActing()
  const { key, name, kind, channel } = conversation
  const found = useMessages(key)
  const first = found?.messages.find((message) => message.ts === ts)
  const replies = first?.replies ?? []
  const canWrite = channel?.isMember !== false && channel?.isArchived !== true
  const close = () => {
    onClose()
    document.getElementById(`message-${ts}`)?.focus()
  }
  return (
    <aside className="talk thread" aria-label="Thread">
      <header className="talk-head">
        <h2>Thread</h2>
        <span className="talk-fact">{kind === 'public' ? `#${name}` : name}</span>
        <Button className="icon-button thread-close" aria-label="Close thread" onPress={close}>
          <Icon name="close" />
        </Button>
      </header>
      {found && first ? (
        <MessageList
          key={person.id}
          label="Messages of the thread"
          channel={found.channel}
          messages={replies}
          intro={
            <>
              <ol>
                <MessageRow channel={found.channel} message={first} hasHead isStop={replies.length === 0} isInThread />
              </ol>
              <div className="thread-line">
                {replies.length === 0
                  ? 'No replies yet'
                  : `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`}
              </div>
            </>
          }
          isThread
        />
      ) : (
        <p className="intro">{found ? 'This thread is not here any more.' : ''}</p>
      )}
      {first && canWrite && (
        <div className="talk-foot">
          <Composer key={person.id} channel={key} thread={ts} label="Reply" isFocusedFirst />
        </div>
      )}
    </aside>
  )
}
