/** The telephone in one's hand while it is in a room. */
import { useEffect, useState } from 'react'
import { Button, ToggleButton } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import { useMeddle } from '../use-meddle.ts'
import { lineToName } from './announcement.ts'
import { Keypad } from './keypad.tsx'
import { Lasting } from './lasting.tsx'
import type { Room } from './shapes.ts'

interface CallUnderWayProps {
  readonly pbx: string
  readonly rooms: readonly Room[]
  readonly leg: string
  /** The line is gone: hung up here, or by the other side. */
  readonly onEnd: () => void
}

export function CallUnderWay({ pbx, rooms, leg, onEnd }: CallUnderWayProps) {
  const meddle = useMeddle()
  const room = rooms.find(({ legs }) => legs.some(({ id }) => id === leg))
  const line = room?.legs.find(({ id }) => id === leg)
  const [wasThere, setWasThere] = useState(false)
  const isThere = line !== undefined
  useEffect(() => {
    if (isThere) setWasThere(true)
    else if (wasThere) onEnd()
  }, [isThere, wasThere, onEnd])
  const does = (what: string, more: object = {}) => void meddle(`pbx/${pbx}/${what}`, { leg, ...more })
  return (
    <div className="dialler">
      <div className="dialler-fields">
        <div className="heard" role="status">
          <p className="heard-voice">“Welcome to the conference.”</p>
          {room && line && (
            <p>
              {lineToName(line)} is in room {room.number}, {room.subject}.{line.muted && ' Muted: nobody hears it.'}
            </p>
          )}
        </div>
        {line && (
          <p className="call-facts">
            <Lasting since={line.since} />
            {line.keys !== '' && <output aria-label="Keys pressed">{line.keys.slice(-16)}</output>}
          </p>
        )}
        <div className="dialler-acts dialler-stack">
          <ToggleButton
            className="small-button"
            isSelected={line?.talking ?? false}
            onChange={(on) => does('talk', { on })}
          >
            <Icon name="unmuted" />
            {line?.talking ? 'Stop talking' : 'Talk'}
          </ToggleButton>
          <Button className="small-button small-button-bad" onPress={() => does('hangup')}>
            <Icon name="hang-up" />
            Hang up
          </Button>
        </div>
      </div>
      <div className="dialler-keys">
        <Keypad label="Keys of the call" onKey={(digits) => does('key', { digits })} shouldFocus />
      </div>
    </div>
  )
}
