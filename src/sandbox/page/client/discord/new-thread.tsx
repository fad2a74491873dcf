/** Makes a thread of a channel, and opens it. */
import { type SyntheticEvent, useState } from 'react'
import { Button, Dialog, DialogTrigger, Heading, Input, Label, Popover, TextField } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import { useDirectory } from './directory.tsx'
import type { Channel } from './shapes.ts'
import { useActAloud } from './use-act.ts'

export function NewThread({ channel }: { readonly channel: Channel }) {
  const act = useActAloud()
  const { go } = useDirectory()
  const [name, setName] = useState('')
  const create = async (event: SyntheticEvent, close: () => void) => {
    event.preventDefault()
    if (name.trim() === '') return
    const { ok, id } = await act<{ id: string }>('thread', { channel: channel.id, name: name.trim() })
    if (!ok) return
    setName('')
    close()
    if (id !== undefined) go(id)
  }
  return (
    <DialogTrigger>
      <Button className="icon-button dc-new-thread" aria-label="New thread">
        <Icon name="thread" />
      </Button>
      <Popover className="popover dc-theme" placement="bottom end">
        <Dialog className="dc-thread-dialog">
          {({ close }) => (
            <form onSubmit={(event) => void create(event, close)}>
              <Heading slot="title">New thread</Heading>
              <TextField className="dc-text-field" autoComplete="off" value={name} onChange={setName} autoFocus>
                <Label className="dc-field-label">Thread name</Label>
                <Input className="dc-input" maxLength={100} />
              </TextField>
              <Button className="dc-button is-wide" data-style="primary" type="submit" isDisabled={name.trim() === ''}>
                Create thread
              </Button>
            </form>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
