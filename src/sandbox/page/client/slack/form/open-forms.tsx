/** The acting person's open forms: the topmost is shown, those below keep what stands in them. */
import { useState } from 'react'
import { Modal, ModalOverlay } from 'react-aria-components'
import { useActing } from '../../acting.tsx'
import { useLive } from '../../use-live.ts'
import type { Edits } from '../blocks/holding.tsx'
import type { View } from '../shapes.ts'
import { FormView } from './form-view.tsx'

export function OpenForms() {
  const { person, act } = useActing()
  const views = useLive<{ views: readonly View[] }>(`slack/views?user=${person.id}`)?.views ?? []
  const [editsByView, setEditsByView] = useState<Readonly<Record<string, Edits>>>({})
  const view = views.at(-1)
  const below = views.at(-2)
  if (!view) return null
  const setEdits = (change: (before: Edits) => Edits) =>
    setEditsByView((before) => ({ ...before, [view.id]: change(before[view.id] ?? {}) }))
  return (
    <ModalOverlay
      className="form-overlay"
      isOpen
      isKeyboardDismissDisabled={false}
      onOpenChange={() => act('slack/close', {})}
    >
      <Modal className="form-modal">
        <FormView key={view.id} view={view} below={below} edits={editsByView[view.id] ?? {}} setEdits={setEdits} />
      </Modal>
    </ModalOverlay>
  )
}
