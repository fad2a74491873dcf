/** English: the room fields of Yeastar S-Series by the vendor's names, and why or how it does what it does. */
export const yeastarS = {
  'yeastar-s.field.number': 'Room number',
  'yeastar-s.field.name': 'Name',
  'yeastar-s.field.participantepassword': 'PIN of the room',
  'yeastar-s.field.moderatorpassword': 'PIN of the moderators',
  'yeastar-s.field.waitformoderator': 'Wait for a moderator',
  'yeastar-s.field.allowinvite': 'Participants may invite',
  'yeastar-s.field.moderators': 'Moderators (extensions)',
  'yeastar-s.field.musiconhold': 'Music on hold',
  'yeastar-s.field.mute': 'All but moderators come in muted',
  'yeastar-s.field.prompt': 'Prompt at joining and leaving',

  'yeastar-s.choice.prompt.default': 'A tone',
  'yeastar-s.choice.prompt.exten': 'The caller’s number',
  'yeastar-s.choice.prompt.none': 'None',

  'yeastar-s.capability.rooms-by-hand': 'its rooms are made and deleted on its web pages alone',
  'yeastar-s.capability.end': 'everybody is put out, and the room stays',
  'yeastar-s.capability.lock': 'it has no lock, so confbot puts out whoever joins later',
  'yeastar-s.capability.record': 'what it records is chosen on its web pages alone',
  'yeastar-s.capability.recordings':
    'it lists none by room, so they are looked up among its call records, those of the last 31 days unless a time is given',
  'yeastar-s.capability.link': 'its links to recordings carry confbot’s own login; the file itself is fetched instead',
  'yeastar-s.capability.delete-recording': 'it has no call that deletes a recording',
  'yeastar-s.capability.flag': 'it has no read mark, so confbot keeps one',
  'yeastar-s.capability.schedule': 'its rooms have no times',
  'yeastar-s.capability.chairman':
    'only the moderators of a room can be set, and they hold for its next conferences, too',
  'yeastar-s.capability.audio': 'its rooms have sound alone',
  'yeastar-s.capability.query': 'it lists all of its rooms at once, neither chosen nor sorted',
  'yeastar-s.capability.servers': 'it carries its conferences itself',

  'yeastar-s.member.same-number':
    'it tells participants apart by their numbers alone, and there are several of them with this one',
  'yeastar-s.member.no-number': 'it tells participants apart by their numbers alone, and this one has withheld it',
  'yeastar-s.instant.no-moderator':
    'a room for one call needs a moderator in it, who is the first extension that is invited, and none is',
  'yeastar-s.pin-characters': 'a PIN consists of digits and *',

  'yeastar-s.errno.10003': 'it does not know this request; its firmware may be too old',
  'yeastar-s.errno.10004': 'something that it needs was left out',
  'yeastar-s.errno.10006': 'there is no such extension',
  'yeastar-s.errno.10008': 'the extension is in another call',
  'yeastar-s.errno.10011': 'there is no such number',
  'yeastar-s.errno.10015': 'the number is not connected',
  'yeastar-s.errno.other': 'it gave no reason but a number',

  'yeastar-s.remedy.10024':
    'Tell the telephony administrator: the extension in whose name confbot invites needs the right to call outside (outbound routes).',
  'yeastar-s.remedy.10025': 'Its settings are changed too often. Try again in a minute.',
  'yeastar-s.remedy.10110': 'Nobody is in this room there any more, or the room was deleted.',
  'yeastar-s.remedy.20002':
    'Tell the telephony administrator: the PBX has locked confbot’s address for 10 minutes after logins that failed.',

  'yeastar-s.doctor.what.device': 'its version and clock',
  'yeastar-s.doctor.what.operator': 'the operator',
  'yeastar-s.doctor.locked': 'It has locked the address of this machine for 10 minutes after five logins that failed.',
  'yeastar-s.doctor.locked.next':
    'Correct user name and API password in the configuration, then delete the blocked address on the PBX (Settings > System > Security > Auto Defense, API-IP) or wait.',
  'yeastar-s.doctor.login': 'It does not accept user name and API password.',
  'yeastar-s.doctor.login.next':
    'Take both from Settings > PBX > General > API, not those of a web login. After five attempts that fail it locks the address of this machine for 10 minutes.',
  'yeastar-s.doctor.off': 'It answers the login otherwise than documented: its API may be switched off, or too old.',
  'yeastar-s.doctor.off.next':
    'Switch it on (Settings > PBX > General > API), and check the path of the address: /api/v2.0.0 needs firmware 30.13.0.30 or later.',
  'yeastar-s.doctor.tcp':
    'It sends its events over TCP, where confbot does not hear them: rooms are read on a timer alone.',
  'yeastar-s.doctor.tcp.next': 'Choose HTTP as the method of event reports (Settings > PBX > General > API).',
  'yeastar-s.doctor.version': 'It is a {device} with firmware {version}.',
  'yeastar-s.doctor.version-unknown': 'It does not tell its firmware.',
  'yeastar-s.doctor.version-unknown.next': 'See on its web pages that it is 30.13.0.30 or later.',
  'yeastar-s.doctor.version-old': 'Its firmware is {version}; this API needs 30.13.0.30 or later.',
  'yeastar-s.doctor.version-old.next': 'Have its firmware brought up to date.',
  'yeastar-s.doctor.no-extension': 'There is no extension {extension}, which the configuration names.',
  'yeastar-s.doctor.no-extension.next': 'Correct operator and service extension in the configuration.',
  'yeastar-s.doctor.operator':
    'Extension {extension} is a moderator of {count, plural, =0 {all rooms: there are none} one {the only room} other {all # rooms}}.',
  'yeastar-s.doctor.no-moderator':
    'Extension {extension} is no moderator of {rooms}: nobody can be invited, muted or put out there.',
  'yeastar-s.doctor.no-moderator.next': 'Add it to the moderators of each room that confbot uses.',
  'yeastar-s.doctor.routes': 'Extension {extension} may call outside: {routes}.',
  'yeastar-s.doctor.no-route':
    'No outbound route lets extension {extension} call outside: only extensions can be invited.',
  'yeastar-s.doctor.no-route.next':
    'Add it to an outbound route, or name another service extension in the configuration, if numbers outside are to be rung.',
  'yeastar-s.doctor.permission': 'Whether extension {extension} may call outside shows only when it does.',
} as const
