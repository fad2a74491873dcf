/** A person's picture: initials on a colour of their own; an app has its sign. */
import { Icon } from './icon.tsx'
import { isTheApp, type Person, shownName } from './person.ts'

const colours = 6

export function Avatar({
  person,
  size = 'medium',
}: {
  readonly person: Person | undefined
  readonly size?: 'small' | 'medium' | 'large'
}) {
  const isApp = person !== undefined && isTheApp(person)
  const name = person ? shownName(person) : '?'
  return (
    // The initial is no text of the button or row that it decorates, so style draws it.
    <span
      className={`avatar avatar-${size}`}
      data-colour={isApp ? 'app' : colourOf(person?.realName ?? name)}
      data-initial={name.charAt(0).toUpperCase()}
      aria-hidden="true"
    >
      {isApp && <Icon name="phone" />}
    </span>
  )
}

/** Spread so that the people of the workspace differ. */
const colourOf = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 3 + letter.charCodeAt(0)) % 9973, 0) % colours
