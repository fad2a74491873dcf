/** For who is here the first time: four things to do, each typed into the box or shown at its place. It can be put away for good. */
import { useActing } from '../acting.tsx'
import { createRemembered } from '../held.ts'
import { Icon } from '../icon.tsx'
import { composerId } from './composer.tsx'
import type { Conversation } from './conversations.ts'
import { draftKey, setDraft } from './drafts.ts'

export const tryThis = createRemembered('try-this', ['shown', 'hidden'])

/** Numbers of the telephone network that answer after two and after eight seconds. */
const steps = [
  { name: 'Start a conference', line: '/conf start "Sprint review" +4930901800 1001' },
  { name: 'Mute somebody', menu: true, line: '/conf mute 1001' },
  { name: 'Ring one more', line: '/conf invite +4930901890' },
  { name: 'End it', line: '/conf end' },
] as const

export function TryThis({ conversation: { key } }: { readonly conversation: Conversation }) {
  const { person } = useActing()
  if (tryThis.use() === 'hidden') return null
  const type = (line: string) => {
    setDraft(draftKey(person.id, key), line)
    document.getElementById(composerId())?.focus()
  }
  return (
    <aside className="try" aria-label="Try this">
      <span className="try-name">Try this</span>
      <ol>
        {steps.map((step) => (
          <li key={step.name}>
            <button
              type="button"
              className="chip"
              onClick={() => {
                if (!('menu' in step && showMenuOfPerson())) type(step.line)
              }}
            >
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

/** Moves the focus to the menu beside the first person of the newest card; false where there is none. */
function showMenuOfPerson(): boolean {
  const menus = [
    ...document.querySelectorAll<HTMLElement>(
      '.message-body [aria-haspopup="true"], .message-body [aria-haspopup="menu"]',
    ),
  ]
  const card = menus.at(-1)?.closest('.message')
  const menu = menus.find((one) => card?.contains(one))
  if (!menu) return false
  menu.scrollIntoView({ block: 'center' })
  menu.focus({ focusVisible: true } as FocusOptions)
  return true
}
