/** English: what only Slack's messages, forms and manifest say. */
export const slack = {
  'slack.confirm.deny': 'Cancel',
  'slack.more-rows': 'and {count} more',
  'slack.buttons-left-out': 'Too long for a button on Slack, so please write the command: {buttons}',
  'slack.cut': 'There is more than one message can hold.',

  'slack.form.close': 'Cancel',
  'slack.form.place': 'Where',
  'slack.form.yes': 'Yes',
  'slack.form.no': 'No',
  'slack.form.late.title': 'The form did not open',
  'slack.form.late': 'Slack was too slow, or does not know this shortcut any more. Please try again.',
  'slack.problems.title': 'Something is not right yet',

  'slack.place.channel': 'this channel',
  'slack.place.conversation': 'this conversation',

  'slack.no-files':
    'it may not give files, since the scope {scope} is not granted. An administrator grants it under “OAuth & Permissions” of the app, and installs the app to the workspace anew',
  'slack.files-unwanted': 'it may not give this file ({problem}), as the workspace is set up',

  'slack.shortcut.start': 'Start a conference here',
  'slack.shortcut.start.description': 'Opens a phone conference room and rings whom you invite',
  'slack.shortcut.start-thread.description':
    'Opens a phone conference for this message, and keeps its card in the thread',
  'slack.shortcut.schedule': 'Schedule a conference',
  'slack.shortcut.schedule.description': 'Plans a phone conference, once or again and again, and reminds of it',
  'slack.shortcut.schedule-thread.description':
    'Plans a phone conference about this message, and reminds of it in the thread',
} as const
