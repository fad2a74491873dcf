/** A telephone that one picks up oneself: choose whose it is, dial a room, key in its PIN, hear what a caller hears. */
import { useState } from 'react'
import { Button, Form, Input, Label, TextField } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { call } from '../api.ts'
import { Icon } from '../icon.tsx'
import { CallUnderWay } from './call-under-way.tsx'
import { type Heard, refusalToHeard } from './heard.ts'
import { Keypad } from './keypad.tsx'
import { NumberBox } from './number-box.tsx'
import { phonesOf, roomsToDial, typedToNumber } from './phones.ts'
import type { Pbx, Room } from './shapes.ts'

const ready: Heard = { voice: '', because: 'Dial the number of a room. Cards of conferences show it.' }
const ended: Heard = { voice: '', because: 'The call has ended.' }

interface DeskPhoneProps {
  readonly pbx: Pbx
  readonly rooms: readonly Room[]
  readonly onPutDown: () => void
}

export function DeskPhone({ pbx, rooms, onPutDown }: DeskPhoneProps) {
  const { person, setNotice } = useActing()
  const phones = phonesOf(pbx)
  const suggestedRooms = roomsToDial(rooms)
  const [from, setFrom] = useState((phones.find(({ name }) => name === person.realName) ?? phones[0])?.name ?? '')
  const [to, setTo] = useState(rooms.find(({ legs }) => legs.length > 0)?.number ?? '')
  const [pin, setPin] = useState('')
  const [heard, setHeard] = useState(ready)
  const [leg, setLeg] = useState<string>()

  const dial = async () => {
    const caller = typedToNumber(from, phones)
    const room = typedToNumber(to, suggestedRooms)
    if (caller === '' || room === '') return
    const body = { from: caller, to: room, ...(pin !== '' && { pin }) }
    const answer = await call<{ leg: string }>('POST', `pbx/${pbx.name}/call`, body).catch(() => null)
    if (!answer) setNotice('The sandbox does not answer.')
    else if (answer.leg === undefined) setHeard(refusalToHeard(answer.error ?? '', pin !== ''))
    else setLeg(answer.leg)
  }

  return (
    <section className="desk-phone" aria-label="Your telephone">
      {leg === undefined ? (
        <Form
          className="dialler"
          onSubmit={(event) => {
            event.preventDefault()
            void dial()
          }}
        >
          <div className="dialler-fields">
            <NumberBox label="Whose telephone" typed={from} onType={setFrom} suggested={phones} shouldFocus />
            <NumberBox label="Room to dial" typed={to} onType={setTo} suggested={suggestedRooms} />
            <TextField className="phone-field" value={pin} onChange={setPin}>
              <Label>PIN of the room or of its moderators</Label>
              <Input className="phone-box" inputMode="numeric" autoComplete="off" />
            </TextField>
            <div className="heard" role="status">
              {heard.voice !== '' && <p className="heard-voice">“{heard.voice}”</p>}
              <p>{heard.because}</p>
            </div>
          </div>
          <div className="dialler-keys">
            <Keypad label="Keys of the PIN" onKey={(key) => setPin((typed) => typed + key)} />
            <div className="dialler-acts">
              <Button type="submit" className="small-button small-button-good">
                <Icon name="phone" />
                Call
              </Button>
              <Button className="small-button" onPress={onPutDown}>
                Put down
              </Button>
            </div>
          </div>
        </Form>
      ) : (
        <CallUnderWay
          pbx={pbx.name}
          rooms={rooms}
          leg={leg}
          onEnd={() => {
            setLeg(undefined)
            setHeard(ended)
          }}
        />
      )}
    </section>
  )
}
