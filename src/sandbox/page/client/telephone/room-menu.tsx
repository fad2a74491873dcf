/** What an operator can do to a room at the PBX's own console, of which the bot is not told: nothing at those of some vendors. */
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import { Action } from './action.tsx'
import type { Pbx, Room } from './shapes.ts'

interface RoomMenuProps {
  readonly pbx: Pbx
  readonly room: Room
  readonly act: (what: 'lock' | 'record', on: boolean) => void
}

export function RoomMenu({ pbx, room: { number, locked, recordingSince }, act }: RoomMenuProps) {
  const has = (one: 'lock' | 'record') => pbx.console.includes(one)
  if (!has('lock') && !has('record')) return null
  const isRecording = recordingSince !== null
  return (
    <MenuTrigger>
      <Action icon="console" name="At the PBX’s console" of={`room ${number}`} />
      <Popover className="popover" placement="bottom end">
        <Menu className="menu">
          <MenuSection>
            <Header className="menu-head">At the PBX’s console</Header>
            {has('lock') && (
              <MenuItem className="menu-item" onAction={() => act('lock', !locked)}>
                <Icon name={locked ? 'unlock' : 'lock'} />
                {locked ? 'Unlock the room' : 'Lock the room'}
              </MenuItem>
            )}
            {has('record') && (
              <MenuItem className="menu-item" onAction={() => act('record', !isRecording)}>
                <Icon name={isRecording ? 'stop' : 'record'} />
                {isRecording ? 'Stop recording' : 'Record'}
              </MenuItem>
            )}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
