/** What an operator can do to a room at the PBX's own console, of which the bot is not told. */
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import { Action } from './action.tsx'
import type { Room } from './shapes.ts'

interface RoomMenuProps {
  readonly room: Room
  readonly act: (what: 'lock' | 'record', on: boolean) => void
}

export function RoomMenu({ room: { number, locked, recordingSince }, act }: RoomMenuProps) {
  const isRecording = recordingSince !== null
  return (
    <MenuTrigger>
      <Action icon="console" name="At the PBX’s console" of={`room ${number}`} />
      <Popover className="popover" placement="bottom end">
        <Menu className="menu">
          <MenuSection>
            <Header className="menu-head">At the PBX’s console</Header>
            <MenuItem className="menu-item" onAction={() => act('lock', !locked)}>
              <Icon name={locked ? 'unlock' : 'lock'} />
              {locked ? 'Unlock the room' : 'Lock the room'}
            </MenuItem>
            <MenuItem className="menu-item" onAction={() => act('record', !isRecording)}>
              <Icon name={isRecording ? 'stop' : 'record'} />
              {isRecording ? 'Stop recording' : 'Record'}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
