/** English: what `npm run doctor` finds of Discord. Below what is wrong (`….next`): what to grant or mend. */
export const doctorDiscord = {
  'doctor.discord.what.token': 'the bot token',
  'doctor.discord.what.way-in': 'the way in',
  'doctor.discord.what.servers': 'the servers',
  'doctor.discord.what.commands': 'the commands',
  'doctor.discord.what.channels': 'the channels',
  'doctor.discord.refused': 'Discord refuses the bot token.',
  'doctor.discord.refused.next':
    'Under “Bot” of the application in the Developer Portal, reset the token, and copy it into discord.token (DISCORD_TOKEN).',
  'doctor.discord.unreached': 'Discord could not be asked: {problem}.',
  'doctor.discord.unreached.next':
    'Let this machine reach https://discord.com/api (name resolution, firewall), and look at discord.apiUrl (DISCORD_API_URL) if it is set.',
  'doctor.discord.application': 'The bot token is good: it is {user} of the application {name} ({id}).',
  'doctor.discord.clock':
    'The clock of this machine differs from Discord’s by {minutes} minutes, so that every request of Discord’s is refused as too old or from the future.',

  'doctor.discord.gateway':
    'The gateway takes connections, without any privileged intent; {remaining} of {total} sign-ins of the day are left.',
  'doctor.discord.gateway-worn': 'Only {remaining} of {total} sign-ins to the gateway are left until tomorrow.',
  'doctor.discord.gateway-worn.next':
    'Find out what starts confbot again and again: when none is left, Discord resets the token.',
  'doctor.discord.shards': 'Discord wants {wanted} connections, and discord.shards is {set}.',
  'doctor.discord.shards.next': 'Leave discord.shards out, so that Discord is asked how many.',
  'doctor.discord.endpoint-set':
    'An Interactions Endpoint URL is set, so that Discord sends nothing over the gateway: no command would be answered.',
  'doctor.discord.endpoint-set.next':
    'Clear it under “General Information” of the application in the Developer Portal, or use signed HTTP (DISCORD_MODE=http).',
  'doctor.discord.no-endpoint': 'No Interactions Endpoint URL is set, so that Discord sends nothing over HTTP.',
  'doctor.discord.no-endpoint.next':
    'While confbot runs, enter the public address with {path} under “General Information” of the application in the Developer Portal: Discord tries it at once.',
  'doctor.discord.endpoint':
    'Discord sends commands and clicks to {url}. Whether it reaches them from outside cannot be tried from here.',
  'doctor.discord.endpoint-path': 'Discord sends commands and clicks to {url}, where confbot does not listen.',
  'doctor.discord.endpoint-path.next':
    'Enter an address that ends with {path} as the Interactions Endpoint URL in the Developer Portal, or let a proxy in between change it.',
  'doctor.discord.public-key': 'The public key is the one of the application.',
  'doctor.discord.other-key': 'The public key is not the one of the application: every request would be refused.',
  'doctor.discord.other-key.next':
    'Copy the public key from “General Information” of the application in the Developer Portal into discord.publicKey (DISCORD_PUBLIC_KEY).',
  'doctor.discord.no-events':
    'Over HTTP Discord tells of nothing that happens: channels and scheduled events are read anew every ten minutes, people every five. Only the gateway tells at once.',

  'doctor.discord.server': 'The bot is in the server {name} ({id}), which is served.',
  'doctor.discord.not-joined': 'The bot is not in the server {id}, which is to be served.',
  'doctor.discord.not-joined.next':
    'Let somebody who manages the server open {link}, or take {id} out of discord.servers (DISCORD_SERVERS).',
  'doctor.discord.not-served':
    'The bot is also in {count, plural, one {a server that is} other {# servers that are}} not served: {named}. What is asked there is refused.',
  'doctor.discord.not-served.next': 'Add them to discord.servers (DISCORD_SERVERS), or remove the bot from them.',

  'doctor.discord.commands': 'The commands in {name} are those of this version.',
  'doctor.discord.commands-none': 'The commands are not registered in {name} yet: confbot does it when it starts.',
  'doctor.discord.commands-missing':
    '{count, plural, one {A command is} other {# commands are}} not registered in {name}, or not as in this version: {named}.',
  'doctor.discord.commands-missing.next': 'Start confbot: it registers them.',
  'doctor.discord.commands-unknown': 'In {name} there are commands that this version does not have: {named}.',
  'doctor.discord.commands-unknown.next':
    'If no other program uses this application, remove the bot from the server and invite it anew, which removes its commands.',
  'doctor.discord.commands-refused': 'confbot may register no commands in {name}.',
  'doctor.discord.commands-refused.next':
    'Let somebody who manages the server open {link}, which grants the scope applications.commands.',

  'doctor.discord.may-post':
    'In {name} the bot may post in {count} of {total, plural, one {# text channel} other {# text channels}}.',
  'doctor.discord.may-post-nowhere': 'In {name} the bot may post in no channel.',
  'doctor.discord.may-post.next':
    'Grant its role “View Channel” and “Send Messages” in the settings of the server or of the channels.',
  'doctor.discord.lacks': 'In {name} the bot has no permission {permissions}: {without}.',
  'doctor.discord.lacks.next': 'Grant it to the bot’s role (Server Settings, Roles).',
  'doctor.discord.without.history': 'a message whose posting was not confirmed cannot be looked for',
  'doctor.discord.without.threads': 'it does not work in threads',
  'doctor.discord.without.events': 'meetings are not shown as scheduled events of the server',
  'doctor.discord.in-use': 'It may post in {count, plural, one {the one channel} other {all # channels}} in use.',
  'doctor.discord.gone': 'The channel {id}, which is in use, is not there any more, or the bot does not see it.',
  'doctor.discord.gone.next':
    'If it is a private one, add the bot’s role to it; if it was deleted, nothing needs to be done.',
  'doctor.discord.cannot-post': 'In #{name}, which is in use, the bot has no permission {permissions}.',
  'doctor.discord.cannot-post.next': 'Grant it in the settings of the channel, under Permissions, to the bot’s role.',
} as const
