/** The question that an element asks before its action is sent. */
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { Confirm } from './element-shapes.ts'
import { TextView } from './slack-text.tsx'

interface ConfirmDialogProps {
  readonly confirm: Confirm
  readonly isOpen: boolean
  readonly onConfirm: () => void
  readonly onDeny: () => void
}

export function ConfirmDialog({ confirm, isOpen, onConfirm, onDeny }: ConfirmDialogProps) {
  return (
    <ModalOverlay className="form-overlay" isOpen={isOpen} isDismissable onOpenChange={(open) => open || onDeny()}>
      <Modal className="form-modal is-question">
        <Dialog className="form" role="alertdialog">
          <header className="form-head">
            <Heading slot="title">{confirm.title.text}</Heading>
          </header>
          <div className="form-body">
            <TextView of={confirm.text} />
          </div>
          <footer className="form-foot">
            <Button className="slack-button" onPress={onDeny}>
              {confirm.deny?.text ?? 'Cancel'}
            </Button>
            <Button
              className="slack-button"
              data-style={confirm.style ?? 'primary'}
              autoFocus={confirm.style !== 'danger'}
              onPress={onConfirm}
            >
              {confirm.confirm?.text ?? 'Yes'}
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
