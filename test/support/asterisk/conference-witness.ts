/** What goes on in an Asterisk by its own command line, and the calls that confbot would place there, by a plain socket. */
import { askManager } from './manager-socket.ts'
import type { Asterisk } from './server.ts'

/** A channel as `core show channels concise` tells of it. */
export interface Channel {
  readonly name: string
  readonly context: string
  readonly exten: string
  /** `Ring`, `Ringing`, `Up`, … */
  readonly state: string
  readonly application: string
  /** What the application is told: of SayDigits the digits. */
  readonly data: string
  readonly caller: string
  readonly uniqueId: string
}

export async function channels(asterisk: Asterisk): Promise<Channel[]> {
  const lines = (await asterisk.cli('core show channels concise')).split('\n').filter((line) => line.includes('!'))
  return lines.map((line) => {
    const [name = '', context = '', exten = '', , state = '', application = '', data = '', caller = '', ...rest] =
      line.split('!')
    return { name, context, exten, state, application, data, caller, uniqueId: rest.at(-1) ?? '' }
  })
}

/** Full names of the channels in that conference; of people and of helpers, none of Asterisk's own. */
export async function inConference(asterisk: Asterisk, room: string): Promise<string[]> {
  const shown = await asterisk.cli(`confbridge list ${room}`)
  return shown.split('\n').flatMap((line) => line.match(/^((?:PJSIP|Local)\/\S+)/)?.[1] ?? [])
}

/** The people in that conference, by the channel that each has, and whether they are muted. No helpers. */
export async function people(asterisk: Asterisk, room: string): Promise<{ name: string; muted: boolean }[]> {
  const shown = await asterisk.cli(`confbridge list ${room}`)
  return shown.split('\n').flatMap((line) => {
    const [, name, flags = ''] = line.match(/^(PJSIP\/\S+)\s+([A-Za-z]*)\s+confbot_user/) ?? []
    return name ? { name, muted: flags.includes('m') } : []
  })
}

/** As `confbridge list` says it; null: there is no such conference. */
export async function isLocked(asterisk: Asterisk, room: string): Promise<boolean | null> {
  const [, locked] =
    (await asterisk.cli('confbridge list')).match(new RegExp(`^${room} +\\d+ +\\d+ +(Yes|No)`, 'm')) ?? []
  return locked === undefined ? null : locked === 'Yes'
}

/** Rejects where Asterisk refuses it. */
export async function manage(asterisk: Asterisk, action: Readonly<Record<string, string>>): Promise<void> {
  const answer = await askManager(asterisk, action)
  if (!answer.includes('Response: Success')) throw new Error(`${action.Action}: ${answer.join(' ')}`)
}

export interface Ring {
  readonly number: string
  readonly room: string
  readonly id: string
  readonly context?: string
  readonly endpoint?: string
}

/** Rings `number` outside; who answers goes to `context`. The channel's unique id is `id`, which no other's may begin with. */
export function ring(
  asterisk: Asterisk,
  { number, room, id, context = 'confbot-enter', endpoint = 'outside' }: Ring,
): Promise<void> {
  return manage(asterisk, {
    Action: 'Originate',
    Channel: `PJSIP/${number}@${endpoint}`,
    ChannelId: id,
    Context: context,
    Exten: room,
    Priority: '1',
    CallerID: '8200',
    Variable: `CONFBOT_CALL=${id}`,
    Timeout: '60000',
    Async: 'true',
  })
}

/** Records a conference as confbot does; the file is `<spool>/recording/<file>.wav`. */
export function record(asterisk: Asterisk, room: string, file: string): Promise<void> {
  return helper(asterisk, room, 'confbot-record', { id: file, variable: `CONFBOT_FILE=${file}` })
}

/** Says a sound to everybody in a conference, or to the one person whose channel has the unique id `leg`. */
export function say(
  asterisk: Asterisk,
  where: { room: string } | { leg: string },
  sound: string,
  id: string,
): Promise<void> {
  return 'room' in where
    ? helper(asterisk, where.room, 'confbot-say', { id, exten: where.room, variable: `CONFBOT_SOUND=${sound}` })
    : helper(asterisk, 'tell', 'confbot-tell', { id, variable: `CONFBOT_SOUND=${sound},CONFBOT_LEG=${where.leg}` })
}

function helper(
  asterisk: Asterisk,
  inside: string,
  context: string,
  { id, variable, exten = 's' }: { id: string; variable: string; exten?: string },
): Promise<void> {
  return manage(asterisk, {
    Action: 'Originate',
    Channel: `Local/${inside}@confbot-helper/n`,
    ChannelId: id,
    OtherChannelId: `${id}-inside`,
    Context: context,
    Exten: exten,
    Priority: '1',
    Variable: variable,
    Async: 'true',
  })
}
