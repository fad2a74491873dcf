/** English: meetings that are shown among the events of the chat. */
export const event = {
  'event.not-here': 'this chat has no events of its own',
  'event.not-private': 'events are for everybody of the server, and this is a private conversation',
  'event.choice.without': 'Without an event',

  'event.card': 'Event',
  'event.card.none': 'none for this date',
  'event.card.coming': 'about to be made',
  'event.card.shown': 'among the events of the server',
  'event.card.conflict': 'Its event was changed or taken away there. Its owner was asked what becomes of this date.',
  'event.interested': 'Interested',
  'event.interested.count': '{count, plural, one {# person} other {# people}}',
  'event.interested.people': '{count, plural, one {# person} other {# people}}: {people}',
  'event.interested.more': '{count, plural, one {and # more} other {and # more}}',
  'event.draft':
    'It is shown among the events of the server: everybody there sees its subject, its time and how to join, never a PIN.',
  'event.moved': 'Its event was moved. New start: {ago}',

  'event.owner.refused': '{name} is not shown as an event',
  'event.owner.refused-why':
    'The server did not take it. The meeting itself, its card and its reminders go on; confbot tries again every hour.',
  'event.owner.gone': 'The event of {name} was cancelled',
  'event.owner.gone-why':
    'Somebody took it away on the server. The meeting still takes place. Choose what becomes of it.',
  'event.owner.changed': 'The event of {name} was changed',
  'event.owner.changed-why': 'The meeting cannot follow that. Nothing was overwritten. Choose which of the two holds.',
  'event.owner.there': 'On the server',
  'event.button.skip': 'Skip this date as well',
  'event.button.cancel': 'Cancel the meeting as well',
  'event.button.anew': 'Make the event anew',
  'event.button.back': 'Set the event back',
  'event.button.none': 'Keep it without an event',
  'event.button.leave': 'Leave the event as it is',

  'event.where.room': 'Room {room}',
  'event.where.dial': 'Dial {number}, room {room}',
  'event.where.pin': '{where}, with the PIN from its card',
  'event.where.at-start': 'By telephone: its room is taken when it starts',
  'event.about':
    'A conference that was scheduled with confbot. Its card in the chat has all dates and the reminders. When this event is moved or renamed, that date follows; when it is cancelled, the owner is asked. confbot finds it by the last line.',
} as const
