/** What can be done with a message: beside it while the pointer or the focus is there, and by a right click on it. */
import { Button, Menu, MenuItem, MenuTrigger, Popover, SubmenuTrigger } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'
import { focusComposer } from './composer/focus.ts'
import { useDirectory } from './directory.tsx'
import { addFailure } from './failures.ts'
import type { Message } from './shapes.ts'
import { useAct, useActAloud } from './use-act.ts'
import { useCommands } from './use-commands.ts'

interface MessageToolbarProps {
  readonly message: Message
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

/** `Command.type` of what stands in this menu. */
const ofMessages = 3

export function MessageToolbar({ message, isOpen, onOpenChange }: MessageToolbarProps) {
  const { me } = useDirectory()
  const commands = useCommands(message.channel_id)
  const act = useActAloud()
  const actQuietly = useAct()
  const { person, setNotice } = useActing()
  const place = { message: { channel: message.channel_id, id: message.id } }
  const apps = commands.filter(({ type }) => type === ofMessages)
  const canDelete = message.author.id === me?.id || me?.isAdmin === true
  const remove = async () => {
    // What had the focus is gone.
    if ((await act('delete', place)).ok) focusComposer()
  }
  const runOn = async (name: string) => {
    const { ok, error = '', delivery } = await actQuietly<{ delivery: string }>('context', { ...place, name })
    if (!ok && delivery === undefined) setNotice(error)
    else if (!ok) addFailure({ person: person.id, channel: message.channel_id, command: name, sentence: error })
  }
  if (apps.length === 0 && !canDelete) return null
  return (
    <div className="message-tools dc-tools">
      <MenuTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
        <Button className="icon-button" aria-label="More">
          <Icon name="more" />
        </Button>
        <Popover className="popover dc-theme" placement="bottom end">
          <Menu className="menu">
            {apps.length > 0 && (
              <SubmenuTrigger>
                <MenuItem className="menu-item" textValue="Apps">
                  <Icon name="bolt" />
                  <span>Apps</span>
                  <Icon name="forward" />
                </MenuItem>
                <Popover className="popover dc-theme" placement="start top">
                  <Menu className="menu">
                    {apps.map(({ id, name }) => (
                      <MenuItem key={id} className="menu-item" textValue={name} onAction={() => void runOn(name)}>
                        <Icon name="phone" />
                        <span>{name}</span>
                      </MenuItem>
                    ))}
                  </Menu>
                </Popover>
              </SubmenuTrigger>
            )}
            {canDelete && (
              <MenuItem className="menu-item is-bad" textValue="Delete Message" onAction={() => void remove()}>
                <Icon name="trash" />
                <span>Delete Message</span>
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  )
}
