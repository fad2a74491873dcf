/** English: the room fields of RingMe by the vendor's names, and why or how it does what it does. */
export const ringme = {
  'ringme.field.name': 'Room number',
  'ringme.field.label': 'Name',
  'ringme.field.status': 'State',
  'ringme.field.max_members': 'People at most',
  'ringme.field.record_enabled': 'Record invited outside numbers',
  'ringme.field.pin': 'PIN of the room',
  'ringme.field.moderator_pin': 'PIN of the moderators',
  'ringme.field.mute_non_moderator': 'All but moderators come in muted, and stay so',
  'ringme.field.announce_caller_name': 'Callers record their name, which is announced',
  'ringme.field.enter_sound': 'Sound at joining (id of a file)',
  'ringme.field.music_on_hold_sound': 'Music for whoever waits alone (id of a file)',

  'ringme.choice.active': 'In use',
  'ringme.choice.blocked': 'Blocked',

  'ringme.chair-keys':
    'From an extension moderators key *92 to lock and *93 to unlock, *91 to mute everybody but moderators and *90 to unmute them.',

  'ringme.capability.end': 'it has no call that ends a conference: it is over when the last one hangs up',
  'ringme.capability.kick': 'it does not tell who is in a room, so nobody can be put out',
  'ringme.capability.record':
    'it records outside numbers that were invited, in rooms in which recording is switched on (field record_enabled), each from its beginning',
  'ringme.capability.recordings':
    'they are looked up among the call records of the room, those of the last 31 days unless a time is given; whether conferences are among them is not documented',
  'ringme.capability.flag': 'it has no read mark, so confbot keeps one',
  'ringme.capability.schedule': 'its rooms have no times',
  'ringme.capability.chairman': 'whoever keys in the PIN of the moderators is one',
  'ringme.capability.audio': 'its rooms have sound alone',
  'ringme.capability.query': 'it lists its rooms page by page, neither chosen nor sorted',
  'ringme.capability.servers': 'the operator of the platform has them',
  'ringme.capability.hints': 'it tells of the calls of the service extension, not of rooms',
  'ringme.capability.no-events': 'the setting eventSecret is missing, so it has no address for events',

  'ringme.moderator-pin-alone':
    'moderators can have a PIN only where the room has one; set both, or take away that of the moderators first',

  'ringme.remedy.app_access_type_deny':
    'Tell the telephony administrator: the application of confbot needs the access level All, which the operator of the platform grants.',
  'ringme.remedy.user_access_type_deny':
    'Tell the telephony administrator: whoever registered the application of confbot must be a user of the whole client, not of one extension.',
  'ringme.remedy.user_blocked': 'Tell the telephony administrator: the platform has blocked the account of confbot.',
  'ringme.remedy.access_denied':
    'Tell the telephony administrator: the account of confbot has no right to this extension or recording.',
  'ringme.remedy.client_not_found':
    'Tell the telephony administrator: the setting client names nobody. Leave it out, or correct it.',
  'ringme.remedy.left-behind':
    'The extension {number} was made, but neither set up nor deleted again. Tell the telephony administrator to delete it.',

  'ringme.doctor.what.access': 'the rights of the application',
  'ringme.doctor.what.extension': 'the service extension',
  'ringme.doctor.doing.extension': 'read the service extension',
  'ringme.doctor.login': 'The application {app} is let in.',
  'ringme.doctor.login-refused': 'It does not accept App ID and App Secret.',
  'ringme.doctor.login-refused.next':
    'Take both from the page of the application at /app/register of that server. Its type must be trusted, and the server that of your operator.',
  'ringme.doctor.access': 'The application may see and change extensions.',
  'ringme.doctor.no-access': 'The application may not see extensions.',
  'ringme.doctor.no-client': 'There is no client {client}.',
  'ringme.doctor.extension': 'People are rung by the extension {name}.',
  'ringme.doctor.no-extension': 'There is no extension with the id {id}, which the setting serviceExtension names.',
  'ringme.doctor.no-extension.next':
    'Set serviceExtension to the id of an extension of the type phone: the id of the interface, not the number that is dialled.',
  'ringme.doctor.extension-type': 'The extension {name} cannot place calls: it is of the type {type}.',
  'ringme.doctor.extension-blocked': 'The extension {name} is blocked.',
  'ringme.doctor.extension-blocked.next': 'Set its state to active, or name another one.',
} as const
