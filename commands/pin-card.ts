/** What is told of the PINs of a room, to the asker alone. */
import type { RoomPins } from '#core/service/pins.ts'
import { code, say } from '#text/message.ts'
import { type Card, type CardNode, card, note, text } from '#view/card.ts'

export function pinCard(name: string, room: string, { pin, chair }: RoomPins): Card {
  const title = say('command.pin.title', { name })
  const own = text(pin === null ? say('command.pin.none') : say('command.pin.value', { room, pin: code(pin) }))
  const chairs = chair ? chairPinNodes(room, chair) : []
  return card(title, own, ...chairs, ...(pin === null && !chair?.pin ? [] : [note(say('command.pin.secret'))]))
}

function chairPinNodes(room: string, { pin, keys }: NonNullable<RoomPins['chair']>): CardNode[] {
  if (pin === null) return keys ? [note(say('command.pin.no-chair'))] : []
  const value = text(say('command.pin.chair', { room, pin: code(pin) }))
  return keys ? [value, text({ kind: 'message', key: keys, blanks: {} })] : [value]
}
