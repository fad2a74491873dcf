/** The app's shortcuts as entries of a menu: those of the "+" beside the box, or those of a message. */
import { MenuItem, Text } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'
import { type Shortcut, useSlackApp } from './use-slack-app.ts'

/** `place`: what the shortcut is used on, as the API takes it. */
export function ShortcutItems({ type, place }: { readonly type: Shortcut['type']; readonly place: object }) {
  const { act } = useActing()
  return useSlackApp()
    .shortcuts.filter((one) => one.type === type)
    .map(({ callback, name, description }) => (
      <MenuItem
        key={callback}
        className="menu-item"
        textValue={name}
        onAction={() => act('slack/shortcut', { callback, ...place })}
      >
        <Icon name="bolt" />
        <Text slot="label">{name}</Text>
        <Text slot="description">{description}</Text>
      </MenuItem>
    ))
}
