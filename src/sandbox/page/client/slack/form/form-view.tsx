/** One form of an app: its title, its blocks, and the buttons that send or close it. */
import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { Button, Dialog, Heading } from 'react-aria-components'
import { useActing } from '../../acting.tsx'
import { Icon } from '../../icon.tsx'
import { BlockList } from '../blocks/blocks.tsx'
import { EditedHoldingProvider, type Edits, editedValues } from '../blocks/holding.tsx'
import type { View } from '../shapes.ts'

interface FormViewProps {
  readonly view: View
  /** The form that this one was pushed upon. */
  readonly below: View | undefined
  readonly edits: Edits
  readonly setEdits: (change: (before: Edits) => Edits) => void
}

type Errors = Readonly<Record<string, string>>
const none: Errors = {}

export function FormView({ view, below, edits, setEdits }: FormViewProps) {
  const { act, notice } = useActing()
  const [isBusy, setBusy] = useState(false)
  /** What Slack's own client found; what the app found stands in the view. */
  const [found, setFound] = useState<{ hash: string; errors: Errors }>({ hash: '', errors: none })
  const [attempt, setAttempt] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const errors = { ...view.errors, ...(found.hash === view.hash ? found.errors : none) }
  const wrong = Object.keys(errors).join('\n')

  useEffect(() => {
    if (!focusIn(form.current, '.field[data-focus]')) focusIn(form.current, '.field')
  }, [])
  // Whoever sent something wrong goes on at the first field that is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again at each attempt, also when the same is wrong
  useEffect(() => {
    if (wrong !== '') focusIn(form.current, '.field[data-invalid]')
  }, [wrong, attempt])

  const submit = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    if (isBusy || !view.submit) return
    setBusy(true)
    setFound({ hash: '', errors: none })
    const values = editedValues(view.blocks, edits)
    const answer = await act<{ errors: Errors; form: string }>('slack/submit', { view: view.id, values })
    setBusy(false)
    setAttempt((before) => before + 1)
    if (!answer.ok) setFound({ hash: view.hash, errors: answer.errors ?? none })
  }
  const close = (all: boolean) => act('slack/close', all ? { all } : { view: view.id })
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event)
  }

  return (
    <Dialog className="form" aria-busy={isBusy}>
      <header className="form-head">
        {below && (
          <Button className="icon-button" aria-label={`Back to ${below.title.text}`} onPress={() => close(false)}>
            <Icon name="back" />
          </Button>
        )}
        <Heading slot="title">{view.title.text}</Heading>
        <Button className="icon-button" aria-label="Close" onPress={() => close(true)}>
          <Icon name="close" />
        </Button>
      </header>
      <form className="form-rest" noValidate ref={form} onSubmit={submit} onKeyDown={press}>
        {notice && wrong === '' && (
          <p className="form-failure" role="alert">
            {notice}
          </p>
        )}
        <div className="form-body">
          <EditedHoldingProvider
            blocks={view.blocks}
            place={{ view: view.id }}
            state={view.state.values}
            errors={errors}
            edits={edits}
            setEdits={setEdits}
          >
            <BlockList blocks={view.blocks} />
          </EditedHoldingProvider>
        </div>
        <footer className="form-foot">
          <Button className="slack-button is-large" onPress={() => close(false)}>
            {view.close?.text ?? (view.submit ? 'Cancel' : 'Close')}
          </Button>
          {view.submit && (
            <Button
              className="slack-button is-large"
              data-style="primary"
              type="submit"
              data-busy={isBusy || undefined}
            >
              {view.submit.text}
            </Button>
          )}
        </footer>
      </form>
    </Dialog>
  )
}

/** Puts the focus on what can be filled in there; whether there was something. */
function focusIn(form: HTMLElement | null, place: string): boolean {
  const control = form?.querySelector(`${place} :is(input, textarea, button)`)
  if (!(control instanceof HTMLElement)) return false
  control.focus()
  return true
}
