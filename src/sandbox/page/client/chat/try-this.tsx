/** For who is here the first time: some things to do, each typed into the box or shown at its place. It can be put away for good. */
import { flushSync } from 'react-dom'
import { createRemembered } from '../held.ts'
import { Icon } from '../icon.tsx'
import { showPane } from '../shown-pane.ts'
import { usePbxs } from '../telephone/use-pbxs.ts'

export const tryThis = createRemembered('try-this', ['shown', 'hidden'])

interface TryThisProps {
  /** As each chat has it typed; `startAlone` rings nobody, since behind a real PBX the numbers are somebody's. */
  readonly lines: Readonly<Record<'start' | 'startAlone' | 'mute' | 'end', string>>
  /** Finds the menu or select of people among those of the newest card. */
  readonly menus: string
  /** Puts a line where it can be sent. */
  readonly onLine: (line: string) => void
}

export function TryThis({ lines, menus, onLine }: TryThisProps) {
  const { real } = usePbxs()
  if (tryThis.use() === 'hidden') return null
  const steps = [
    { name: 'Start a conference', take: () => onLine(real.length > 0 ? lines.startAlone : lines.start) },
    { name: 'Mute somebody', take: () => showMenuOfPerson(menus) || onLine(lines.mute) },
    // Real telephones are not on the page.
    ...(real.length === 0 ? [{ name: 'Ring in from a phone', take: showTelephone }] : []),
    { name: 'End it', take: () => onLine(lines.end) },
  ]
  return (
    <aside className="try" aria-label="Try this">
      <span className="try-name">Try this</span>
      <ol>
        {steps.map(({ name, take }) => (
          <li key={name}>
            <button type="button" className="chip" onClick={() => void take()}>
              {name}
            </button>
          </li>
        ))}
      </ol>
      <button type="button" className="icon-button" aria-label="Put away" onClick={() => tryThis.set('hidden')}>
        <Icon name="close" />
      </button>
    </aside>
  )
}

/** Moves the focus to the first such menu of the newest message that has one. */
function showMenuOfPerson(selector: string): boolean {
  const menus = [...document.querySelectorAll<HTMLElement>(selector)]
  const card = menus.at(-1)?.closest('.message')
  const menu = menus.find((one) => card?.contains(one))
  menu?.scrollIntoView({ block: 'center' })
  return moveFocus(menu)
}

function showTelephone(): boolean {
  flushSync(() => showPane('telephone'))
  return moveFocus(document.querySelector<HTMLElement>('.pane-telephone button'))
}

function moveFocus(to: HTMLElement | null | undefined): boolean {
  // Says where to go on, also to who has used a pointer until now.
  const shown: FocusOptions & { focusVisible: boolean } = { focusVisible: true }
  to?.focus(shown)
  return to != null
}
