/** A Yeastar S-Series PBX as confbot uses it: the contract in terms of its calls. */
import type { ConferenceProvider, Period, Recording } from '#core/contracts/conference-provider.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { providerError } from '../failure.ts'
import { createHttp, type HttpDeps } from '../http.ts'
import { tellingOutages } from '../outage.ts'
import { authorizedHttp } from '../session.ts'
import { createLoginClient, createRoomClient } from './client.ts'
import type { YeastarSSettings } from './config.ts'
import { diagnoseYeastarS } from './diagnose.ts'
import { createEvents } from './events.ts'
import { pinPattern } from './fields.ts'
import {
  fieldsToWire,
  isNobodyThere,
  type Member,
  membersToReading,
  wireToMembers,
  wireToProblem,
  wireToRoom,
} from './mapper.ts'
import { subjectToName } from './name.ts'
import { cdrToRecordings, periodToWire, systemTimeToOffset } from './recordings.ts'
import type { RoomReply } from './schema.ts'
import { createYeastarSSession } from './session.ts'

const everybody = 'all'
/** What is refused before the PBX is asked. */
type Refusal =
  | 'yeastar-s.member.no-number'
  | 'yeastar-s.member.same-number'
  | 'yeastar-s.pin-characters'
  | 'yeastar-s.instant.no-moderator'

/** How far back recordings are looked for where nothing else is said. */
const lookBackMs = 31 * 86_400_000

/** Outside numbers come in E.164. */
const isExtension = (number: string) => !number.startsWith('+')

