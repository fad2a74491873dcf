/** Below the text box: the app's global shortcuts, marks to begin a command or a mention with, and the button to send. */
import { Button, Header, Menu, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import { ShortcutItems } from './shortcut-items.tsx'

interface ComposerToolsProps {
  /** Id or `@name`. */
  readonly channel: string
  /** Slash commands and shortcuts exist here. */
  readonly canCommand: boolean
  readonly canSend: boolean
  readonly onInsert: (mark: '/' | '@') => void
  readonly onSend: () => void
}

export function ComposerTools({ channel, canCommand, canSend, onInsert, onSend }: ComposerToolsProps) {
  return (
    <div className="composer-tools">
      {canCommand && (
        <>
          <MenuTrigger>
            <Button className="icon-button composer-add" aria-label="Shortcuts">
              <Icon name="add" />
            </Button>
            <Popover className="popover" placement="top start">
              <Menu className="menu">
                <MenuSection>
                  <Header className="menu-head">Shortcuts</Header>
                  <ShortcutItems type="global" place={{ channel }} />
                </MenuSection>
              </Menu>
            </Popover>
          </MenuTrigger>
          <Button className="icon-button" aria-label="Type a command" onPress={() => onInsert('/')}>
            <Icon name="slash" />
          </Button>
        </>
      )}
      <Button className="icon-button" aria-label="Mention somebody" onPress={() => onInsert('@')}>
        <Icon name="at" />
      </Button>
      {canSend && <span className="composer-keys">Enter sends, Shift+Enter begins a line</span>}
      <Button className="composer-send" aria-label="Send" isDisabled={!canSend} onPress={onSend}>
        <Icon name="send" />
      </Button>
    </div>
  )
}
