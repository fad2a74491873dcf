/**
 * English: what `npm run doctor` finds, by the part that it is about. Below what is wrong (`….next`): what to grant or mend.
 * `without` follows a colon.
 */
export const doctor = {
  'doctor.line': '{part}: {sentence}',
  'doctor.sentences': '{first} {second}',
  'doctor.and': '{left} and {right}',
  'doctor.count':
    '{ok} ok, {warn, plural, one {# warning} other {# warnings}}, {fail, plural, one {# failure} other {# failures}}.',
  'doctor.usage': 'Write "npm run doctor", or "npm run doctor -- --json" for programs.',
  'doctor.slow': 'Looking at {what} took longer than {seconds} seconds, so nothing is known of it.',
  'doctor.slow.next': 'Run doctor again; if it stays so, what is asked there hangs.',
  'doctor.broken': 'Looking at {what} went wrong: {reason}.',
  'doctor.broken.next': 'That is a mistake in confbot: please report it.',

  'doctor.part.configuration': 'Configuration',
  'doctor.part.machine': 'Machine',
  'doctor.part.ports': 'Ports',
  'doctor.part.store': 'Store',
  'doctor.part.pbx': 'PBX {name}',

  'doctor.configuration.complete':
    'It is complete: {chats} and {pbxs, plural, one {# PBX} other {# PBXs}}, read from {sources}.',
  'doctor.configuration.chats': '{left}, {right}',
  'doctor.configuration.environment': 'the environment',
  'doctor.configuration.where': '{where}',
  'doctor.configuration.sandbox': 'Nothing is configured, so this is the sandbox: its own chats and PBX are looked at.',
  'doctor.configuration.sandbox-chat':
    'No chat is configured, so those of the sandbox are looked at, beside a real PBX.',
  'doctor.configuration.problem': '{key}: {what}',
  'doctor.configuration.problem.next': 'The file .env.example names every setting.',
  'doctor.configuration.no-key':
    'CONFBOT_SECRET_KEY is not set, so that each start signs in to the PBXs anew; some allow few logins at once.',
  'doctor.configuration.no-key.next':
    'Set it to what “openssl rand -base64 32” prints, and keep it as you keep passwords.',
  'doctor.configuration.odd': '{what}',
  'doctor.configuration.odd.next': 'Correct its name, or take it away.',

  'doctor.clock.same':
    'The clock of this machine agrees with that of {name}{seconds, plural, =0 {} one { to within # second} other { to within # seconds}}.',
  'doctor.clock.ahead':
    'The clock of this machine is {seconds, plural, one {# second} other {# seconds}} ahead of that of {name}.',
  'doctor.clock.behind':
    'The clock of this machine is {seconds, plural, one {# second} other {# seconds}} behind that of {name}.',
  'doctor.clock.next': 'Let the time of both machines be set by NTP.',

  'doctor.slack.what.token': 'the bot token',
  'doctor.slack.what.app-token': 'the app-level token',
  'doctor.slack.what.secret': 'the signing secret',
  'doctor.slack.what.scopes': 'the scopes',
  'doctor.slack.what.channels': 'the channels',
  'doctor.slack.token': 'the bot token',
  'doctor.slack.token.next':
    'Copy the token that begins with xoxb- from “OAuth & Permissions” of the app, once the app is installed, into slack.botToken (SLACK_BOT_TOKEN).',
  'doctor.slack.app-token': 'the app-level token',
  'doctor.slack.app-token.next':
    'Under “Basic Information” of the same app, generate an app-level token with the scope connections:write, and copy it into slack.appToken (SLACK_APP_TOKEN).',
  'doctor.slack.refused': 'Slack refuses {token} ({problem}).',
  'doctor.slack.unreached': 'Slack could not be asked: {problem}.',
  'doctor.slack.unreached.next':
    'Let this machine reach https://slack.com/api/ (name resolution, firewall), and look at slack.apiUrl (SLACK_API_URL) if it is set.',
  'doctor.slack.no-bot': 'The token is not that of a bot.',
  'doctor.slack.workspace': 'The bot token is good: it is {user} in the workspace {team} ({id}), which is served.',
  'doctor.slack.not-served':
    'The bot token belongs to the workspace {team} ({id}), which is not among those that are served.',
  'doctor.slack.not-served.next':
    'Add {id} to slack.workspaces (SLACK_WORKSPACES), or use the bot token of a workspace that is there.',
  'doctor.slack.clock':
    'The clock of this machine differs from Slack’s by {minutes} minutes, so that every request of Slack’s is refused as too old or from the future.',
  'doctor.slack.connects': 'The app-level token is good: Slack offers a connection for Socket Mode.',
  'doctor.slack.other-app':
    'The app-level token belongs to another app ({ofToken}) than the bot token ({ofBot}): nothing would ever arrive.',
  'doctor.slack.secret':
    'A signing secret is set. Whether it is the one of this app shows only when Slack calls: with another, every request is answered with 401.',
  'doctor.slack.secret-odd':
    'The signing secret does not look like one of Slack’s: those are 32 digits and letters a to f.',
  'doctor.slack.secret-odd.next':
    'Copy the signing secret, not the client secret or a token, from “Basic Information” of the app into slack.signingSecret (SLACK_SIGNING_SECRET).',
  'doctor.slack.address':
    'Whether Slack reaches /slack/events from outside cannot be tried from here: “Event Subscriptions” of the app shows its address as verified when it does.',
  'doctor.slack.scopes': 'All scopes that confbot needs are granted.',
  'doctor.slack.scopes-untold': 'Slack does not tell which scopes are granted.',
  'doctor.slack.scope': 'The scope {scope} is not granted: {without}.',
  'doctor.slack.scope.next':
    'Paste manifest.yml as the manifest of the app again (or add it under “OAuth & Permissions”), and install the app to the workspace anew.',
  'doctor.slack.without.app-mentions': 'mentions of the bot are not heard',
  'doctor.slack.without.chat-write': 'nothing can be posted, neither cards nor answers',
  'doctor.slack.without.chat-write-public': 'cards reach only channels to which the bot was invited',
  'doctor.slack.without.commands': '/conf, /confadmin and the shortcuts are not there',
  'doctor.slack.without.im-history': 'what is said to the bot in direct messages is not heard',
  'doctor.slack.without.im-write': 'people cannot be written to in direct messages',
  'doctor.slack.without.users-read':
    'names, time zones, administrators and guests are not known, so that nobody is served',
  'doctor.slack.optional.next': 'To have that as well, grant the optional {scopes} when the app is installed.',
  'doctor.slack.kind.public': 'public channels',
  'doctor.slack.kind.private': 'private channels',
  'doctor.slack.kind.group': 'group messages',
  'doctor.slack.history':
    'A reminder or other message whose posting Slack does not confirm is looked for, and posted again only where it is not there.',
  'doctor.slack.no-history':
    'In {kinds}, a reminder or other message whose posting Slack does not confirm is reported and not repeated, since {scopes} is not granted.',
  'doctor.slack.read':
    'Whether the bot is in {kinds} and may post there cannot be told, since {scopes} is not granted.',
  'doctor.slack.no-files':
    'Calendar files cannot be given to people in Slack, since files:write is not granted. Their calendar addresses work all the same.',
  'doctor.slack.mentions':
    'A conference that is started by a mention in a public channel counts as private, since channels:read is not granted.',
  'doctor.slack.in':
    'The bot is in {count, plural, one {# channel} other {# channels}}: {named}{more, select, yes { …} other {}}.',
  'doctor.slack.in-none': 'The bot is in no channel.',
  'doctor.slack.in-none.next': 'Write /invite @confbot in each channel that shall have conferences.',
  'doctor.slack.may-post':
    'The bot may post in {count, plural, one {the one channel} other {all # channels}} with defaults or a live conference.',
  'doctor.slack.archived': 'The channel {name} is archived, so that nothing can be posted there.',
  'doctor.slack.archived.next': 'Restore it, if it is still needed.',
  'doctor.slack.not-in': 'The bot is not in the channel {name}, and may not post there.',
  'doctor.slack.not-in.next': 'Write /invite @confbot there.',

  'doctor.pbx.what.address': 'its address',
  'doctor.pbx.what.login': 'the login',
  'doctor.pbx.what.system-login': 'the login of the system administrator',
  'doctor.pbx.what.rooms': 'the rooms',
  'doctor.pbx.what.recordings': 'the recordings',
  'doctor.pbx.what.numbers': 'whom it may ring',
  'doctor.pbx.reached': 'It answers at {host}{secure, select, yes { over TLS} other {}}.',
  'doctor.pbx.plain': 'What is sent to {host} is not encrypted, the password among it.',
  'doctor.pbx.plain.next': 'Use an address that begins with https://.',
  'doctor.pbx.unknown-host': 'The name {host} cannot be resolved ({code}).',
  'doctor.pbx.unreached': '{host} cannot be reached ({code}).',
  'doctor.pbx.silent': '{host} did not answer within {seconds, plural, one {# second} other {# seconds}}.',
  'doctor.pbx.address.next':
    'Check the address and its port in the configuration, and that this machine may reach them (firewall, network, VPN).',
  'doctor.pbx.certificate':
    'The certificate of {host} is not trusted ({code}){fingerprint, select, none {} other {; its SHA-256 fingerprint is {fingerprint}}}.',
  'doctor.pbx.certificate.next':
    'Address the PBX by a name that its certificate has, and renew one that has expired. One that a company’s own authority or nobody has signed goes into the setting tlsCertificate (PBX_TLS_CERTIFICATE_FILE). For one that names another host, compare the fingerprint with what the PBX itself shows, and set tlsFingerprint to it.',
  'doctor.pbx.pin':
    'The certificate of {host} is not the one of tlsFingerprint{fingerprint, select, none {} other {; its SHA-256 fingerprint is {fingerprint}}}.',
  'doctor.pbx.pin.next':
    'If the PBX got a new certificate, compare the fingerprint with what the PBX itself shows, and set tlsFingerprint to it. Else something stands between this machine and the PBX.',
  'doctor.pbx.no-tls': '{host} does not speak TLS at this port ({code}).',
  'doctor.pbx.no-tls.next': 'Take the port of its https address, or write http:// if it has none.',
  'doctor.pbx.web-page': '{host} answers with a web page (HTTP {status}) where its interface for programs should be.',
  'doctor.pbx.web-page.next':
    'Check that the interface is switched on there, the path of the address against the README of this kind of PBX, and whatever proxy stands before it.',
  'doctor.pbx.login': 'The login as {username} is accepted.',
  'doctor.pbx.login-refused': 'It does not accept the login.',
  'doctor.pbx.login-refused.next':
    'Check user, password and domain in the configuration; the account must not ask for a second factor.',
  'doctor.pbx.system-login-refused': 'It does not accept the login of the system administrator.',
  'doctor.pbx.system-login-refused.next':
    'Check systemUsername and systemPassword in the configuration, or leave both out: then its servers cannot be managed.',
  'doctor.pbx.system-forbidden': 'The login as {username} may not see its servers.',
  'doctor.pbx.system-forbidden.next':
    'Name a system administrator in systemUsername, or leave systemUsername and systemPassword out: then its servers cannot be managed.',
  'doctor.pbx.doing.servers': 'list servers',
  'doctor.pbx.forbidden': 'The account has no right to {doing}.',
  'doctor.pbx.doing.sign-in': 'sign in',
  'doctor.pbx.doing.rooms': 'list rooms',
  'doctor.pbx.doing.recordings': 'list recordings',
  'doctor.pbx.forbidden.next': 'Give the account the rights that the README of this kind of PBX names.',
  'doctor.pbx.other': 'It does not answer as this kind of PBX does.',
  'doctor.pbx.other.next':
    'Check that its interface for programs is switched on, and the path of the address and the kind in the configuration; its version may be another one than the README names.',
  'doctor.pbx.refused': 'It refuses: {message}.',
  'doctor.pbx.refused.next': 'Change what it does not like in the configuration.',
  'doctor.pbx.busy': 'It takes no more requests for the moment.',
  'doctor.pbx.busy.next': 'Run doctor again in a minute; another program may ask it too often.',
  'doctor.pbx.failed': 'It fails to answer: {what}.',
  'doctor.pbx.failed.next': 'Look into the PBX and its log.',
  'doctor.pbx.rooms':
    'Of its rooms {first} to {last}, {existing} are there and {live} in a conference; {free} are free for others.',
  'doctor.pbx.rooms-create':
    'Whether the account may also create rooms shows only with the first that is needed: {missing} of the range are not there yet.',
  'doctor.pbx.rooms-none-free': 'Of its rooms {first} to {last}, none is free for a further conference.',
  'doctor.pbx.rooms-none-free.next': 'Give it a wider range of rooms, or look at what uses them.',
  'doctor.pbx.rooms-foreign':
    '{count, plural, one {Somebody is in room {numbers}} other {People are in the rooms {numbers}}} without a conference of confbot.',
  'doctor.pbx.rooms-foreign.next': 'Choose a range of rooms that nothing else uses: confbot changes what is in it.',
  'doctor.pbx.rooms-unlike':
    '{count, plural, one {Room {numbers} is not as confbot makes it} other {Rooms {numbers} are not as confbot makes them}}, so somebody else may have.',
  'doctor.pbx.rooms-unlike.next':
    'Choose another range if so: confbot gives the rooms of its range new names and PINs, but for those made with /confadmin room create.',
  'doctor.pbx.rooms-rung': 'Some of its rooms {first} to {last} are also among the extensions that may be rung.',
  'doctor.pbx.rooms-rung.next': 'Take them out of the extensions: a room that rings a room joins two conferences.',
  'doctor.pbx.recordings': 'The recordings of a room can be listed.',
  'doctor.pbx.recordings-untried': 'Whether recordings can be listed shows only once there is a room.',
  'doctor.pbx.numbers': 'It may ring the extensions {extensions} and numbers of {countries}.',
  'doctor.pbx.numbers-outside': 'It may ring numbers of {countries}, but no extension.',
  'doctor.pbx.numbers-outside.next': 'To have extensions rung, set them (PBX_EXTENSIONS).',
  'doctor.pbx.numbers-inside': 'It may ring the extensions {extensions} alone: no country may be called.',
  'doctor.pbx.numbers-inside.next': 'To have numbers outside rung, name their countries (PBX_COUNTRIES).',
  'doctor.pbx.numbers-none': 'It may ring nobody: neither extensions nor countries are set.',
  'doctor.pbx.numbers-none.next': 'Set extensions (PBX_EXTENSIONS), countries (PBX_COUNTRIES) or both.',

  'doctor.store.what.open': 'the database',
  'doctor.store.what.integrity': 'the integrity of the database',
  'doctor.store.what.audit': 'the audit trail',
  'doctor.store.what.disk': 'the disk',
  'doctor.store.what.settings': 'what people have set',
  'doctor.store.memory': 'Everything is kept in memory alone, and is gone when confbot ends.',
  'doctor.store.new': 'There is no database at {path} yet; the first start makes it.',
  'doctor.store.no-folder': 'No database can be made at {path} ({code}).',
  'doctor.store.no-folder.next':
    'Let the account that runs confbot write to the folder, or set another path (DATABASE_URL).',
  'doctor.store.works': 'The database {path} can be read and written.',
  'doctor.store.shared':
    'The database {path} can be read and written. Another process has it open, as a confbot that runs does, or ended without closing it; neither matters.',
  'doctor.store.unusable': 'The database {path} cannot be used: {reason}.',
  'doctor.store.unusable.next':
    'Let the account that runs confbot read and write the file and its folder; if it is damaged, restore a backup, or set another path (DATABASE_URL).',
  'doctor.store.locked': 'Another process has been writing to the database {path} for seconds.',
  'doctor.store.locked.next': 'Run doctor again; if it stays so, end what holds it.',
  'doctor.store.schema': 'Its tables are of the present version ({version}).',
  'doctor.store.older': 'Its tables are of an earlier version.',
  'doctor.store.older.next': 'Make a backup; the next start brings them up to date.',
  'doctor.store.later': 'Its tables were made by a later version of confbot.',
  'doctor.store.later.next': 'Install that version, or restore a backup from before.',
  'doctor.store.foreign': 'The file {path} holds the tables of another program.',
  'doctor.store.foreign.next': 'Set another path (DATABASE_URL).',
  'doctor.store.intact': 'The database is intact.',
  'doctor.store.damaged': 'The database is damaged: {problem}.',
  'doctor.store.damaged.next': 'Stop confbot and restore a backup.',
  'doctor.store.audit': 'The audit trail is unbroken.',
  'doctor.store.audit-broken': 'Record {seq} of the audit trail was changed, or one before it taken out.',
  'doctor.store.audit-broken.next': 'Compare it with a backup, and find out who can write to the file.',
  'doctor.store.disk': '{free} are free on its disk.',
  'doctor.store.disk-low': 'Only {free} are free on its disk.',
  'doctor.store.disk-low.next': 'Make room: when the disk is full, nothing can be done any more.',
  'doctor.store.settings':
    '{count, plural, one {The one zone that was chosen is known.} other {The # zones that were chosen are all known.}}',
  'doctor.store.zone': '{whose} has the zone “{zone}”, which is not known here.',
  'doctor.store.zone.next': 'Choose one of the IANA names: {command}.',
  'doctor.store.pbx': 'The channel {channel} has the PBX “{name}”, which is not configured.',
  'doctor.store.pbx.next': 'Write /confadmin channel pbx default there, or configure it again.',
  'doctor.store.whose.channel': 'The channel {id}',
  'doctor.store.whose.person': 'The person {id}',

  'doctor.machine.what.node': 'Node',
  'doctor.machine.what.zones': 'the zone data',
  'doctor.machine.node': 'Node {version} runs confbot.',
  'doctor.machine.zones': 'Its zone data are of {version} and know the latest changes of clocks (ICU {icu}).',
  'doctor.machine.zones-wrong': 'Its zone data ({version}) have the wrong time for {zone} on {day}.',
  'doctor.machine.zones-wrong.next': 'Run confbot with a newer Node: times there would be shown an hour off.',

  'doctor.port.what': 'port {port}',
  'doctor.port.any': '{setting} is 0: any port that is free.',
  'doctor.port.free': 'Port {port} ({setting}) is free.',
  'doctor.port.running': 'Port {port} ({setting}) is that of a confbot that runs.',
  'doctor.port.not-ready': 'The confbot that runs is not ready: {parts} not connected.',
  'doctor.port.not-ready.next': 'Mend what is named here, or look into its log.',
  'doctor.port.taken': 'Port {port} is in use by another program.',
  'doctor.port.taken.next': 'Stop that program, or set {setting} to another port.',
  'doctor.port.closed': 'Port {port} is not open to this user.',
  'doctor.port.closed.next': 'Set {setting} to a port above 1023.',
  'doctor.port.no-address': '{host} is not an address of this machine, so nothing can listen there.',
  'doctor.port.no-address.next': 'Set {setting} to an address that it has.',
  'doctor.port.other': 'Nothing can listen on port {port} ({code}).',
  'doctor.port.other.next': 'Set {setting} to another port.',
  'doctor.port.same': 'PORT and ADMIN_PORT are both {port}.',
  'doctor.port.same.next': 'Set one of them to another port.',
} as const