export function createYeastarS(settings: YeastarSSettings, deps: HttpDeps) {
  const { url: baseUrl, operator, serviceExtension = operator } = settings
  const { name: pbxName, clock } = deps
  const http = createHttp({
    ...deps,
    ...connectionOptions(settings),
    baseUrl,
    jsonType: 'application/json; charset=utf-8',
    problemOf: wireToProblem,
    failsWith200: true,
  })
  const session = createYeastarSSession(createLoginClient(http), settings, deps)
  const pbx = createRoomClient(tellingOutages(authorizedHttp(http, session), deps))
  const { subscribeHints, isPushing, receiveEvent } = createEvents(settings, deps)

  const notFound = (what: string) => providerError('provider.not-found', pbxName, new Error(what))
  const refusal = (why: Refusal) =>
    new ConfbotError('provider.rejected', { blanks: { pbx: pbxName, message: say(why) } })

  const readRoom = async (roomId: string): Promise<RoomReply> => {
    const { conferences } = await pbx.queryRooms(roomId)
    const room = conferences.find(({ number }) => number === roomId)
    if (!room) throw notFound('the room is not among those that were told')
    return room
  }

  const readMembers = async (roomId: string): Promise<readonly Member[]> => {
    try {
      const { conference } = await pbx.querySession(roomId)
      return wireToMembers(
        conference.filter(({ conferencenumber }) => conferencenumber === roomId).flatMap(({ members }) => members),
      )
    } catch (error) {
      if (!isNobodyThere(error)) throw error
      // Unless the room is gone.
      await readRoom(roomId)
      return []
    }
  }

  /** The number by which the PBX finds this one leg and no other. */
  const numberOf = async (roomId: string, legId: string): Promise<string> => {
    const members = await readMembers(roomId)
    const member = members.find(({ channel }) => channel === legId)
    if (!member) throw notFound('the leg is not among those that were told')
    if (!member.number) throw refusal('yeastar-s.member.no-number')
    if (members.some((other) => other !== member && other.number === member.number))
      throw refusal('yeastar-s.member.same-number')
    return member.number
  }

  /**
   * By their numbers, since whether `all` spares moderators is not documented; it is said only for those who have withheld theirs. Some
   * may have hung up in between, for which no errno is documented: then it is done once more with those who are there.
   */
  const controlAll =
    (act: (number: string, operator: string, membernumber: string) => Promise<void>) =>
    async (roomId: string): Promise<void> => {
      const actOn = async (members: readonly Member[]) => {
        const numbers = [...new Set(members.flatMap(({ number }) => number || []))]
        if (numbers.length > 0) await act(roomId, operator, numbers.join(','))
      }
      let members = await readMembers(roomId)
      if (members.some(({ number }) => !number)) {
        await act(roomId, operator, everybody)
        members = await readMembers(roomId)
      }
      try {
        await actOn(members)
      } catch (error) {
        if (!isConfbotError(error, 'provider.rejected', 'provider.not-found')) throw error
        await actOn(await readMembers(roomId))
      }
    }

  const listRecordings = async (roomId: string, during?: Period): Promise<readonly Recording[]> => {
    const asked = during ?? { from: clock.now() - lookBackMs, until: clock.now() }
    const offsetMs = systemTimeToOffset((await pbx.queryDevice()).deviceinfo.systemtime)
    const period = periodToWire(asked, offsetMs)
    const { random } = await pbx.cdrRandom(period)
    const { content } = await pbx.downloadCdr(period, random)
    return cdrToRecordings(Buffer.from(content).toString('utf8'), roomId, offsetMs, asked)
  }

  /** Of which room a file is: nobody gets one of other people's calls by its name. */
  const told = new Map<string, Set<string>>()
  const listAndRemember = async (roomId: string, during?: Period) => {
    const recordings = await listRecordings(roomId, during)
    const known = told.get(roomId) ?? new Set()
    told.set(roomId, known)
    for (const { id } of recordings) known.add(id)
    return recordings
  }

  return {
    async check() {
      await pbx.queryDevice()
    },
    diagnose: () => diagnoseYeastarS({ ...settings, serviceExtension }, { session, pbx }, deps),
    listRooms: async () => (await pbx.queryRooms(everybody)).conferences.map(wireToRoom),
    getRoom: async (roomId) => wireToRoom(await readRoom(roomId)),
    readRoom: async (roomId) => membersToReading(await readMembers(roomId)),
    async updateRoom(roomId, values) {
      const wire = fieldsToWire(values)
      const pins = [wire.participantepassword, wire.moderatorpassword]
      // An empty one is none.
      if (pins.some((pin) => pin && !pinPattern.test(pin))) throw refusal('yeastar-s.pin-characters')
      await pbx.updateRoom(roomId, wire)
    },
    async startInstantRoom({ number, subject, numbers }) {
      // "At least one moderator should be in the conference". `operator` is one for what is asked of the room later.
      const moderator = numbers.find(isExtension)
      if (moderator === undefined) throw refusal('yeastar-s.instant.no-moderator')
      const name = subjectToName(subject)
      await pbx.startInstant({
        number,
        name,
        moderators: [...new Set([operator, moderator])].join(','),
        members: numbers.join(','),
        dialpermission: serviceExtension,
      })
      return { id: number, number, subject: name, dialIn: null, hasPin: false, fields: {} }
    },
    readPin: async (roomId) => (await readRoom(roomId)).participantepassword || null,
    readChairPin: async (roomId) => (await readRoom(roomId)).moderatorpassword || null,
    async invite(roomId, number) {
      await pbx.addMember(roomId, operator, number, serviceExtension)
      return { callId: null }
    },
    async muteParticipant(roomId, legId) {
      await pbx.muteMember(roomId, operator, await numberOf(roomId, legId))
    },
    async unmuteParticipant(roomId, legId) {
      await pbx.unmuteMember(roomId, operator, await numberOf(roomId, legId))
    },
    async kickParticipant(roomId, legId) {
      await pbx.kickMember(roomId, operator, await numberOf(roomId, legId))
    },
    muteAll: controlAll(pbx.muteMember),
    unmuteAll: controlAll(pbx.unmuteMember),
    endConference: controlAll(pbx.kickMember),
    listRecordings: listAndRemember,
    async fetchRecording(roomId, recordingId) {
      if (!told.get(roomId)?.has(recordingId)) await listAndRemember(roomId)
      if (!told.get(roomId)?.has(recordingId)) throw notFound('the recording is not among those of the room')
      const { random } = await pbx.recordingRandom(recordingId)
      return { name: recordingId, ...(await pbx.downloadRecording(recordingId, random)) }
    },
    async fieldOptions() {
      const { extlist } = await pbx.listExtensions()
      return extlist.map(({ number, username }) => ({
        value: number,
        label: username && username !== number ? `${number} ${username}` : number,
      }))
    },
    subscribeHints,
    isPushing,
    receiveEvent,
    async close() {
      await session.close()
      await http.close()
    },
  } satisfies ConferenceProvider
}
