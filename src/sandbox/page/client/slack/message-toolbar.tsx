/** What can be done with a message: shown beside it while the pointer or the focus is there. */
import { useState } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'
import { ConfirmDialog } from './blocks/confirm-dialog.tsx'
import { focusComposer } from './composer.tsx'
import { useDirectory } from './directory.tsx'
import type { Message } from './shapes.ts'
import { ShortcutItems } from './shortcut-items.tsx'

interface MessageToolbarProps {
  readonly channel: string
  readonly message: Message
  readonly canReply: boolean
}

const question = {
  title: { type: 'plain_text', text: 'Delete message' },
  text: { type: 'plain_text', text: 'It is taken away for everybody. The app is not told.' },
  confirm: { type: 'plain_text', text: 'Delete' },
  deny: { type: 'plain_text', text: 'Cancel' },
  style: 'danger',
} as const

export function MessageToolbar({ channel, message, canReply }: MessageToolbarProps) {
  const { act, find, person } = useActing()
  const { go } = useDirectory()
  const [isAsking, setAsking] = useState(false)
  const place = { channel, ts: message.ts }
  const canDelete = message.user === person.id || (person.isAdmin && find(message.user)?.isBot === true)
  const remove = async () => {
    setAsking(false)
    const { ok } = await act('slack/delete', { message: place })
    // What had the focus is gone.
    if (ok) focusComposer(canReply ? undefined : message.thread_ts)
  }
  return (
    <div className="message-tools">
      {canReply && (
        <Button className="icon-button" aria-label="Reply in thread" onPress={() => go(channel, message.ts)}>
          <Icon name="reply" />
        </Button>
      )}
      <MenuTrigger>
        <Button className="icon-button" aria-label="More actions">
          <Icon name="more" />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu">
            <ShortcutItems type="message" place={{ message: place }} />
            {canDelete && (
              <MenuItem className="menu-item is-bad" textValue="Delete message" onAction={() => setAsking(true)}>
                <Icon name="trash" />
                <Text slot="label">Delete message…</Text>
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      <ConfirmDialog confirm={question} isOpen={isAsking} onDeny={() => setAsking(false)} onConfirm={remove} />
    </div>
  )
}
