/** One PBX: its rooms that are in use, those that are not in a few words, and what has just happened for those who do not see it. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { useNow } from '../now.tsx'
import { useLive } from '../use-live.ts'
import { changesToWords, type Scene } from './announcement.ts'
import { vainCalls } from './outcome.ts'
import { RoomCard, recordingsToWords } from './room-card.tsx'
import type { Call, Pbx, Room } from './shapes.ts'

const none: readonly never[] = []

export function PbxRooms({ pbx }: { readonly pbx: Pbx }) {
  const { rooms = none } = useLive<{ rooms: readonly Room[] }>(`pbx/${pbx.name}/rooms`) ?? {}
  const { calls = none } = useLive<{ calls: readonly Call[] }>(`pbx/${pbx.name}/calls`) ?? {}
  const scene = useMemo(() => ({ rooms, calls }), [rooms, calls])
  const now = useNow(5_000)
  const seen = rooms.map((room) => ({ room, vain: vainCalls(calls, room.number, now) }))
  const inUse = seen.filter(({ room, vain }) => room.legs.length + vain.length > 0)
  const idle = rooms.filter((room) => !inUse.some((one) => one.room === room))
  return (
    <section className="pbx" aria-label={`PBX ${pbx.name}`}>
      <h3 className="pbx-name">
        PBX {pbx.name}
        {pbx.kind !== pbx.name && ` (${pbx.kind})`}
      </h3>
      {inUse.map(({ room, vain }) => (
        <RoomCard key={room.id} pbx={pbx} room={room} vain={vain} />
      ))}
      {inUse.length === 0 && <Quiet />}
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

function Quiet() {
  return (
    <div className="quiet">
      <p className="quiet-head">No telephone rings</p>
      <p>Start a conference in Slack, and the telephones that it rings are here:</p>
      <code>/conf start "Sprint review" +4930901800 1001</code>
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
