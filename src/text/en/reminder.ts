/** English: reminders, and what else is told of meetings unasked. */
export const reminder = {
  'reminder.starts': 'Start: {ago}',
  'reminder.starts-now': 'Starts now',
  'reminder.late': 'This reminder comes late.',
  'reminder.where': 'Where',
  'reminder.coming-late': 'Late',
  'reminder.declined': 'Can’t come',
  'reminder.people.more': '{count, plural, one {and one more} other {and # more}}',
  'reminder.again': 'You asked to be reminded again.',

  'reminder.button.join': 'Join',
  'reminder.button.late': 'I am late',
  'reminder.button.decline': 'Can’t come',
  'reminder.button.snooze': 'Remind me in 5 min',
  'reminder.button.edit': 'Edit…',
  'reminder.button.keep-ours': 'Keep confbot’s',
  'reminder.button.keep-pbx': 'Take the PBX’s',

  'reminder.was': 'It was to start {was}.',
  'reminder.moved': 'Moved. New start: {ago}',
  'reminder.skipped': 'Skipped: it does not take place this time.',
  'reminder.cancelled': 'Cancelled: it does not take place.',

  'reminder.cannot-open':
    'It starts now, and its room cannot be opened: {reason} confbot keeps trying until it ends {at}.',
  'reminder.reason.in-use': 'Its last date still goes on in room {room}.',
  'reminder.reason.none-free': 'No room is free on the PBX {pbx}.',
  'reminder.reason.not-allowed': 'The PBX {pbx} may not be used from here any more.',
  'reminder.reason.chat': 'The chat did not take its card.',
  'reminder.reason.other': 'The PBX {pbx} did not do it.',
  'reminder.conversation': 'its conversation',
  'reminder.moved-on-pbx': 'It was moved on the PBX. New start: {ago}',

  'reminder.owner.gone':
    '{who}, who scheduled it, has no account here any more, so it is said here. An administrator can change or cancel it.',
  'reminder.owner.missed': 'Nobody was reminded of {name}',
  'reminder.owner.missed-why':
    'The reminder that was due {lead}, at {due}, was not sent: confbot or the chat was not working then, and afterwards it was too late. If it matters, tell people yourself. It starts {at}.',
  'reminder.owner.unconfirmed': 'Perhaps nobody was reminded of {name}',
  'reminder.owner.unconfirmed-why':
    'The chat did not say whether the reminder that was due {lead}, at {due}, was posted in {place}, and confbot may not look for it there, so it is not posted again. Look there, and tell people yourself if it is missing. It starts {at}.',
  'reminder.owner.unconfirmed-admin':
    'An administrator can let confbot read its own messages there; npm run doctor says which scopes that takes.',
  'reminder.owner.closed': 'confbot may not write where {name} takes place',
  'reminder.owner.closed-why':
    'It was removed from {place}, may not post there any more, or that was archived. People there are not reminded, and are not told when it starts. Invite confbot there again (on Discord, give it “View Channel” and “Send Messages” there), or schedule the meeting somewhere else and cancel this one.',
  'reminder.owner.closed-start': 'The reminder of its start {at} was not posted. You are told this once.',
  'reminder.owner.start-missed': '{name} was not opened',
  'reminder.owner.start-missed-why':
    'It was to start {at}, and its room could not be opened until it was over: {reason} /confadmin status tells whether the PBX works now.',
  'reminder.owner.not-running': 'confbot was not running then.',
  'reminder.owner.not-record': '{name} is not being recorded',
  'reminder.owner.not-lock': '{name} could not be locked',
  'reminder.owner.not-mute': 'Who joined {name} could not be muted',
  'reminder.owner.not-carried-out':
    'The meeting asks for it, and the PBX did not do it: {reason} confbot keeps trying while it goes on.',
  'reminder.owner.not-carried-out-for-all':
    'The meeting asks for it, and the PBX did not do it for all of them: {reason} The card shows who is muted.',
  'reminder.owner.invitees': 'Not everybody could be called into {name}',
  'reminder.owner.invitees-why':
    'confbot does not know whom these mean any more, or may not call them: {typed}. Correct the invited for the next time; for this time, call them with /conf invite.',
  'reminder.owner.room-gone': 'The room of {name} is another one now',
  'reminder.owner.room-gone-why': 'Room {number}, which was held for it, was deleted on the PBX {pbx}.',
  'reminder.owner.room-new': 'Tell those who dialled the old number, or had its PIN.',
  'reminder.owner.room-none': 'No other room could be had for it, so one is taken each time it starts.',
  'reminder.owner.conflict': 'The PBX shows {name} otherwise',
  'reminder.owner.conflict-why': 'Nothing was overwritten. Choose which of the two holds.',
  'reminder.owner.conflict-mail': 'The PBX invites others by mail than was written here.',
  'reminder.owner.on-pbx': 'On the PBX',
  'reminder.owner.here': 'In confbot',
  'reminder.owner.no-time': 'nothing',
} as const
