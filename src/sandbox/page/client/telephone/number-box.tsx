/** A box for a number, with suggestions for it. */
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import type { Suggested } from './phones.ts'

interface NumberBoxProps {
  readonly label: string
  readonly typed: string
  readonly onType: (typed: string) => void
  readonly suggested: readonly Suggested[]
  readonly shouldFocus?: boolean
}

export function NumberBox({ label, typed, onType, suggested, shouldFocus = false }: NumberBoxProps) {
  return (
    <ComboBox
      className="phone-field"
      allowsCustomValue
      menuTrigger="manual"
      inputValue={typed}
      onInputChange={onType}
      items={suggested}
      // All of them whatever stands in the box: it is rarely what one looks for.
      defaultFilter={() => true}
    >
      <Label>{label}</Label>
      <div className="phone-box">
        <Input autoFocus={shouldFocus} />
        <Button>
          <Icon name="chevron" />
        </Button>
      </div>
      <Popover className="popover" placement="bottom start" crossOffset={-11}>
        <ListBox<Suggested> className="menu">
          {({ id, name, note }) => (
            <ListBoxItem id={id} className="menu-item suggested" textValue={name}>
              <Text slot="label">{name}</Text>
              <Text slot="description">{note}</Text>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
