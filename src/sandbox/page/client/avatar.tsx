/** A person's picture: initials on a colour of their own; an app has its sign. */
import { Icon } from './icon.tsx'
import { type Person, shownName } from './person.ts'

const colours = 6

export function Avatar({
  person,
  size = 'medium',
}: {
  readonly person: Person | undefined
  readonly size?: 'small' | 'medium' | 'large'
}) {
  const name = person ? shownName(person) : '?'
  return (
    <span className={`avatar avatar-${size}`} data-colour={person?.isBot ? 'app' : colourOf(name)} aria-hidden="true">
      {person?.isBot ? <Icon name="phone" /> : name.charAt(0).toUpperCase()}
    </span>
  )
}

const colourOf = (name: string): number => [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % colours
