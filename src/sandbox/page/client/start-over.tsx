/** Brings the sandbox back to its start, after a question. */
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useMeddle } from './use-meddle.ts'

/** `hasPbx`: the sandbox's own, which starts over with it. */
export function StartOver({ hasPbx }: { readonly hasPbx: boolean }) {
  const meddle = useMeddle()
  return (
    <DialogTrigger>
      <Button className="small-button">Start over …</Button>
      <ModalOverlay className="veil ask-veil" isDismissable>
        <Modal className="ask">
          <Dialog role="alertdialog">
            {({ close }) => (
              <>
                <Heading slot="title">Start over?</Heading>
                <p>
                  All messages{hasPbx ? ', open forms, rooms, calls and recordings' : ' and open forms'} are gone, and
                  people and channels are as at the start. The clock stays where it is, and confbot keeps what it
                  remembers itself.{!hasPbx && ' On the PBX nothing changes.'}
                </p>
                <div className="ask-acts">
                  <Button className="small-button" onPress={close} autoFocus>
                    Leave it
                  </Button>
                  <Button
                    className="small-button small-button-bad"
                    onPress={() => {
                      void meddle('reset', {})
                      close()
                    }}
                  >
                    Start over
                  </Button>
                </div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  )
}
