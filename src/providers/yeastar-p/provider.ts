/** A Yeastar P-Series PBX as confbot uses it: the contract in terms of its calls. Live control goes by numbers, configuration by ids. */
import type { ConferenceProvider, Period, Recording, Room } from '#core/contracts/conference-provider.ts'
import { isConfbotError } from '#core/errors.ts'
import { connectionOptions } from '../connection.ts'
import { providerError } from '../failure.ts'
import { createHttp, type HttpDeps } from '../http.ts'
import { tellingOutages } from '../outage.ts'
import { authorizedHttp } from '../session.ts'
import { userAgent } from './agent.ts'
import { createLoginClient, createPbxClient } from './client.ts'
import { baseUrlOf, type YeastarPSettings } from './config.ts'
import { diagnoseYeastarP } from './diagnose.ts'
import { createHints } from './events.ts'
import {
  fieldsToWire,
  isIn,
  listedToRoom,
  resourceToPath,
  wireToOption,
  wireToParticipant,
  wireToRoom,
} from './mapper.ts'
import { readPages } from './pages.ts'
import { wireToProblem, wireToSignInProblem } from './problem.ts'
import { findRecordings } from './recordings.ts'
import type { Listed, Member } from './schema.ts'
import { createYeastarPSession } from './session.ts'

/** Where the values of fields come from, by field. */
const menusOf: Readonly<Record<string, readonly string[]>> = {
  moderator_list: ['extension', 'ext_group'],
  prompt_language: ['system_prompt'],
}

/** How far back recordings are looked for where nobody says. */
const recordingsAgeMs = 31 * 24 * 3_600_000

/** Outside numbers come in E.164. */
const isExtension = (number: string) => !number.startsWith('+')

