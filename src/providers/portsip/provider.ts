/** A PortSIP PBX as confbot uses it: the contract in terms of its calls. */
import type { ConferenceProvider, Room } from '#core/contracts/conference-provider.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { providerError } from '../failure.ts'
import { createHttp, type HttpDeps } from '../http.ts'
import { tellingOutages } from '../outage.ts'
import { authorizedHttp } from '../session.ts'
import { createLoginClient, createRoomClient, pageSize } from './client.ts'
import type { PortsipSettings } from './config.ts'
import { diagnosePortsip } from './diagnose.ts'
import { createEvents } from './events.ts'
import {
  fileUrlToLink,
  scheduleToWire,
  wireToProblem,
  wireToReading,
  wireToRecording,
  wireToRoom,
  wireToSchedule,
} from './mapper.ts'
import type { RoomReply } from './schema.ts'
import { createServers } from './servers.ts'
import { createPortsipSession, createSystemSession } from './session.ts'

/** The position of a member who is not displayed. */
const hidden = -1

export function createPortsip(settings: PortsipSettings, deps: HttpDeps) {
  const { url: baseUrl } = settings
  const http = createHttp({ ...deps, ...connectionOptions(settings), baseUrl, problemOf: wireToProblem })
  const login = createLoginClient(http)
  const session = createPortsipSession(login, settings, deps)
  const systemSession = createSystemSession(login, settings, deps)
  const pbx = createRoomClient(tellingOutages(authorizedHttp(http, session), deps))
  const servers = createServers(http, systemSession, deps.name)

  /** By number, as they were last read: events name rooms by it. */
  const roomIds = new Map<string, string>()
  const shown = (wire: RoomReply): Room => {
    roomIds.set(wire.extension_number, wire.id)
    return wireToRoom(wire)
  }
  const { wsiUrl } = settings
  const events =
    wsiUrl === undefined ? null : createEvents({ ...settings, wsiUrl }, deps, (number) => roomIds.get(number))

  const getRoom = async (roomId: string) => shown(await pbx.readRoom(roomId))

  /** What layout and position do, or answer, in a room without a picture is not documented: there they are not asked for. */
  const needVideo = async (roomId: string): Promise<void> => {
    const { mode } = await pbx.readRoom(roomId)
    if (mode !== 'VIDEO')
      throw new ConfbotError('capability.unsupported', {
        blanks: { pbx: deps.name, reason: say('room.capability.audio-room') },
      })
  }

  const listAll = async (): Promise<readonly RoomReply[]> => {
    const rooms = new Map<string, RoomReply>()
    for (let skip = 0; ; ) {
      const { count, items } = await pbx.listRooms(skip)
      const known = rooms.size
      for (const wire of items) rooms.set(wire.id, wire)
      skip += items.length
      const isLast = typeof count === 'number' ? skip >= count : items.length < pageSize
      // Nothing new: whatever the count says, further pages would not bring it.
      if (isLast || rooms.size === known) return [...rooms.values()]
    }
  }

  return {
    async check() {
      await pbx.listRooms(0, 1)
    },
    diagnose: () => diagnosePortsip(settings, { session, listServers: servers.listServers }, deps),
    listRooms: async () => (await listAll()).map(shown),
    getRoom,
    async readRoom(roomId) {
      const [status, { items }] = await Promise.all([pbx.readStatus(roomId), pbx.listParticipants(roomId)])
      return wireToReading(status, items)
    },
    async invite(roomId, number) {
      await pbx.invite(roomId, number)
      return { callId: null }
    },
    /** Rooms have no call that ends their conference, and destroying one would take its recordings along: all are kicked. */
    async endConference(roomId) {
      const { items } = await pbx.listParticipants(roomId)
      const kick = async (id: string) => {
        try {
          await pbx.destroyParticipant(roomId, id)
        } catch (error) {
          // Left by themselves meanwhile.
          if (!isConfbotError(error, 'provider.not-found')) throw error
        }
      }
      await Promise.all(items.map(({ id }) => kick(id)))
    },
    async close() {
      events?.close()
      await Promise.all([session.close(), systemSession?.close()])
      await http.close()
    },

    async createRoom(values) {
      const { id } = await pbx.createRoom(values)
      return getRoom(id)
    },
    updateRoom: pbx.updateRoom,
    deleteRoom: pbx.destroyRoom,
    async readPin(roomId) {
      return (await pbx.readRoom(roomId)).room_pin || null
    },
    async readChairPin(roomId) {
      return (await pbx.readRoom(roomId)).admin_pin || null
    },
    muteParticipant: pbx.muteParticipant,
    unmuteParticipant: pbx.unmuteParticipant,
    muteAll: pbx.muteRoom,
    unmuteAll: pbx.unmuteRoom,
    kickParticipant: pbx.destroyParticipant,
    lockRoom: pbx.lockRoom,
    unlockRoom: pbx.unlockRoom,
    startRecording: pbx.startRecording,
    stopRecording: pbx.stopRecording,
    async listRecordings(roomId) {
      const { items } = await pbx.listRecordings(roomId)
      return items.map(wireToRecording)
    },
    async linkRecording(roomId, recordingId) {
      const { items } = await pbx.listRecordings(roomId)
      const recording = items.find(({ id }) => id === recordingId)
      if (!recording?.file_url)
        throw providerError('provider.not-found', deps.name, new Error('the recording has no file'))
      const link = fileUrlToLink(recording.file_url, baseUrl)
      if (link === null)
        throw providerError('provider.malformed', deps.name, new Error('file_url is not below /api/blobs/'))
      return link
    },
    deleteRecording: pbx.destroyRecording,
    setRecordingRead: (roomId, recordingId, read) =>
      read ? pbx.setRecordingRead(roomId, recordingId) : pbx.setRecordingUnread(roomId, recordingId),
    readSchedules: async () => new Map((await listAll()).map((wire) => [wire.id, wireToSchedule(wire)])),
    writeSchedule: (roomId, schedule) => pbx.updateRoom(roomId, scheduleToWire(schedule, deps.clock.now())),
    setChairman: pbx.makeChairman,
    async setLayout(roomId, legIds) {
      await needVideo(roomId)
      await pbx.setLayout(roomId, legIds)
    },
    async setPosition(roomId, legId, position) {
      await needVideo(roomId)
      await pbx.setPosition(roomId, legId, position ?? hidden)
    },
    async queryRooms({ count: _, ...query }) {
      const { count, items } = await pbx.queryRooms(query)
      return { items: items.map(shown), total: count ?? null }
    },
    subscribeHints: (listener) => events?.subscribe(listener) ?? (() => {}),
    // Calls are told of, but not who is muted, nor what is locked or recorded: reading goes on as if nothing were.
    isPushing: () => false,
    ...servers,
  } satisfies ConferenceProvider
}
