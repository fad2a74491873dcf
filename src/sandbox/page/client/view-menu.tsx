/** How the page looks: light, dark or as the system says; which chats it shows, and whether it shows what to try first. */
import { useEffect } from 'react'
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { tryThis } from './chat/try-this.tsx'
import { createRemembered } from './held.ts'
import { Icon, type IconName } from './icon.tsx'
import { wantedChats } from './shown-pane.ts'

const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]
const theme = createRemembered<Theme>('theme', themes)

const shown: Readonly<Record<Theme, { readonly name: string; readonly icon: IconName }>> = {
  system: { name: 'As the system', icon: 'screen' },
  light: { name: 'Light', icon: 'sun' },
  dark: { name: 'Dark', icon: 'moon' },
}

const chatChoices = [
  { id: 'both', name: 'Slack and Discord', icon: 'people' },
  { id: 'slack', name: 'Slack alone', icon: 'message' },
  { id: 'discord', name: 'Discord alone', icon: 'game' },
] as const

export function ViewMenu() {
  const chosen = theme.use()
  const trying = tryThis.use()
  const chats = wantedChats.use()
  useEffect(() => {
    document.documentElement.dataset.theme = chosen
  }, [chosen])
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label="View">
        <Icon name="sliders" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu">
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[chosen]}
            onSelectionChange={(keys) => {
              const next = themes.find((one) => keys !== 'all' && keys.has(one))
              if (next) theme.set(next)
            }}
          >
            <Header className="menu-head">Appearance</Header>
            {themes.map((one) => (
              <MenuItem key={one} id={one} className="menu-item">
                <Icon name={shown[one].icon} />
                {shown[one].name}
                {one === chosen && <Icon name="check" />}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="menu-line" />
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[chats]}
            onSelectionChange={(keys) => {
              const next = chatChoices.find(({ id }) => keys !== 'all' && keys.has(id))
              if (next) wantedChats.set(next.id)
            }}
          >
            <Header className="menu-head">Chats</Header>
            {chatChoices.map(({ id, name, icon }) => (
              <MenuItem key={id} id={id} className="menu-item">
                <Icon name={icon} />
                {name}
                {id === chats && <Icon name="check" />}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="menu-line" />
          <MenuItem className="menu-item" onAction={() => tryThis.set(trying === 'shown' ? 'hidden' : 'shown')}>
            <Icon name="bolt" />
            {trying === 'shown' ? 'Hide what to try first' : 'Show what to try first'}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
