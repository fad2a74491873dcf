/** A room of the PBX that is in use: how it stands, and the telephones in it. */
import { useId } from 'react'
import { Icon } from '../icon.tsx'
import { useMeddle } from '../use-meddle.ts'
import { Lasting } from './lasting.tsx'
import { LineRow } from './line-row.tsx'
import { RoomMenu } from './room-menu.tsx'
import type { Call, Pbx, Room } from './shapes.ts'
import { VainCall } from './vain-call.tsx'

/** With more lines than this each takes one row, and the list scrolls. */
const mostAtEase = 8

interface RoomCardProps {
  readonly pbx: Pbx
  readonly room: Room
  /** Calls for it that came to nothing a short while ago. */
  readonly vain: readonly Call[]
}

export function RoomCard({ pbx, room, vain }: RoomCardProps) {
  const headingId = useId()
  const meddle = useMeddle()
  const { legs } = room
  const joined = legs.filter(({ state }) => state === 'joined').length
  const ringing = legs.length - joined
  const isTight = legs.length + vain.length > mostAtEase
  // Among many one does not look for the telephone that rings.
  const inOrder = isTight
    ? legs.toSorted((a, b) => Number(b.state === 'ringing') - Number(a.state === 'ringing'))
    : legs
  return (
    <article className="room" aria-labelledby={headingId}>
      <header className="room-head">
        <h4 id={headingId}>
          <span className="room-number">{room.number}</span> {room.subject}
        </h4>
        <RoomMenu
          pbx={pbx}
          room={room}
          act={(what, on) => void meddle(`pbx/${pbx.name}/${what}`, { room: room.number, on })}
        />
        <ul className="room-facts">
          <li>
            {joined} of {room.capacity === 1 ? '1 place' : `${room.capacity} places`}
          </li>
          {ringing > 0 && <li data-kind="ringing">{ringing} ringing</li>}
          {room.locked && (
            <li data-kind="locked">
              <Icon name="lock" />
              Locked
            </li>
          )}
          {room.recordingSince !== null && (
            <li data-kind="recording">
              <Icon name="record" />
              Recording <Lasting since={room.recordingSince} />
            </li>
          )}
          {room.recordings > 0 && <li>{recordingsToWords(room.recordings)}</li>}
        </ul>
      </header>
      <ul className="lines" data-tight={isTight} aria-label={`Telephones of room ${room.number}`}>
        {inOrder.map((line) => (
          <LineRow key={line.id} pbx={pbx} line={line} />
        ))}
        {vain.map((call) => (
          <VainCall key={call.leg} pbx={pbx} call={call} />
        ))}
      </ul>
    </article>
  )
}

export const recordingsToWords = (count: number): string => `${count} recording${count === 1 ? '' : 's'}`
