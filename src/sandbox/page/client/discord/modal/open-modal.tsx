/** The modal that stands open before the acting person. */
import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { Button, Dialog, Heading, Modal as ModalBox, ModalOverlay } from 'react-aria-components'
import { useActing } from '../../acting.tsx'
import { withQuery } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { useLive } from '../../use-live.ts'
import { kinds, type Modal } from '../components/shapes.ts'
import { Face } from '../face.tsx'
import { MarkdownView } from '../markdown-view.tsx'
import { useAct } from '../use-act.ts'
import { fieldsOf, initialValue, problemOf, toParts, toSent, type Values } from './fields.ts'
import { ModalField } from './modal-field.tsx'

export function OpenModal() {
  const { person } = useActing()
  const act = useAct()
  const { modal = null } = useLive<{ modal: Modal | null }>(withQuery('discord/modals', { user: person.name })) ?? {}
  if (!modal) return null
  const close = () => void act('close', {})
  return (
    <ModalOverlay
      className="dc-veil dc-theme"
      isOpen
      isKeyboardDismissDisabled={false}
      onOpenChange={(isOpen) => isOpen || close()}
    >
      <ModalBox className="dc-modal">
        <ModalForm key={`${modal.custom_id}\n${JSON.stringify(modal.components)}`} modal={modal} onClose={close} />
      </ModalBox>
    </ModalOverlay>
  )
}

function ModalForm({ modal, onClose }: { readonly modal: Modal; readonly onClose: () => void }) {
  const act = useAct()
  const form = useRef<HTMLFormElement>(null)
  const fields = fieldsOf(modal)
  const [edits, setEdits] = useState<Values>({})
  const [attempt, setAttempt] = useState(0)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const held = (field: (typeof fields)[number]) => edits[field.custom_id] ?? initialValue(field)
  const problems = new Map(fields.map((field) => [field.custom_id, problemOf(field, held(field))]))

  useEffect(() => {
    focusIn(form.current, '.dc-field')
  }, [])
  useEffect(() => {
    if (attempt > 0) focusIn(form.current, '.dc-field[data-invalid]')
  }, [attempt])

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    if (isBusy) return
    setFailure('')
    if ([...problems.values()].some((problem) => problem !== undefined)) {
      setAttempt(attempt + 1)
      return
    }
    setBusy(true)
    const values = Object.fromEntries(fields.map((field) => [field.custom_id, toSent(field, held(field))]))
    const { ok, error } = await act('submit', { values })
    setBusy(false)
    if (!ok) setFailure(error || 'Something went wrong. Try again.')
  }

  return (
    <Dialog className="dc-modal-dialog" aria-busy={isBusy}>
      <header className="dc-modal-head">
        <Face name="confbot" />
        <Heading slot="title">{modal.title}</Heading>
        <Button className="icon-button" aria-label="Close" onPress={onClose}>
          <Icon name="close" />
        </Button>
      </header>
      <form className="dc-modal-rest" noValidate ref={form} onSubmit={submit}>
        <div className="dc-modal-body">
          {toParts(modal).map((part, index) =>
            part.type === kinds.textDisplay ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: texts have nothing but their order
              <MarkdownView key={index} text={part.content} />
            ) : (
              <ModalField
                key={part.component.custom_id}
                field={part}
                value={held(part.component)}
                problem={attempt > 0 ? problems.get(part.component.custom_id) : undefined}
                onChange={(value) => setEdits({ ...edits, [part.component.custom_id]: value })}
              />
            ),
          )}
          <p className="dc-warning">This form will be submitted to confbot. Do not share passwords or other secrets.</p>
        </div>
        {failure !== '' && (
          <p className="dc-failed dc-modal-failure" role="alert">
            <Icon name="alert" /> {failure}
          </p>
        )}
        <footer className="dc-modal-foot">
          <Button className="dc-button is-wide" data-style="secondary" onPress={onClose}>
            Cancel
          </Button>
          <Button className="dc-button is-wide" data-style="primary" type="submit" data-busy={isBusy || undefined}>
            Submit
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** Puts the focus on what can be filled in there. */
function focusIn(form: HTMLElement | null, place: string): void {
  form?.querySelector<HTMLElement>(`${place} :is(input, textarea, button)`)?.focus()
}
