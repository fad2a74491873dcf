/** Chooses whose eyes and hands the page is. */
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from 'react-aria-components'
import { useActing } from './acting.tsx'
import { Avatar } from './avatar.tsx'
import { Icon } from './icon.tsx'
import { useNow } from './now.tsx'
import { roleOf, shownName, whereAndWhen } from './person.ts'

export function PersonPicker() {
  const { people, person, become } = useActing()
  const now = useNow(60_000)
  return (
    <Select className="picker" value={person.id} onChange={(id) => become(String(id))}>
      <Label className="picker-label">You are</Label>
      <Button className="picker-button">
        <Avatar person={person} size="small" />
        <SelectValue className="picker-value">
          <span className="picker-name">{shownName(person)}</span> <span className="picker-role">{roleOf(person)}</span>
        </SelectValue>
        <Icon name="chevron" />
      </Button>
      <Popover className="popover picker-popover" placement="bottom end">
        <ListBox className="menu" items={people.filter(({ isBot }) => !isBot)}>
          {(one) => (
            <ListBoxItem className="menu-item picker-item" textValue={`${shownName(one)}, ${roleOf(one)}`}>
              <Avatar person={one} />
              <Text slot="label">{shownName(one)}</Text>
              <Text slot="description">
                {roleOf(one)} · {whereAndWhen(one, now)}
              </Text>
              {one.id === person.id && <Icon name="check" />}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}
