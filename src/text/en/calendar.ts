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
  'calendar.file.done': 'The calendar file of {name} is in your direct messages with confbot.',
  'calendar.title.person': 'Your private calendar address',
  'calendar.title.channel': 'The calendar address of this channel',
  'calendar.not-yet':
    'There is none yet. With one, your calendar program shows the meetings and follows their changes.',
  'calendar.since': 'There is one since {at}. It is shown once only, when it is made: if it is lost, renew it.',
  'calendar.secret':
    'Whoever has this address can read these meetings, without PINs. It is shown this once; renewing it ends the old one.',
  'calendar.how': 'Add it in your calendar program as a subscribed calendar, or calendar from the internet.',
  'calendar.ended': 'The calendar address is switched off. Calendars that used it get nothing more.',
  'calendar.button.new': 'Make an address',
  'calendar.button.renew': 'Renew it',
  'calendar.button.off': 'Switch it off',
  'calendar.choice.show': 'Show',
  'calendar.choice.new': 'Make or renew',
  'calendar.choice.off': 'Switch off',
  'calendar.form': 'Calendar address',
  'calendar.form.submit': 'Do it',
  'calendar.help':
    'A private address that a calendar program reads meetings from. It has no PINs and no numbers of the invited.',
  'command.me-calendar.summary': 'Your meetings in your calendar program',
  'command.channel-calendar.summary': 'The meetings of this channel in calendar programs',
  'command.calendar-file.summary': 'A meeting as a file for your calendar',
  'option.calendar': 'Show it, make or renew it, or switch it off',
} as const
