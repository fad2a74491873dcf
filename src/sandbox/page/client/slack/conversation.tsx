/** One conversation: its head, its messages, and the box to write into. */
import { useState } from 'react'
import { useActing } from '../acting.tsx'
import { TryThis } from '../chat/try-this.tsx'
import { useReading } from '../chat/unread.ts'
import { isTheApp } from '../person.ts'
import { Composer, focusComposer } from './composer.tsx'
import { ConversationHead } from './conversation-head.tsx'
import { ConversationIcon } from './conversation-icon.tsx'
import type { Conversation as ConversationShape } from './conversations.ts'
import { draftKey, setDraft } from './drafts.ts'
import { MessageList } from './message-list.tsx'
import { useMessages } from './use-messages.ts'

/** What to try first; the numbers answer. */
const lines = {
  start: '/conf start "Sprint review" +4930901800 1001',
  startAlone: '/conf start "Sprint review" ',
  mute: '/conf mute 1001',
  end: '/conf end',
}

interface ConversationProps {
  readonly conversation: ConversationShape
  readonly onMenu: () => void
}

export function Conversation({ conversation, onMenu }: ConversationProps) {
  return (
    <section className="talk" aria-label={`Conversation ${conversation.name}`}>
      <ConversationHead conversation={conversation} onMenu={onMenu} />
      <ConversationBody conversation={conversation} />
    </section>
  )
}

export function ConversationBody({ conversation }: { readonly conversation: ConversationShape }) {
  const { person } = useActing()
  const { key, channel, name, kind } = conversation
  const found = useMessages(key)
  useReading(channel)
  const [sent, setSent] = useState(0)
  const title = kind === 'public' ? `#${name}` : name
  return (
    <>
      {found ? (
        <MessageList
          key={person.id}
          label={`Messages in ${title}`}
          channel={found.channel}
          messages={found.messages}
          intro={<Intro conversation={conversation} />}
          sent={sent}
        />
      ) : (
        <div className="messages" />
      )}
      <div className="talk-foot">
        {channel?.isArchived || channel?.isMember === false ? (
          <p className="talk-closed">
            {channel.isArchived ? `${title} is archived: nobody can write here.` : `You are not in ${title}.`}
          </p>
        ) : (
          <>
            <TryThis
              lines={lines}
              menus=".pane-slack .messages .message-body [aria-haspopup]"
              onLine={(line) => {
                setDraft(draftKey(person.id, key), line)
                focusComposer()
              }}
            />
            <Composer
              key={person.id}
              channel={key}
              label={`Message ${title}`}
              onSent={() => setSent((before) => before + 1)}
            />
          </>
        )}
      </div>
    </>
  )
}

function Intro({ conversation }: { readonly conversation: ConversationShape }) {
  const { kind, name, person } = conversation
  return (
    <div className="intro">
      <ConversationIcon conversation={conversation} />
      <p className="intro-name">{name}</p>
      <p>
        {person && isTheApp(person) ? (
          <>
            Write to the app as you would type a command, without the slash: <code>help</code>, for example.
          </>
        ) : kind === 'im' || kind === 'mpim' ? (
          <>Nobody but you and {name} reads what is written here.</>
        ) : (
          <>
            Here begins the channel. Type <code>/</code> below for what the app can do, or write to those who are here.
          </>
        )}
      </p>
    </div>
  )
}