export function createYeastarP(settings: YeastarPSettings, deps: HttpDeps) {
  const { serviceExtension } = settings
  const options = {
    ...deps,
    ...connectionOptions(settings),
    baseUrl: baseUrlOf(settings),
    headers: { 'user-agent': userAgent },
    failsWith200: true,
  }
  const loginHttp = createHttp({ ...options, problemOf: wireToSignInProblem })
  const http = createHttp({ ...options, problemOf: wireToProblem })
  const session = createYeastarPSession(createLoginClient(loginHttp), settings, deps)
  const pbx = createPbxClient(tellingOutages(authorizedHttp(http, session), deps))
  /** Numbers of rooms whose people somebody asked for. */
  const watched = new Set<string>()
  const hints = createHints(settings, session, (number) => watched.has(number), deps)

  const fail = (code: 'provider.not-found' | 'provider.malformed', why: string) =>
    providerError(code, deps.name, new Error(why))

  const listRooms = () => readPages((page) => pbx.listRooms(page))

  /**
   * Asked each time: with an id that was remembered, somebody else's room might be changed or deleted. Which fields are searched is not
   * documented, so that the list has the last word.
   */
  const idOf = async (number: string): Promise<number> => {
    const isMeant = (room: Listed) => room.number === number
    const searched = await readPages((page) => pbx.searchRooms(number, page))
    const room = searched.find(isMeant) ?? (await listRooms()).find(isMeant)
    if (!room) throw fail('provider.not-found', 'no room has this number')
    return room.id
  }

  const roomById = async (id: number): Promise<Room> => wireToRoom((await pbx.readRoom(id)).data)

  /** Rejects for a room that is gone, of which it may answer as of one that nobody is in: with nothing, or that nothing was found. */
  const readMembers = async (number: string): Promise<readonly Member[]> => {
    watched.add(number)
    const { data } = await pbx.readOngoing(number).catch((error: unknown) => {
      if (!isConfbotError(error, 'provider.not-found')) throw error
      return { data: [] }
    })
    const members = data.filter((one) => one.conference_number === number).flatMap(({ members }) => members)
    if (members.length === 0) await idOf(number)
    return members
  }

  /** Channels live as long as their calls, so that they are read right before they are named. */
  const control =
    (act: (number: string, channelIds: readonly string[]) => Promise<void>) =>
    async (number: string, channelId: string): Promise<void> => {
      const members = await readMembers(number)
      if (!members.some(({ channel_id }) => channel_id === channelId))
        throw fail('provider.not-found', 'nobody in the room has this channel')
      await act(number, [channelId])
    }
  /**
   * By their channels rather than by `all`, which may mean all but the moderators. Some may have hung up in between: then it is done
   * once more with those who are there.
   */
  const controlAll =
    (act: (number: string, channelIds: readonly string[]) => Promise<void>) =>
    async (number: string): Promise<void> => {
      const readChannels = async () => (await readMembers(number)).map(({ channel_id }) => channel_id)
      const actOn = async (channels: readonly string[]) => {
        if (channels.length > 0) await act(number, channels)
      }
      const channels = await readChannels()
      try {
        await actOn(channels)
      } catch (error) {
        if (!isConfbotError(error, 'provider.unconfirmed', 'provider.not-found')) throw error
        await actOn(await readChannels())
      }
    }

  const readPassword = (type: 'partic_password' | 'moderator_password') => async (number: string) =>
    (await pbx.readPassword(await idOf(number), type)).password || null

  return {
    async check() {
      await pbx.listRooms(1, 1)
    },
    diagnose: () => diagnoseYeastarP(settings, { session, pbx }, deps),
    listRooms: async () => (await listRooms()).map(listedToRoom),
    getRoom: async (number) => roomById(await idOf(number)),
    async readRoom(number) {
      const members = await readMembers(number)
      return {
        participants: members.filter(isIn).map(wireToParticipant),
        locked: null,
        recording: null,
        muted: null,
      }
    },
    async invite(number, invited) {
      await pbx.invite(number, invited, serviceExtension)
      return { callId: null }
    },
    endConference: controlAll(pbx.kick),
    async close() {
      hints.close()
      await session.close()
      await Promise.all([http.close(), loginHttp.close()])
    },

    async createRoom(values) {
      const { id } = await pbx.createRoom(fieldsToWire(values))
      return roomById(id)
    },
    async updateRoom(number, values) {
      await pbx.updateRoom(await idOf(number), fieldsToWire(values))
    },
    async deleteRoom(number) {
      await pbx.deleteRoom(await idOf(number))
    },
    async startInstantRoom({ number, subject, numbers }) {
      // A moderator is required, and only extensions can be one; whether it must be among the members is not said.
      const moderator = numbers.find(isExtension) ?? serviceExtension
      const name = subject || number
      await pbx.startInstant({
        number,
        name,
        members: numbers,
        moderators: [moderator],
        dialpermission: serviceExtension,
      })
      return { id: number, number, subject: name, dialIn: null, hasPin: false, fields: {} }
    },
    readPin: readPassword('partic_password'),
    readChairPin: readPassword('moderator_password'),
    muteParticipant: control(pbx.mute),
    unmuteParticipant: control(pbx.unmute),
    muteAll: controlAll(pbx.mute),
    unmuteAll: controlAll(pbx.unmute),
    kickParticipant: control(pbx.kick),
    async fieldOptions(fieldId) {
      const menus = await Promise.all((menusOf[fieldId] ?? []).map((menu) => pbx.readOptions(menu)))
      return menus.flatMap(({ data }) => data).map(wireToOption)
    },
    listRecordings(number, during?: Period): Promise<readonly Recording[]> {
      const from = during?.from ?? deps.clock.now() - recordingsAgeMs
      return findRecordings(pbx, number, { from, during })
    },
    async fetchRecording(_number, recordingId) {
      const { file, download_resource_url } = await pbx.findDownload(recordingId)
      const path = resourceToPath(download_resource_url)
      if (path === null) throw fail('provider.malformed', 'download_resource_url is not below /api/download/')
      const { mimeType, content } = await pbx.download(path)
      return { name: file || `recording-${recordingId}`, mimeType, content }
    },
    subscribeHints: hints.subscribeHints,
    isPushing: hints.isPushing,
    receiveEvent: hints.receiveEvent,
  } satisfies ConferenceProvider
}
