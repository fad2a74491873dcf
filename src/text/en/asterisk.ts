/** English: the rooms of an Asterisk, why or how it does what it does, and what `doctor` finds of it. */
export const asterisk = {
  'asterisk.field.number': 'Room number',
  'asterisk.field.subject': 'Subject',
  'asterisk.field.max_participants': 'People at most',
  'asterisk.field.pin': 'PIN of the room',

  'asterisk.capability.kept-rooms':
    'it has no rooms to make, so confbot keeps number, subject and PIN, and the dialplan asks it',
  'asterisk.capability.kept-schedule': 'confbot itself keeps when a room may be entered, and the dialplan asks it',
  'asterisk.capability.no-instant': 'any room is there only as long as its call, and needs no other kind',
  'asterisk.capability.no-chair-pin': 'its dialplan knows one PIN for everybody in a room',
  'asterisk.capability.mute-all': 'people are muted one by one, so that each hears of it',
  'asterisk.capability.record': 'a hidden participant records, which needs fewer rights than its own recording',
  'asterisk.capability.no-link': 'its recordings are handed out as files, since a link would need its login',
  'asterisk.capability.flag': 'it keeps no mark of recordings that were heard, so confbot does',
  'asterisk.capability.no-chair': 'who is an administrator of a conference is decided when they join',
  'asterisk.capability.no-video': 'its conferences are for sound only here',
  'asterisk.capability.no-query': 'confbot keeps its rooms, and looks through all of them',
  'asterisk.capability.no-servers': 'it is one server, and has no others to manage',
  'asterisk.capability.no-ari': 'no ariUrl is configured, by which recordings are listed, fetched and deleted',

  'asterisk.problem.nobody': 'nobody is in the room, so there is no conference there',
  'asterisk.problem.number': 'this number cannot be dialled, since it holds more than digits',
  'asterisk.problem.other-key':
    'its rooms are sealed with another CONFBOT_SECRET_KEY. Start confbot with that one, or give this PBX another name in the configuration to begin without rooms',
  'asterisk.problem.code': 'only digits can be said',

  'asterisk.doctor.doing': 'tell of itself',
  'asterisk.doctor.login-refused': 'It does not accept the manager login as {username}.',
  'asterisk.doctor.login-refused.next':
    'Compare amiUser and amiSecret with manager.conf, look whether its permit allows the address of confbot, then run "manager reload".',
  'asterisk.doctor.unreached.next':
    'Check url and its port, that the [general] of manager.conf has enabled = yes and the right bindaddr, and that no firewall is between.',
  'asterisk.doctor.not-ami': 'No manager interface answers at {host}.',
  'asterisk.doctor.not-ami.next':
    'Set url to the address and port of the [general] in manager.conf: 5038, or 5039 with TLS. ARI has another one.',
  'asterisk.doctor.no-tls.next':
    'Take the port of tlsbindaddr in manager.conf, or an address that begins with tcp:// if it has none.',
  'asterisk.doctor.plain': 'What is said to {host} is not encrypted; who listens hears who is called.',
  'asterisk.doctor.plain.next': 'Set tlsenable=yes in manager.conf and use an address that begins with tls://.',
  'asterisk.doctor.what.rights': 'the rights of the login',
  'asterisk.doctor.rights': 'The login has the rights that are needed, and no others.',
  'asterisk.doctor.rights-missing': 'The login lacks rights: {classes}.',
  'asterisk.doctor.rights-missing.next': 'In manager.conf, give it write = call,reporting,originate.',
  'asterisk.doctor.rights-more': 'The login may do more than is needed: {classes}.',
  'asterisk.doctor.rights-more.next': 'In manager.conf, give it write = call,reporting,originate and nothing else.',
  'asterisk.doctor.no-confbridge': 'It has no ConfBridge.',
  'asterisk.doctor.no-confbridge.next': 'Load app_confbridge.so (modules.conf).',
  'asterisk.doctor.what.version': 'its version',
  'asterisk.doctor.version': 'It is Asterisk {version}.',
  'asterisk.doctor.old': 'It is Asterisk {version}, which confbot was not made for.',
  'asterisk.doctor.old.next': 'Use Asterisk 16 or later.',
  'asterisk.doctor.what.events': 'its events',
  'asterisk.doctor.events': 'It tells of calls as they happen.',
  'asterisk.doctor.no-events': 'It tells nothing of calls as they happen.',
  'asterisk.doctor.no-events.next': 'In manager.conf, give the login read = call,reporting.',
  'asterisk.doctor.what.dialplan': 'its dialplan',
  'asterisk.doctor.dialplan': 'Its dialplan has what confbot needs, and asks confbot at {host} who may enter.',
  'asterisk.doctor.other-port':
    'Its dialplan asks at {host} who may enter, and confbot listens on port {port}: nobody enters, unless a proxy lies between.',
  'asterisk.doctor.other-port.next':
    'Set the port of CONFBOT_ENTRY in [globals] to {port} and run "dialplan reload", or PORT of confbot to that of CONFBOT_ENTRY.',
  'asterisk.doctor.no-dialplan': 'Its dialplan lacks {contexts}.',
  'asterisk.doctor.no-dialplan.next':
    'Include docs/asterisk/extensions.conf as its first lines say, then run "dialplan reload".',
  'asterisk.doctor.no-entry': 'Its dialplan does not know where to ask who may enter a room, so nobody does.',
  'asterisk.doctor.other-entry':
    'Its dialplan asks elsewhere, or with another secret, who may enter a room, so nobody does.',
  'asterisk.doctor.entry.next':
    'Set CONFBOT_ENTRY in [globals] to the address of confbot followed by /pbx/{pbx}/entry/ and entrySecret, then run "dialplan reload".',
  'asterisk.doctor.what.ari-address': 'the address of ARI',
  'asterisk.doctor.what.ari-login': 'the login of ARI',
  'asterisk.doctor.ari': 'The ARI login as {username} may list and delete recordings.',
  'asterisk.doctor.no-ari': 'Conferences can be recorded, but their recordings cannot be listed, fetched or deleted.',
  'asterisk.doctor.no-ari.next':
    'Set ariUrl and ariPassword (PBX_ARI_URL, PBX_ARI_PASSWORD) to the address and login of ARI, or fetch them on the machine itself.',
  'asterisk.doctor.ari-read-only': 'The ARI login as {username} may only read, so that recordings cannot be deleted.',
  'asterisk.doctor.ari-read-only.next': 'Set read_only = no for it in ari.conf.',
  'asterisk.doctor.what.parts': 'its modules and sounds',
  'asterisk.doctor.no-curl': 'It lacks func_curl, by which the dialplan asks who may enter, so nobody does.',
  'asterisk.doctor.no-curl.next':
    'Install the module if it is not there, load res_curl.so and func_curl.so (modules.conf), then run "core restart gracefully".',
  'asterisk.doctor.no-sounds': 'It lacks sounds that the dialplan plays, so nobody hears that they are recorded.',
  'asterisk.doctor.no-sounds.next': 'Install its sounds (asterisk-core-sounds-en, or those of your language).',
  'asterisk.doctor.ari-refused': 'It does not accept the ARI login as {username}.',
  'asterisk.doctor.ari-refused.next':
    'Compare ariUser and ariPassword with ari.conf, then run "module reload res_ari.so".',
} as const
