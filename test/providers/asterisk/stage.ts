/**
 * As much of an Asterisk as the adapter asks of, on sockets of this machine: conferences with their legs over AMI, and recordings over
 * ARI. What it answers is as Asterisk 22.10 was seen to answer; each answer can be made to fail.
 */
import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { AsteriskSettings } from '#providers/asterisk/config.ts'
import { createAsterisk } from '#providers/asterisk/provider.ts'
import type { HttpDeps } from '#providers/http.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { serve } from '#test/support/local-server.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { createAmiServer, failure, type HeardAction, login, message, success } from './ami-server.ts'

export const ariPassword = 'planted-ari-password'
export const entrySecret = 'planted-entry-secret'

export interface StageLeg {
  readonly channel: string
  readonly id: string
  readonly number?: string
  readonly name?: string
  muted?: boolean
  readonly talking?: boolean
  /** As long as they hear the announcement of their profile, a kick is taken and does nothing. */
  readonly isGreeted?: boolean
}
interface Conference {
  locked: boolean
  readonly legs: StageLeg[]
}
/** What becomes of the next action of this name. */
export type Fault = { readonly says: string } | 'cut' | 'silent'

const yesNo = (is: boolean | undefined) => (is ? 'Yes' : 'No')
const rights = {
  ConfbridgeMute: 'Mute a Confbridge user.  (Priv: call,all)',
  ConfbridgeList: 'List participants in a conference.  (Priv: reporting,all)',
  CoreSettings: 'Show PBX core settings (version etc).  (Priv: system,reporting,all)',
  Originate: 'Originate a call.  (Priv: originate,all)',
  Ping: 'Keepalive command.  (Priv: <none>)',
}

