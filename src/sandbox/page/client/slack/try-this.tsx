/** For who is here the first time: four things to do, each typed into the box or shown at its place. It can be put away for good. */
import { flushSync } from 'react-dom'
import { useActing } from '../acting.tsx'
import { createRemembered } from '../held.ts'
import { Icon } from '../icon.tsx'
import { showPane } from '../shown-pane.ts'
import { focusComposer } from './composer.tsx'
import type { Conversation } from './conversations.ts'
import { draftKey, setDraft } from './drafts.ts'

export const tryThis = createRemembered('try-this', ['shown', 'hidden'])

interface Step {
  readonly name: string
  /** True where it could show where to do it. */
  readonly show?: () => boolean
  /** What to type otherwise. */
  readonly line?: string
}

/** The numbers answer. */
const steps: readonly Step[] = [
  { name: 'Start a conference', line: '/conf start "Sprint review" +4930901800 1001' },
  { name: 'Mute somebody', show: showMenuOfPerson, line: '/conf mute 1001' },
  { name: 'Ring in from a phone', show: showTelephone },
  { name: 'End it', line: '/conf end' },
]

export function TryThis({ conversation: { key } }: { readonly conversation: Conversation }) {
  const { person } = useActing()
  if (tryThis.use() === 'hidden') return null
  const take = ({ show, line }: Step) => {
    if (show?.() || line === undefined) return
    setDraft(draftKey(person.id, key), line)
    focusComposer()
  }
  return (
    <aside className="try" aria-label="Try this">
      <span className="try-name">Try this</span>
      <ol>
        {steps.map((step) => (
          <li key={step.name}>
            <button type="button" className="chip" onClick={() => take(step)}>
              {step.name}
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

/** Moves the focus to the menu beside the first person of the newest card. */
function showMenuOfPerson(): boolean {
  const menus = [...document.querySelectorAll<HTMLElement>('.messages .message-body [aria-haspopup]')]
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
