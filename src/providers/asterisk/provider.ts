/** An Asterisk as confbot uses it: the contract in terms of its AMI, its ARI, and what confbot keeps of rooms. */
import type { ConferenceProvider } from '#core/contracts/conference-provider.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { providerError } from '../failure.ts'
import { createHttp, type HttpDeps } from '../http.ts'
import { createOutageTeller, tellingOutages } from '../outage.ts'
import { createAmi } from './ami.ts'
import { createAnnouncements } from './announcements.ts'
import { ariLogin, createAriClient } from './ari.ts'
import { createCalls, unlessGone } from './calls.ts'
import { createAsteriskClient } from './client.ts'
import { type AsteriskSettings, amiSettingsOf } from './config.ts'
import { diagnoseAsterisk } from './diagnose.ts'
import { requestToQuestion } from './entry.ts'
import { subscribeHints } from './events.ts'
import { entryToLine, isPerson, wireToProblem, wireToReading } from './mapper.ts'
import { createRecordings } from './recordings.ts'
import { createRoomBook } from './rooms.ts'
import type { LegItem } from './schema.ts'

export function createAsterisk(settings: AsteriskSettings, deps: HttpDeps) {
  const { name } = deps
  const { ariUrl, ariUser, ariPassword = '', entrySecret } = settings
  const ami = createAmi(amiSettingsOf(settings), deps)
  const pbx = createAsteriskClient(ami, name, createOutageTeller(deps))
  const http =
    ariUrl === undefined
      ? null
      : createHttp({
          ...deps,
          ...connectionOptions(settings),
          baseUrl: ariUrl,
          headers: ariLogin(ariUser, ariPassword),
          problemOf: wireToProblem,
        })
  const ari = http && createAriClient(tellingOutages(http, deps))
  const rooms = createRoomBook(settings.dialIn, deps)
  const calls = createCalls(pbx, ami, settings, deps)
  const announcements = createAnnouncements(pbx, deps)
  const recordings = createRecordings(pbx, ari, announcements, deps)

  const people = async (roomId: string) => (await pbx.listLegs(roomId)).filter(isPerson)

  /** By its id, from a list of this moment. */
  const legIn = (legs: readonly LegItem[], legId: string): LegItem => {
    const leg = legs.filter(isPerson).find(({ Uniqueid }) => Uniqueid === legId)
    if (!leg) throw providerError('provider.not-found', name, new Error('no such leg in the conference'))
    return leg
  }
  /** To be muted or not: Asterisk takes whoever's name begins so, a helper's, too. */
  const findToMute = async (roomId: string, legId: string): Promise<LegItem> => {
    const legs = await pbx.listLegs(roomId)
    const leg = legIn(legs, legId)
    const begins = ({ Channel }: LegItem) => Channel.toLowerCase().startsWith(leg.Channel.toLowerCase())
    if (legs.filter(begins).length > 1)
      throw providerError('provider.conflict', name, new Error('another channel has a name that begins with this one'))
    return leg
  }
  const muteOne = async (roomId: string, leg: LegItem) => {
    await pbx.mute(roomId, leg.Channel)
    announcements.muted(leg.Uniqueid)
  }
  const unmuteOne = async (roomId: string, leg: LegItem) => {
    await pbx.unmute(roomId, leg.Channel)
    announcements.unmuted(leg.Uniqueid)
  }
  /** One by one: all at once would be the helpers, too, and nobody in particular could be told. */
  const eachOf = async (roomId: string, isMuted: boolean, change: typeof muteOne) => {
    const legs = (await people(roomId)).filter(({ Muted }) => /^yes$/i.test(Muted ?? '') === isMuted)
    await Promise.all(legs.map((leg) => unlessGone(change(roomId, leg))))
  }

  return {
    async check() {
      await pbx.listRooms()
    },
    diagnose: () => diagnoseAsterisk(settings, { ami, ari, originate: pbx.originate }, deps),
    listRooms: rooms.list,
    getRoom: rooms.get,
    async readRoom(roomId) {
      const [live, legs] = await Promise.all([pbx.listRooms(), pbx.listLegs(roomId)])
      // A room in which people are is there; of an empty one Asterisk knows nothing.
      if (legs.length === 0) await rooms.get(roomId)
      const room = live.find(({ Conference }) => Conference === roomId)
      return wireToReading(room, legs, name, calls.numberOf)
    },
    async invite(roomId, number) {
      await rooms.get(roomId)
      return await calls.invite(roomId, number)
    },
    async close() {
      calls.close()
      await ami.close()
      await http?.close()
    },

    /** Where confbot keeps no room there may be a conference all the same: of another program, or from before its store was lost. */
    async createRoom(values) {
      if ((await people(String(values.number ?? ''))).length > 0)
        throw providerError('provider.conflict', name, new Error('somebody is in a conference of this number'))
      return await rooms.add(values)
    },
    updateRoom: rooms.change,
    deleteRoom: rooms.remove,
    readPin: rooms.pin,
    readSchedules: rooms.schedules,
    writeSchedule: rooms.setSchedule,

    muteParticipant: async (roomId, legId) => muteOne(roomId, await findToMute(roomId, legId)),
    unmuteParticipant: async (roomId, legId) => unmuteOne(roomId, await findToMute(roomId, legId)),
    muteAll: (roomId) => eachOf(roomId, false, muteOne),
    unmuteAll: (roomId) => eachOf(roomId, true, unmuteOne),
    // Hung up: who is kicked while they still hear the announcement stays, and is passed over by every kick after that (tried on 22.10).
    kickParticipant: async (roomId, legId) => pbx.hangUp(legIn(await pbx.listLegs(roomId), legId).Channel),
    /** Whoever is still rung for it must not come in afterwards; nobody there is as good. */
    async endConference(roomId) {
      await unlessGone(pbx.kickAll(roomId))
      await Promise.all((await people(roomId)).map(({ Channel }) => unlessGone(pbx.hangUp(Channel))))
      await calls.hangUpAll(roomId)
    },
    async lockRoom(roomId) {
      await pbx.lock(roomId).catch((error: unknown) => {
        if (!isConfbotError(error, 'provider.not-found')) throw error
        throw new ConfbotError('provider.rejected', { blanks: { pbx: name, message: say('asterisk.problem.nobody') } })
      })
    },
    // An empty one is not locked.
    unlockRoom: (roomId) => unlessGone(pbx.unlock(roomId)),

    startRecording: recordings.startRecording,
    stopRecording: recordings.stopRecording,
    listRecordings: recordings.listRecordings,
    fetchRecording: recordings.fetchRecording,
    deleteRecording: recordings.deleteRecording,

    subscribeHints: (listener) => subscribeHints(ami, listener),
    isPushing: ami.isOpen,
    readEntry: (request) => requestToQuestion(request, entrySecret, calls.numberOf),
    writeEntry: entryToLine,
    speakCode: calls.speakCode,
  } satisfies ConferenceProvider
}
