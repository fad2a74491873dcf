/** English: the room fields of Yeastar P-Series by the vendor's names, and why or how it does what it does. */
export const yeastarP = {
  'yeastar-p.field.id': 'Id in the PBX',
  'yeastar-p.field.number': 'Room number',
  'yeastar-p.field.name': 'Name',
  'yeastar-p.field.partic_password': 'PIN of the participants',
  'yeastar-p.field.moderator_password': 'PIN of the moderators',
  'yeastar-p.field.moderator_list': 'Moderators (extensions and groups)',
  'yeastar-p.field.enb_wait_moderator': 'Wait for a moderator',
  'yeastar-p.field.allow_partic_invite': 'Participants may invite by pressing #',
  'yeastar-p.field.sound_prompt': 'Announcement of who comes and goes',
  'yeastar-p.field.enb_custom_language': 'Prompts in a language of its own',
  'yeastar-p.field.prompt_language': 'Language of the prompts',
  'yeastar-p.choice.tone': 'A tone',
  'yeastar-p.choice.extension': 'The number of the extension',

  'yeastar-p.capability.lock': 'confbot puts out whoever comes later, since this PBX cannot lock a room',
  'yeastar-p.capability.record':
    'which rooms are recorded is one setting for the whole PBX, made in its web portal under Call Features > Recording',
  'yeastar-p.capability.recordings':
    'this PBX lists recordings without saying of which room they are, so they are found by number and time',
  'yeastar-p.capability.link': 'a link would carry the login of confbot; the file is given instead',
  'yeastar-p.capability.flag': 'this PBX has no such mark, so confbot remembers it',
  'yeastar-p.capability.schedule': 'its rooms have no times; confbot keeps the schedule',
  'yeastar-p.capability.chairman': 'moderators are a setting of the room and are not changed during a call',
  'yeastar-p.capability.no-video': 'its conferences have no video',
  'yeastar-p.capability.query': 'its list of rooms is always read as a whole',
  'yeastar-p.capability.servers': 'it has no conference servers of its own',

  'yeastar-p.remedy.secret':
    'Compare Client ID and Client Secret with those under Integrations > API in the web portal, and that the API is switched on. After five failures the PBX blocks this address.',
  'yeastar-p.remedy.blocked':
    'Take the address of confbot from the blocked IP addresses in the web portal, and add it to those that may use the API where that is limited.',
  'yeastar-p.remedy.denied':
    'Switch on the API in the web portal under Integrations > API, with the address of confbot among those that may use it, and look whether the plan of the PBX includes the API.',
  'yeastar-p.remedy.tokens':
    'There are eight logins already, which is the most. Wait half an hour, or give each program a Client ID of its own.',
  'yeastar-p.remedy.version':
    'Update the firmware of the PBX: its API does not have this function, or not in version 1.0.',

  'yeastar-p.doctor.login': 'The login with the Client ID is accepted.',
  'yeastar-p.doctor.blocked': 'It has blocked the address of this machine.',
  'yeastar-p.doctor.what.device': 'the PBX itself',
  'yeastar-p.doctor.doing.device': 'read what kind of PBX it is',
  'yeastar-p.doctor.device': 'It is a {model} with the firmware {version}.',
  'yeastar-p.doctor.what.extension': 'the extension in whose name people are rung',
  'yeastar-p.doctor.doing.extension': 'read extensions and outbound routes',
  'yeastar-p.doctor.no-extension': 'There is no extension {extension}, in whose name people are to be rung.',
  'yeastar-p.doctor.extension.next':
    'Make one in the web portal, or write the number of another one into serviceExtension.',
  'yeastar-p.doctor.may-call': 'An outbound route lets the extension {extension} ring outside numbers.',
  'yeastar-p.doctor.may-not-call':
    'No outbound route lets the extension {extension} ring outside numbers, so that only extensions can be invited.',
  'yeastar-p.doctor.may-not-call.next':
    'Add it to an outbound route under Call Control > Outbound Route in the web portal.',
  'yeastar-p.doctor.by-group':
    'Outbound routes allow groups of extensions; whether {extension} is in one of them cannot be read.',
  'yeastar-p.doctor.by-group.next':
    'Look at Call Control > Outbound Route in the web portal, and at who is in its groups.',
  'yeastar-p.doctor.untold': 'Whether the extension {extension} may ring outside numbers cannot be read from this PBX.',
} as const
