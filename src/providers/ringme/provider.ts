/** A RingMe platform as confbot uses it: the contract in terms of its calls. */
import type { ConferenceProvider, Period } from '#core/contracts/conference-provider.ts'
import { connectionOptions } from '../connection.ts'
import { providerError } from '../failure.ts'
import { createHttp, type HttpDeps } from '../http.ts'
import { tellingOutages } from '../outage.ts'
import { authorizedHttp } from '../session.ts'
import { createLoginClient, createRingmeClient } from './client.ts'
import type { RingmeSettings } from './config.ts'
import { diagnoseRingme } from './diagnose.ts'
import { createEvents } from './events.ts'
import {
  headersToLimit,
  instantToTime,
  recordUrlToLink,
  splitPeriod,
  unknownReading,
  wireToProblem,
  wireToRecording,
} from './mapper.ts'
import { createRooms } from './rooms.ts'
import { createRingmeSession } from './session.ts'

/** How far back recordings are looked for where nothing else is said. */
const lookBackMs = 31 * 86_400_000

export function createRingme(settings: RingmeSettings, deps: HttpDeps) {
  const { url: baseUrl, client, serviceExtension } = settings
  const { name: pbxName, clock } = deps
  const http = createHttp({
    ...deps,
    ...connectionOptions(settings),
    baseUrl,
    problemOf: wireToProblem,
    limitOf: headersToLimit,
  })
  const session = createRingmeSession(createLoginClient(http), settings, deps)
  const pbx = createRingmeClient(tellingOutages(authorizedHttp(http, session), deps), client)
  const rooms = createRooms(pbx, deps)
  const { subscribeHints, isPushing, receiveEvent, close: closeEvents } = createEvents(settings, pbx, deps)

  const listRecordings = async (roomId: string, during?: Period) => {
    const now = clock.now()
    const found = []
    for (const { from, until } of splitPeriod(during ?? { from: now - lookBackMs, until: now }))
      found.push(
        ...(await pbx.listRecords(roomId, {
          start_datetime: instantToTime(from),
          end_datetime: instantToTime(until),
        })),
      )
    return found.map(wireToRecording)
  }

  return {
    async check() {
      await pbx.listConferences()
    },
    diagnose: () => diagnoseRingme(settings, { session, pbx }, deps),
    listRooms: rooms.listRooms,
    getRoom: rooms.getRoom,
    async readRoom(roomId) {
      await rooms.touch(roomId)
      return unknownReading
    },
    /** The invited telephone is rung first; when it answers, it is put through to the room, past its PIN. */
    async invite(roomId, number) {
      const [dst_num, pin] = await Promise.all([rooms.numberOf(roomId), rooms.pinOf(roomId)])
      const { call_id } = await pbx.callBack(serviceExtension, {
        src_num: [number],
        dst_num,
        ...(pin && { dst_dtmf: pin }),
      })
      return { callId: call_id ?? null }
    },
    async close() {
      await closeEvents()
      await session.close()
      await http.close()
    },

    createRoom: rooms.createRoom,
    updateRoom: rooms.updateRoom,
    deleteRoom: rooms.deleteRoom,
    readPin: rooms.pinOf,
    readChairPin: rooms.chairPinOf,
    listRecordings,
    async fetchRecording(_roomId, recordingId) {
      const { mimeType, content } = await pbx.readRecord(recordingId)
      const ending = mimeType.includes('mpeg') ? '.mp3' : mimeType.includes('wav') ? '.wav' : ''
      return { name: recordingId + ending, mimeType, content }
    },
    async linkRecording(_roomId, recordingId) {
      const { record_url } = await pbx.readStorageUrl(recordingId)
      const link = recordUrlToLink(record_url, baseUrl)
      if (link === null) throw providerError('provider.malformed', pbxName, new Error('record_url is no safe address'))
      return link
    },
    async deleteRecording(_roomId, recordingId) {
      await pbx.deleteRecord(recordingId)
    },
    subscribeHints,
    isPushing,
    receiveEvent,
  } satisfies ConferenceProvider
}
