/** A KAZOO PBX as confbot uses it: the contract in terms of its calls. */
import type { ConferenceProvider, Room } from '#core/contracts/conference-provider.ts'
import { isConfbotError } from '#core/errors.ts'
import { connectionOptions } from '../connection.ts'
import { providerError } from '../failure.ts'
import { createHttp, type HttpDeps } from '../http.ts'
import { tellingOutages } from '../outage.ts'
import { authorizedHttp } from '../session.ts'
import { createConferenceClient, createLoginClient, type ParticipantAction, requestsPerMinute } from './client.ts'
import type { KazooSettings } from './config.ts'
import { diagnoseKazoo } from './diagnose.ts'
import { createDialler } from './dial.ts'
import { mergeDocuments, replacesObjects, valuesToDocument, withoutNull, withReplacedObjects } from './document.ts'
import { createKazooHints } from './events.ts'
import {
  isModerator,
  isMuted,
  isStored,
  legIdOf,
  memberPins,
  wireToDocument,
  wireToReading,
  wireToRoom,
} from './mapper.ts'
import { wireToProblem } from './problem.ts'
import type { Conference, Participant } from './schema.ts'
import { createKazooSession } from './session.ts'

/** Telephones that ring at once: each takes a connection for as long as it rings. */
const ringingAtOnce = 64

export interface KazooDeps extends HttpDeps {
  /** For tests. */
  readonly createCallId?: (() => string) | undefined
}

export function createKazoo(settings: KazooSettings, deps: KazooDeps) {
  const { name } = deps
  const options = { ...deps, ...connectionOptions(settings), baseUrl: settings.url, problemOf: wireToProblem }
  const http = createHttp({ ...options, requestsPerMinute })
  // Of its own, so that telephones that ring hold up nothing else, and say nothing about whether the PBX answers.
  const dialHttp = createHttp({ ...options, atOnce: ringingAtOnce })
  const session = createKazooSession(createLoginClient(http), settings, deps)
  const pbx = createConferenceClient(
    tellingOutages(authorizedHttp(http, session), deps),
    authorizedHttp(dialHttp, session),
    session.accountId,
  )
  const dialler = createDialler(pbx, deps, deps.createCallId)
  const hints = createKazooHints(settings, session, deps)

  const listAll = async (): Promise<readonly Conference[]> => {
    const rooms = new Map<string, Conference>()
    for (let startKey: string | undefined; ; ) {
      const { data, next_start_key } = await pbx.listConferences(startKey)
      const known = rooms.size
      for (const wire of data) rooms.set(wire.id, wire)
      startKey = next_start_key === null || next_start_key === undefined ? undefined : String(next_start_key)
      // Nothing new: further pages would not bring it.
      if (startKey === undefined || rooms.size === known) return [...rooms.values()]
    }
  }

  /** Rejects for an id that is nobody's, of which the PBX would answer as of an empty room. */
  const readRoom = async (roomId: string): Promise<Conference> => {
    const { data } = await pbx.readConference(roomId)
    if (isStored(data) ?? (await listAll()).some(({ id }) => id === roomId)) return data
    throw providerError('provider.not-found', name, new Error('the conference is not stored'))
  }

  /** Where the room itself does not tell who is in it, its list does. */
  const participantsOf = async ({ id, _read_only }: Conference): Promise<readonly Participant[]> =>
    _read_only?.participants ?? (await pbx.listParticipants(id)).data

  /** Of somebody who left the PBX would take it as well, and whoever has their number in the next conference would suffer it. */
  const act = async (roomId: string, legId: string, action: ParticipantAction): Promise<void> => {
    const leg = (await participantsOf(await readRoom(roomId))).find((one) => legIdOf(one) === legId)
    if (!leg) throw providerError('provider.not-found', name, new Error('the participant is not in the conference'))
    await pbx.actOnParticipant(roomId, leg.participant_id, action)
  }

  /** Its own way leaves moderators alone. */
  const actOnEverybody = async (roomId: string, action: 'mute' | 'unmute'): Promise<void> => {
    await pbx.actOnAll(roomId, action)
    const legs = await participantsOf(await readRoom(roomId))
    for (const leg of legs.filter((one) => isModerator(one) && isMuted(one) !== (action === 'mute')))
      await pbx.actOnParticipant(roomId, leg.participant_id, action)
  }

  let isPatched = true
  const update = async (roomId: string, changes: ReturnType<typeof valuesToDocument>): Promise<void> => {
    let known: Conference | null = null
    if (isPatched)
      try {
        await pbx.patchConference(roomId, changes)
        return
      } catch (error) {
        // Whoever does not know the verb may say so with 404, as of a room that is gone.
        if (isConfbotError(error, 'provider.not-found')) known = await readRoom(roomId).catch(() => null)
        if (!known && !isVerbUnknown(error)) throw error
        isPatched = false
      }
    const room = known ?? (await readRoom(roomId))
    await pbx.replaceConference(roomId, mergeDocuments(wireToDocument(room), changes))
  }

  return {
    async check() {
      await pbx.listConferences(undefined, 1)
    },
    diagnose: () => diagnoseKazoo(settings, session, pbx, deps),
    listRooms: async () => (await listAll()).map(wireToRoom),
    getRoom: async (roomId) => wireToRoom(await readRoom(roomId)),
    async readRoom(roomId) {
      const room = await readRoom(roomId)
      const reading = wireToReading(room, await participantsOf(room), dialler.callIdOf)
      hints.watch(roomId)
      return reading
    },
    /** An id that is nobody's would become a room for this call, with no PIN. */
    async invite(roomId, number) {
      await readRoom(roomId)
      return dialler.ring(roomId, number)
    },
    async close() {
      hints.close()
      dialler.close()
      await session.close()
      await Promise.all([http.close(), dialHttp.close()])
    },

    async createRoom(values): Promise<Room> {
      const { data } = await pbx.createConference(withoutNull(valuesToDocument(values)))
      return wireToRoom(data)
    },
    async updateRoom(roomId, values) {
      if (!replacesObjects(values)) return update(roomId, valuesToDocument(values))
      return update(roomId, withReplacedObjects(await readRoom(roomId), values))
    },
    async deleteRoom(roomId) {
      await pbx.deleteConference(roomId)
    },
    readPin: async (roomId) => memberPins(await readRoom(roomId))[0] ?? null,
    readChairPin: async (roomId) => (await readRoom(roomId)).moderator?.pins?.[0] ?? null,
    muteParticipant: (roomId, legId) => act(roomId, legId, 'mute'),
    unmuteParticipant: (roomId, legId) => act(roomId, legId, 'unmute'),
    kickParticipant: (roomId, legId) => act(roomId, legId, 'kick'),
    muteAll: (roomId) => actOnEverybody(roomId, 'mute'),
    unmuteAll: (roomId) => actOnEverybody(roomId, 'unmute'),
    /** Moderators as well: it is the one that spares nobody. */
    async endConference(roomId) {
      await pbx.actOnAll(roomId, 'kick')
    },
    async lockRoom(roomId) {
      await pbx.actOnConference(roomId, 'lock')
    },
    async unlockRoom(roomId) {
      await pbx.actOnConference(roomId, 'unlock')
    },
    subscribeHints: hints.subscribe,
    isPushing: hints.isPushing,
  } satisfies ConferenceProvider
}

const isVerbUnknown = (error: unknown): boolean =>
  isConfbotError(error, 'provider.rejected') &&
  error.cause instanceof Error &&
  / answered 405\b/.test(error.cause.message)
