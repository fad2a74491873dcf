/** English: what only Discord's messages, forms and commands say. */
export const discord = {
  'discord.choose-row': 'Choose one to act on',
  'discord.select-part': '{what} ({first}–{last})',
  'discord.more-actions': 'More',
  'discord.more-rows': 'and {count} more',
  'discord.buttons-left-out': 'Too long for a button on Discord, so please write the command: {buttons}',
  'discord.cut': 'There is more than one message can hold.',

  'discord.form.part': '{title} ({part} of {parts})',
  'discord.form.yes': 'Yes',
  'discord.form.no': 'No',
  'discord.form.range': '{min} to {max}',
  'discord.form.sections': 'Choose what to fill in',
  'discord.form.fill-in': 'Fill in…',
  'discord.form.edit': 'Edit…',
  'discord.form.edit-again': 'Edit again…',
  'discord.form.discard': 'Discard',
  'discord.form.needed': 'Still needed: {fields}.',
  'discord.form.wrong': 'Not right yet: {fields}.',
  'discord.form.empty': 'Not filled in: {fields}.',
  'discord.form.all-empty': 'Nothing is filled in yet.',
  'discord.form.secret': '(filled in)',
  'discord.form.secret-kept': 'Left empty, it stays as it was filled in',
  'discord.form.forgotten': 'confbot keeps no secrets, so please fill this in again: {fields}.',
  'discord.form.wrong-title': 'Something is not right yet.',
  'discord.form.kept': 'What you fill in is kept for a day.',
  'discord.form.submitted':
    'This was sent already. What came of it stands in another message. If there is none, go back to the form and send it again.',
  'discord.form.discarded': 'Discarded. Nothing was done.',
  'discord.form.gone': 'This form is no longer kept. Give the command again to open it anew.',
  'discord.form.not-yours': 'This form is somebody else’s. Give the command yourself to get your own.',

  'discord.shortcut.start': 'Start a conference here',
  'discord.shortcut.schedule': 'Schedule a conference',

  'discord.place.conversation': 'this conversation',
  'discord.not-in-server': 'it is not in the server',
  'discord.remedy.invite':
    'Invite confbot to the server (“Installation” of the application in the Developer Portal has the link).',
  'discord.token-refused': 'Discord refuses the bot’s token',
  'discord.shards-refused':
    'Discord wants more connections than discord.shards says. Raise it, or leave it out, and Discord is asked how many',
  'discord.intents-refused': 'Discord does not give it the events that it asks for',
  'discord.public-key-refused':
    'discord.publicKey is not the public key of the application that the token belongs to (“General Information” in the Developer Portal)',
  'discord.version-refused': 'Discord no longer speaks with this version',
  'discord.remedy.post':
    'In the settings of {channel}, under Permissions, give confbot “View Channel” and “Send Messages”. Then try again.',
  'discord.remedy.post-in-thread':
    'In the settings of the channel of {channel}, under Permissions, give confbot “View Channel” and “Send Messages in Threads”; to a private thread, add it by mentioning it there. Then try again.',
  'discord.remedy.find':
    'In the settings of {channel}, under Permissions, give confbot “View Channel” and “Read Message History”. Then try again.',
  'discord.remedy.tell':
    'Whoever is to be told allows direct messages from members of the server (menu of the server, Privacy Settings) and does not block confbot. Then try again.',
  'discord.remedy.gone': 'The channel is not there any more, or confbot is not in its server. Use another channel.',
  'discord.remedy.locked': 'The thread is locked. Unlock it, or use another channel.',
  'discord.remedy.moderated':
    'A rule of AutoMod holds confbot’s message back. Exempt confbot’s role from it (Server Settings, AutoMod).',
  'discord.remedy.token':
    'Reset the token under “Bot” of the application in the Developer Portal, set it as discord.token (DISCORD_TOKEN), and start confbot anew.',
  'discord.event.remedy.permission':
    'Give confbot’s role “Create Events” (Server Settings, Roles). confbot then makes the event by itself within the hour.',
  'discord.event.remedy.too-many':
    'The server has 100 open events, and no server can have more. Cancel some, or edit the meeting with event:no.',
  'discord.files-unwanted': 'Discord does not take this file ({problem})',
} as const
