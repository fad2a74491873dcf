/** The question that an element asks before its action is sent. */
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Icon } from '../../icon.tsx'
import type { Confirm } from './element-shapes.ts'
import { plainToString } from './mrkdwn.ts'
import { TextView } from './slack-text.tsx'

interface ConfirmDialogProps {
  readonly confirm: Confirm
  readonly isOpen: boolean
  readonly onConfirm: () => void
  readonly onDeny: () => void
}

export function ConfirmDialog({ confirm, isOpen, onConfirm, onDeny }: ConfirmDialogProps) {
  // What cannot be taken back is not done by pressing Enter twice.
  const isDanger = confirm.style === 'danger'
  return (
    <ModalOverlay className="form-overlay" isOpen={isOpen} isDismissable onOpenChange={(open) => open || onDeny()}>
      <Modal className="form-modal is-question">
        <Dialog className="form" role="alertdialog">
          <header className="form-head">
            <Heading slot="title">{plainToString(confirm.title)}</Heading>
            <Button className="icon-button" aria-label="Close" onPress={onDeny}>
              <Icon name="close" />
            </Button>
          </header>
          <div className="form-body">
            <TextView of={confirm.text} />
          </div>
          <footer className="form-foot">
            <Button className="slack-button is-large" autoFocus={isDanger} onPress={onDeny}>
              {confirm.deny?.text ?? 'Cancel'}
            </Button>
            <Button
              className="slack-button is-large"
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
