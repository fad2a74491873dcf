/** The telephone network: a telephone to pick up, the rooms of each PBX with who is in them, and what goes wrong on purpose. */
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { DeskPhone } from './desk-phone.tsx'
import { Legend } from './legend.tsx'
import { PbxRooms } from './pbx-rooms.tsx'
import type { Pbx } from './shapes.ts'

const none: readonly never[] = []

export function Switchboard() {
  const { pbxs = none } = useLive<{ pbxs: readonly Pbx[] }>('pbx') ?? {}
  /** Name of the PBX whose telephone is in one's hand. */
  const [inHand, setInHand] = useState<string>()
  const [lastInHand, setLastInHand] = useState<string>()
  const phoneOf = pbxs.find(({ name }) => name === inHand)
  return (
    <div className="switchboard">
      <header className="switchboard-head">
        <h2>
          <Icon name="phone" />
          Telephones
        </h2>
        {!phoneOf &&
          pbxs.map(({ name }) => (
            <Button
              key={name}
              className="small-button"
              // Back to where one was before the telephone was picked up.
              autoFocus={name === lastInHand}
              onPress={() => setInHand(name)}
            >
              Pick up a phone{pbxs.length > 1 && ` of ${name}`}
            </Button>
          ))}
      </header>
      <div className="switchboard-body">
        {phoneOf && (
          <DeskPhone
            key={phoneOf.name}
            pbx={phoneOf}
            onPutDown={() => {
              setLastInHand(inHand)
              setInHand(undefined)
            }}
          />
        )}
        {pbxs.map((pbx) => (
          <PbxRooms key={pbx.name} pbx={pbx} />
        ))}
        <footer className="switchboard-foot">
          <Legend />
          <Trouble pbxs={pbxs} />
        </footer>
      </div>
    </div>
  )
}