export async function createStage() {
  const server = await createAmiServer()
  const conferences = new Map<string, Conference>()
  const channels: { Channel: string; Uniqueid: string }[] = []
  const faults = new Map<string, Fault>()
  const variables = new Map<string, string>()
  const contexts = { missing: [] as string[] }
  const commands: Record<string, string> = { ...rights }
  const info = { version: '22.10.1' }

  const put = (room: string, ...legs: StageLeg[]) => {
    const conference = conferences.get(room) ?? { locked: false, legs: [] }
    conferences.set(room, conference)
    conference.legs.push(...legs)
  }
  const remove = (room: string, isGone: (leg: StageLeg) => boolean) => {
    const conference = conferences.get(room)
    if (!conference) return
    conference.legs.splice(0, conference.legs.length, ...conference.legs.filter((leg) => !isGone(leg)))
    if (conference.legs.length === 0) conferences.delete(room)
  }
  const items = (action: HeardAction, name: string, all: readonly Readonly<Record<string, string>>[]) =>
    [
      success(action, { EventList: 'start' }),
      ...all.map((one) => message({ Event: name, ActionID: action.fields.ActionID ?? '', ...one })),
      message({ Event: `${name}Complete`, ActionID: action.fields.ActionID ?? '', EventList: 'Complete' }),
    ].join('')
  const conferenceOf = (action: HeardAction) => conferences.get(action.fields.Conference ?? '')
  const noConference = (action: HeardAction) =>
    failure(action, conferences.size === 0 ? 'No active conferences.' : 'No Conference by that name found.')

  const answer = (name: string, how: (action: HeardAction) => string) =>
    server.answer(name, (action, socket: Socket) => {
      const fault = faults.get(name)
      if (fault === undefined) return how(action)
      if (fault === 'cut') socket.destroy()
      return typeof fault === 'object' ? failure(action, fault.says) : null
    })
  const change = (name: string, how: (conference: Conference, channel: string) => boolean) =>
    answer(name, (action) => {
      const conference = conferenceOf(action)
      if (!conference) return noConference(action)
      const isDone = how(conference, action.fields.Channel ?? '')
      return isDone ? success(action) : failure(action, 'No Channel by that name found in Conference.')
    })
  /** Like the real one, by the beginning of the name. */
  const setMuted = (isMuted: boolean) => (conference: Conference, channel: string) => {
    const leg = conference.legs.find((one) => one.channel.startsWith(channel))
    if (leg) leg.muted = isMuted
    return leg !== undefined
  }

  answer('ConfbridgeListRooms', (action) =>
    conferences.size === 0
      ? noConference(action)
      : items(
          action,
          'ConfbridgeListRooms',
          [...conferences].map(([Conference, { locked, legs }]) => ({
            Conference,
            Parties: String(legs.length),
            Locked: yesNo(locked),
            Muted: 'No',
          })),
        ),
  )
  answer('ConfbridgeList', (action) => {
    const conference = conferenceOf(action)
    if (!conference) return noConference(action)
    const legs = conference.legs.map(({ channel, id, number = '<unknown>', name = '<unknown>', muted, talking }) => ({
      Channel: channel,
      Uniqueid: id,
      CallerIDNum: number,
      CallerIDName: name,
      Muted: yesNo(muted),
      Talking: yesNo(talking),
    }))
    return items(action, 'ConfbridgeList', legs)
  })
  change('ConfbridgeMute', setMuted(true))
  change('ConfbridgeUnmute', setMuted(false))
  const setLocked = (locked: boolean) => (conference: Conference) => {
    conference.locked = locked
    return true
  }
  change('ConfbridgeLock', setLocked(true))
  change('ConfbridgeUnlock', setLocked(false))
  answer('ConfbridgeKick', (action) => {
    const { Conference: room = '', Channel } = action.fields
    const conference = conferences.get(room)
    if (!conference) return noConference(action)
    const isMeant = ({ channel }: StageLeg) => Channel === 'all' || channel === Channel
    if (!conference.legs.some(isMeant)) return failure(action, 'No Channel by that name found in Conference.')
    remove(room, (leg) => isMeant(leg) && leg.isGreeted !== true)
    return success(action)
  })
  answer('CoreShowChannels', (action) => items(action, 'CoreShowChannel', channels))
  answer('Hangup', (action) => {
    const { Channel } = action.fields
    const isMeant = ({ channel }: StageLeg) => channel === Channel
    const rooms = [...conferences].filter(([, { legs }]) => legs.some(isMeant))
    const index = channels.findIndex((one) => one.Channel === Channel)
    if (rooms.length === 0 && index < 0) return failure(action, 'No such channel')
    for (const [room] of rooms) remove(room, isMeant)
    if (index >= 0) channels.splice(index, 1)
    return success(action)
  })
  answer('Originate', (action) => {
    const { Context, Channel = '', OtherChannelId = '' } = action.fields
    const room = /^Local\/(\d+)@confbot-helper/.exec(Channel)?.[1]
    if (Context === 'confbot-record' && room)
      put(room, { channel: `Local/${room}@confbot-helper-0000000a;2`, id: OtherChannelId })
    return success(action, { Message: 'Originate successfully queued' })
  })
  answer('ListCommands', (action) => success(action, commands))
  answer('CoreSettings', (action) => success(action, { AsteriskVersion: info.version }))
  answer('Getvar', (action) => success(action, { Value: variables.get(action.fields.Variable ?? '') ?? '' }))
  answer('ShowDialPlan', (action) => {
    const { Context = '' } = action.fields
    if (contexts.missing.includes(Context)) return failure(action, `Did not find context ${Context}`)
    return items(action, 'ListDialplan', [{ Context }]).replace('ListDialplanComplete', 'ShowDialPlanComplete')
  })

  const stored = new Map<string, Uint8Array>()
  const ari = { isReadOnly: false, hasFolder: true, asked: [] as string[], lacks: [] as string[] }
  const { origin } = await serve((req, res) => {
    const path = req.url ?? ''
    ari.asked.push(`${req.method} ${path}`)
    const json = (status: number, body: unknown) => {
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (req.headers.authorization !== `Basic ${Buffer.from(`confbot:${ariPassword}`).toString('base64')}`)
      return json(401, { message: 'Authentication required' })
    if (req.method === 'DELETE' && ari.isReadOnly) return json(403, { message: 'Write access required' })
    if (path === '/ari/recordings/stored' && !ari.hasFolder) return json(500, { error: 'Allocation failed' })
    if (path === '/ari/recordings/stored')
      return json(
        200,
        [...stored.keys()].map((name) => ({ name, format: 'wav' })),
      )
    const part = /^\/ari\/(?:asterisk\/modules|sounds)\/([^/]+)$/.exec(path)?.[1]
    if (part) {
      const isThere = !ari.lacks.includes(part)
      return isThere ? json(200, { name: part }) : json(404, { message: `${part} could not be found` })
    }
    const name = /^\/ari\/recordings\/stored\/([^/]+)(?:\/file)?$/.exec(path)?.[1] ?? ''
    const file = stored.get(name)
    if (!file) return json(404, { message: 'Recording not found' })
    if (req.method === 'DELETE') {
      stored.delete(name)
      return res.writeHead(204).end()
    }
    return res.writeHead(200, { 'content-type': 'audio/wav' }).end(file)
  })

  const clock = createHandClock()
  const book = createLogBook()
  const open = (settings: Readonly<Record<string, unknown>> = {}, deps: Partial<HttpDeps> = {}) => {
    const parsed = AsteriskSettings.parse({
      url: `tcp://127.0.0.1:${server.port}`,
      amiSecret: login.secret,
      ariUrl: `${origin}/ari`,
      ariPassword,
      entrySecret,
      callerId: 'Conference <8000>',
      ...settings,
    })
    const provider = createAsterisk(parsed, { name: 'office', clock, logger: book.logger, ...deps })
    onTestFinished(() => clock.until(provider.close()))
    return provider
  }
  /** Names of what was asked, in order; without the pings of a quiet line. */
  const actions = () => server.asked.flatMap(({ fields }) => (fields.Action === 'Ping' ? [] : (fields.Action ?? '')))
  const originated = () =>
    server.asked
      .filter(({ fields }) => fields.Action === 'Originate')
      .map(({ fields: { Channel, ChannelId, OtherChannelId, Context, Exten, Async }, lines }) => ({
        ...{ Channel, ChannelId, OtherChannelId, Context, Exten, Async },
        variables: lines.flatMap((line) => (line.startsWith('Variable: ') ? line.slice('Variable: '.length) : [])),
      }))
  return {
    server,
    clock,
    book,
    open,
    put,
    remove,
    conferences,
    channels,
    faults,
    variables,
    contexts,
    commands,
    info,
    stored,
    ari,
    origin,
    actions,
    originated,
    event: (headers: Readonly<Record<string, string>>) => server.say(message(headers)),
  }
}
export type Stage = Awaited<ReturnType<typeof createStage>>
