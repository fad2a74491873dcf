/** English: calendar files and addresses. */
export const calendar = {
  'calendar.name.person': 'Conferences of {name}',
  'calendar.name.channel': 'Conferences of a channel',
  'calendar.description':
    'A phone conference of confbot. Its card in the chat has the PIN, if there is one. Code: {code}',
  'calendar.location.room': 'Room {room}',
  'calendar.location.dial': '{number}, {where}',
  'calendar.location.later': 'A room of {pbx}, told when it starts',
  'calendar.unknown': 'There is no calendar at this address.',
  'calendar.file':
    'The calendar file of {name}. Get it again when the meeting was changed: it replaces what your calendar has.',
} as const
