/** One channel, thread or direct message: its head, its messages, and the box to write into. */
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { TryThis } from '../chat/try-this.tsx'
import { useReading } from '../chat/unread.ts'
import { Icon } from '../icon.tsx'
import { useShownPanes } from '../shown-pane.ts'
import { ChannelIcon } from './channel-icon.tsx'
import { channelTitle, shownName } from './channels.ts'
import { Composer, useBegin } from './composer/composer.tsx'
import { focusComposer } from './composer/focus.ts'
import { useDirectory } from './directory.tsx'
import { MessageList } from './message-list.tsx'
import { NewThread } from './new-thread.tsx'
import type { Channel } from './shapes.ts'
import { useMessages } from './use-messages.ts'

/** What to try first; the numbers answer. */
const lines = {
  start: '/conf start subject:"Sprint review" who:"+4930901800 1001"',
  startAlone: '/conf start subject:"Sprint review"',
  mute: '/conf mute who:1001',
  end: '/conf end ',
}

interface ChannelViewProps {
  readonly channel: Channel
  readonly onMenu: () => void
}

export function ChannelView({ channel, onMenu }: ChannelViewProps) {
  const { person } = useActing()
  const { go, channelName } = useDirectory()
  const messages = useMessages(channel.id)
  const [sent, setSent] = useState(0)
  const title = channelTitle(channel)
  const name = shownName(channel)
  const { kind, parent } = channel
  const begin = useBegin(channel.id)
  // Once is enough.
  const isSlackShown = useShownPanes().isShown('slack')
  useReading(channel)
  return (
    <section className="dc-channel" aria-label={`Channel ${name}`}>
      <header className="dc-channel-head">
        <Button className="icon-button dc-menu" aria-label="Channels" onPress={onMenu}>
          <Icon name="menu" />
        </Button>
        <h2>
          {parent !== undefined && (
            <>
              <button type="button" className="dc-parent" onClick={() => go(parent)}>
                #{channelName(parent)}
              </button>
              <Icon name="forward" />
            </>
          )}
          <ChannelIcon channel={channel} />
          <span>{name}</span>
        </h2>
        {kind === 'text' && channel.canWrite && <NewThread channel={channel} />}
      </header>
      {messages ? (
        <MessageList
          key={person.id}
          label={`Discord messages in ${title}`}
          channel={channel.id}
          messages={messages}
          intro={<Intro channel={channel} />}
          sent={sent}
        />
      ) : (
        <div className="messages" />
      )}
      <div className="dc-foot">
        {channel.canWrite && kind !== 'dm' && !isSlackShown && (
          <TryThis
            lines={lines}
            menus=".pane-discord .dc-components .dc-select"
            onLine={(line) => {
              begin(line)
              focusComposer()
            }}
          />
        )}
        {channel.canWrite ? (
          <Composer
            key={person.id}
            channel={channel.id}
            label={`Message ${title}`}
            onSent={() => setSent((before) => before + 1)}
          />
        ) : (
          <p className="dc-closed">You do not have permission to send messages in this channel.</p>
        )}
      </div>
    </section>
  )
}

function Intro({ channel }: { readonly channel: Channel }) {
  const { kind } = channel
  const name = shownName(channel)
  return (
    <div className="dc-intro">
      <span className="dc-intro-sign">
        <ChannelIcon channel={channel} />
      </span>
      <p className="dc-intro-name">{kind === 'text' ? `Welcome to #${name}!` : name}</p>
      <p>
        {kind === 'dm'
          ? `This is the beginning of your direct message history with ${name}.`
          : `This is the start of ${kind === 'thread' ? 'this thread' : `the #${name} channel`}. Type a slash for what the app can do.`}
      </p>
    </div>
  )
}
