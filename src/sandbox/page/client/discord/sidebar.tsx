/** The server and its channels: beside the open one, or in a drawer where there is no room. */
import { Button, Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { flushSync } from 'react-dom'
import { useUnread } from '../chat/unread.ts'
import { ChannelIcon } from './channel-icon.tsx'
import { shownName, toSidebar } from './channels.ts'
import { focusComposer } from './composer/focus.ts'
import { useDirectory } from './directory.tsx'
import { Events } from './events.tsx'
import { Face } from './face.tsx'
import type { Channel } from './shapes.ts'

interface SidebarProps {
  /** Id of the open channel. */
  readonly open: string
  readonly onChosen?: () => void
}

export function Sidebar(props: SidebarProps) {
  return (
    <nav className="dc-sidebar" aria-label="Channels">
      <SidebarContent {...props} />
    </nav>
  )
}

export function SidebarDrawer({
  isOpen,
  onOpenChange,
  open,
}: SidebarProps & { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  return (
    <ModalOverlay className="veil drawer-veil dc-theme" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="dc-drawer">
        <Dialog className="dc-sidebar" aria-label="Channels">
          <SidebarContent open={open} onChosen={() => onOpenChange(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function SidebarContent({ open, onChosen }: SidebarProps) {
  const { channels, me } = useDirectory()
  const { text, direct } = toSidebar(channels)
  const unread = useUnread(channels)
  const entry = (channel: Channel) => (
    <Entry
      key={channel.id}
      channel={channel}
      isOpen={channel.id === open}
      unread={channel.id === open ? 0 : unread(channel)}
      onChosen={onChosen}
    />
  )
  return (
    <>
      <h2 className="dc-server">Sandbox</h2>
      <Events />
      <section className="dc-category">
        <h3>Text Channels</h3>
        <ul>
          {text.map(({ channel, threads }) => (
            <li key={channel.id}>
              {entry(channel)}
              {threads.length > 0 && (
                <ul className="dc-threads">
                  {threads.map((thread) => (
                    <li key={thread.id}>{entry(thread)}</li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      </section>
      {direct.length > 0 && (
        <section className="dc-category">
          <h3>Direct Messages</h3>
          <ul>
            {direct.map((channel) => (
              <li key={channel.id}>{entry(channel)}</li>
            ))}
          </ul>
        </section>
      )}
      {me && (
        <p className="dc-me">
          <Face name={me.name} />
          <span>
            <b>{me.displayName}</b>
            <span>{me.name}</span>
          </span>
        </p>
      )}
    </>
  )
}

interface EntryProps {
  readonly channel: Channel
  readonly isOpen: boolean
  readonly unread: number
  readonly onChosen: (() => void) | undefined
}

function Entry({ channel, isOpen, unread, onChosen }: EntryProps) {
  const { go } = useDirectory()
  return (
    <Button
      className="dc-entry"
      {...(isOpen && { 'aria-current': 'page' })}
      data-unread={unread > 0 || undefined}
      onPress={({ pointerType }) => {
        flushSync(() => go(channel.id))
        // A keyboard would come up on the screen, and the drawer is for small ones.
        if (pointerType !== 'touch' && !onChosen) focusComposer()
        onChosen?.()
      }}
    >
      <ChannelIcon channel={channel} />
      <span>{shownName(channel)}</span>
      {unread > 0 && <span className="unseen">, {unread} unread</span>}
    </Button>
  )
}
