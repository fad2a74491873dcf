/** The keypad of a telephone in a call: keys go into the call, and what was pressed stays to be seen. */
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { Action } from './action.tsx'
import { Keypad } from './keypad.tsx'

interface LineKeypadProps {
  readonly name: string
  /** All keys pressed so far. */
  readonly keys: string
  readonly onKey: (key: string) => void
}

export function LineKeypad({ name, keys, onKey }: LineKeypadProps) {
  return (
    <DialogTrigger>
      <Action icon="keypad" name="Keypad" of={name} />
      <Popover className="popover" placement="bottom end">
        <Dialog className="line-keypad" aria-label={`Keypad of ${name}`}>
          <output className="line-keys" aria-label="Keys pressed">
            {keys === '' ? 'No key pressed yet' : keys.slice(-16)}
          </output>
          <Keypad label={`Keys of ${name}`} onKey={onKey} shouldFocus />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
