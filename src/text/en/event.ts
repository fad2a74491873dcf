/** English: meetings that are shown among the events of the chat. */
export const event = {
  'event.where.room': 'Room {room}',
  'event.where.dial': 'Dial {number}, room {room}',
  'event.where.pin': '{where}, with the PIN from its card',
  'event.where.at-start': 'By telephone: its room is taken when it starts',
  'event.about':
    'A conference that was scheduled with confbot. Its card in the chat has all dates and the reminders. When this event is moved or renamed, that date follows; when it is cancelled, the owner is asked. confbot finds it by the last line.',
} as const
