/** One PBX: a telephone to pick up, its rooms that are in use, those that are not in a few words, and what has just happened for those who do not see it. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import { useNow } from '../now.tsx'
import { useLive } from '../use-live.ts'
import { changesToWords, type Scene } from './announcement.ts'
import { DeskPhone } from './desk-phone.tsx'
import { kindToName } from './kinds.ts'
import { vainCalls } from './outcome.ts'
import { RoomCard, recordingsToWords } from './room-card.tsx'
import type { Call, Pbx, Room } from './shapes.ts'

interface PbxPanelProps {
  readonly pbx: Pbx
  /** Otherwise it stands as it was when it was looked at last. */
  readonly isShown: boolean
  /** What is typed behind the suggested command so that it is this one. */
  readonly tip: string
}

export function PbxPanel({ pbx, isShown, tip }: PbxPanelProps) {
  const { rooms } = useLive<{ rooms: readonly Room[] }>(isShown ? `pbx/${pbx.name}/rooms` : null) ?? {}
  const { calls } = useLive<{ calls: readonly Call[] }>(isShown ? `pbx/${pbx.name}/calls` : null) ?? {}
  const present = useMemo(() => rooms && calls && { rooms, calls }, [rooms, calls])
  const [last, setLast] = useState(present)
  if (present && present !== last) setLast(present)
  const scene = present ?? last
  const [inHand, setInHand] = useState<'never' | 'held' | 'put down'>('never')
  const now = useNow(5_000)
  if (!scene) return null
  const seen = scene.rooms.map((room) => ({ room, vain: vainCalls(scene.calls, room.number, now) }))
  const inUse = seen.filter(({ room, vain }) => room.legs.length + vain.length > 0)
  const idle = scene.rooms.filter((room) => !inUse.some((one) => one.room === room))
  return (
    <section className="pbx" aria-label={`PBX ${pbx.name}`}>
      <div className="pbx-head">
        <h3>
          PBX {pbx.name}
          <span className="pbx-kind">{kindToName(pbx.kind)}</span>
        </h3>
        {inHand !== 'held' && (
          // Back to where one was before the telephone was picked up.
          <Button className="small-button" autoFocus={inHand === 'put down'} onPress={() => setInHand('held')}>
            <Icon name="phone" />
            Pick up a phone
          </Button>
        )}
      </div>
      {inHand === 'held' && <DeskPhone pbx={pbx} rooms={scene.rooms} onPutDown={() => setInHand('put down')} />}
      {inUse.map(({ room, vain }) => (
        <RoomCard key={room.id} pbx={pbx} room={room} vain={vain} />
      ))}
      {inUse.length === 0 && <Quiet tip={tip} />}
      {idle.length > 0 && (
        <ul className="idle-rooms" aria-label="Rooms nobody is in">
          {idle.map((room) => (
            <li key={room.id}>
              <span className="room-number">{room.number}</span> {room.subject}
              <span className="idle-facts">
                empty{room.locked && ', locked'}
                {room.recordings > 0 && `, ${recordingsToWords(room.recordings)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Announcer pbx={pbx} scene={scene} />
    </section>
  )
}

function Quiet({ tip }: { readonly tip: string }) {
  return (
    <div className="quiet">
      <p className="quiet-head">No telephone rings</p>
      <p>Start a conference in a chat, and the telephones that it rings are here:</p>
      <code>/conf start "Sprint review" +4930901800 1001{tip}</code>
    </div>
  )
}

function Announcer({ pbx, scene }: { readonly pbx: Pbx; readonly scene: Scene }) {
  const before = useRef(scene)
  const [said, setSaid] = useState('')
  useEffect(() => {
    const words = changesToWords(before.current, scene, pbx.names)
    before.current = scene
    if (words !== '') setSaid(words)
  }, [scene, pbx])
  return (
    <p className="unseen" role="status">
      {said}
    </p>
  )
}
