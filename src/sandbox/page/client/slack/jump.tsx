/** Ctrl+K: opens a conversation by its name. */
import { useEffect, useRef } from 'react'
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components'
import { createHeld } from '../held.ts'
import { Icon } from '../icon.tsx'
import { focusComposer } from './composer.tsx'
import { ConversationIcon } from './conversation-icon.tsx'
import type { Conversation } from './conversations.ts'
import { useDirectory } from './directory.tsx'

/** Whether it is open. */
export const jump = createHeld(false)

export function Jump({ conversations }: { readonly conversations: readonly Conversation[] }) {
  const { go } = useDirectory()
  const { contains } = useFilter({ sensitivity: 'base' })
  const isOpen = jump.use()
  const hasGone = useRef(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      jump.set(!jump.get())
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <ModalOverlay className="veil jump-veil" isOpen={isOpen} onOpenChange={jump.set} isDismissable>
      <Modal className="jump">
        <Dialog aria-label="Jump to a conversation">
          <AtEnd
            run={() => {
              if (hasGone.current) focusComposer()
              hasGone.current = false
            }}
          />
          <Autocomplete filter={contains}>
            <SearchField className="jump-field" aria-label="Conversation" autoFocus>
              <Icon name="search" />
              <Input placeholder="Channel or person" />
            </SearchField>
            <Menu
              className="menu"
              items={conversations}
              onAction={(key) => {
                hasGone.current = true
                jump.set(false)
                go(String(key))
              }}
              renderEmptyState={() => <p className="jump-none">No conversation has such a name.</p>}
            >
              {(conversation) => (
                <MenuItem id={conversation.key} className="menu-item" textValue={conversation.name}>
                  <ConversationIcon conversation={conversation} />
                  {conversation.name}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Runs something when what it stands in is gone: only then the focus is free to go elsewhere. */
function AtEnd({ run }: { readonly run: () => void }) {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => () => latest.current(), [])
  return null
}
