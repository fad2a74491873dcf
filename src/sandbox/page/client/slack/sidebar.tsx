/** The conversations of the workspace: beside the open one, or in a drawer where there is no room. */
import { Button, Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { flushSync } from 'react-dom'
import { useActing } from '../acting.tsx'
import { Icon, type IconName } from '../icon.tsx'
import { isOutsider, isTheApp } from '../person.ts'
import { focusComposer } from './composer.tsx'
import { ConversationIcon } from './conversation-icon.tsx'
import type { Conversation } from './conversations.ts'
import { useDirectory } from './directory.tsx'
import { jump } from './jump.tsx'
import { useUnreadOf } from './unread.ts'

interface SidebarProps {
  readonly conversations: readonly Conversation[]
  readonly openKey: string
  readonly onChosen?: () => void
}

export function Sidebar(props: SidebarProps) {
  return (
    <nav className="side" aria-label="Conversations">
      <SidebarContent {...props} />
    </nav>
  )
}

export function SidebarDrawer({
  isOpen,
  onOpenChange,
  ...props
}: SidebarProps & { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  return (
    <ModalOverlay className="veil drawer-veil" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="drawer">
        <Dialog className="side" aria-label="Conversations">
          <SidebarContent {...props} onChosen={() => onOpenChange(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function SidebarContent({ conversations, openKey, onChosen }: SidebarProps) {
  const { go } = useDirectory()
  const { person } = useActing()
  const unread = useUnreadOf(conversations)
  const entry = (conversation: Conversation) => (
    <Entry
      key={conversation.key}
      conversation={conversation}
      isOpen={conversation.key === openKey}
      unread={conversation.key === openKey ? 0 : unread(conversation)}
      onOpen={(isTouch) => {
        flushSync(() => go(conversation.person && isTheApp(conversation.person) ? 'home' : conversation.key))
        // A keyboard would come up on the screen, and the drawer is for small ones.
        if (!isTouch && !onChosen) focusComposer()
        onChosen?.()
      }}
    />
  )
  const direct = conversations.filter(({ kind }) => kind === 'im' || kind === 'mpim')
  return (
    <>
      <h2 className="side-head">{isOutsider(person) ? 'Partner' : 'Sandbox'}</h2>
      <Button
        className="side-jump"
        onPress={() => {
          onChosen?.()
          jump.set(true)
        }}
      >
        <Icon name="search" />
        Jump to <kbd>{navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl'} K</kbd>
      </Button>
      <Group name="Channels">
        {conversations.filter(({ kind }) => kind === 'public' || kind === 'private').map(entry)}
      </Group>
      <Group name="Direct messages">{direct.filter(({ person: other }) => !other?.isBot).map(entry)}</Group>
      <Group name="Apps">
        {direct.filter(({ person: other, channel }) => other?.isBot && (channel || isTheApp(other))).map(entry)}
      </Group>
    </>
  )
}

function Group({ name, children }: { readonly name: string; readonly children: React.ReactNode[] }) {
  if (children.length === 0) return null
  return (
    <section className="side-group">
      <h3>{name}</h3>
      <ul>{children}</ul>
    </section>
  )
}

interface EntryProps {
  readonly conversation: Conversation
  readonly isOpen: boolean
  readonly unread: number
  readonly onOpen: (isTouch: boolean) => void
}

function Entry({ conversation, isOpen, unread, onOpen }: EntryProps) {
  const { channel, name } = conversation
  return (
    <li>
      <Button
        className="side-entry"
        {...(isOpen && { 'aria-current': 'page' })}
        data-unread={unread > 0 || undefined}
        data-quiet={channel?.isArchived || channel?.isMember === false || undefined}
        onPress={({ pointerType }) => onOpen(pointerType === 'touch')}
      >
        <ConversationIcon conversation={conversation} />
        <span className="side-name">{name}</span>
        {channel?.isExtShared && <Mark icon="connect" says="shared with another organisation" />}
        {channel?.isArchived ? <Mark says="archived" /> : channel?.isMember === false && <Mark says="not joined" />}
        {unread > 0 && (
          <span className="side-count">
            {unread}
            <span className="unseen"> unread</span>
          </span>
        )}
      </Button>
    </li>
  )
}

function Mark({ icon, says }: { readonly icon?: IconName; readonly says: string }) {
  if (!icon) return <span className="side-mark">{says}</span>
  return (
    <span className="side-mark" title={says}>
      <Icon name={icon} />
      <span className="unseen">{says}</span>
    </span>
  )
}
