/** The twelve keys of a telephone. Digits that are typed while it has the focus are pressed too. */
import type { KeyboardEvent } from 'react'
import { Button } from 'react-aria-components'

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const
const letters: Readonly<Record<string, string>> = {
  2: 'ABC',
  3: 'DEF',
  4: 'GHI',
  5: 'JKL',
  6: 'MNO',
  7: 'PQRS',
  8: 'TUV',
  9: 'WXYZ',
}
const names: Readonly<Record<string, string>> = { '*': 'star', '#': 'hash' }

interface KeypadProps {
  readonly label: string
  readonly onKey: (key: string) => void
  /** So that one can type at once. */
  readonly shouldFocus?: boolean
}

export function Keypad({ label, onKey, shouldFocus = false }: KeypadProps) {
  const type = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (keys.some((key) => key === event.key)) onKey(event.key)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form's
    <div className="keypad" role="group" aria-label={label} onKeyDown={type}>
      {keys.map((key) => (
        <Button
          key={key}
          autoFocus={shouldFocus && key === '1'}
          className="keypad-key"
          {...(names[key] && { 'aria-label': names[key] })}
          onPress={() => onKey(key)}
        >
          {key}
          <span aria-hidden="true">{letters[key] ?? ''}</span>
        </Button>
      ))}
    </div>
  )
}
