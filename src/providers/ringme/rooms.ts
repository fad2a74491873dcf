/**
 * The conference rooms of a RingMe platform: extensions of the type `conference`, each with properties of its own. A request for
 * each of them would soon use up the hour's, which all applications of the client share: what a list shows may be a minute old.
 */
import type { Room, RoomFieldValues } from '#core/contracts/conference-provider.ts'
import { ConfbotError, errorFacts, isConfbotError } from '#core/errors.ts'
import { say } from '#text/message.ts'
import { providerError } from '../failure.ts'
import type { HttpDeps } from '../http.ts'
import type { RingmeClient } from './client.ts'
import { conferenceValues } from './fields.ts'
import { isPossible, mergeConference, nameToNumber, wireToRoom } from './mapper.ts'
import type { ConferenceReply, ExtensionReply } from './schema.ts'

const freshMs = 60_000

export function createRooms(client: RingmeClient, { name: pbx, clock, logger }: HttpDeps) {
  /** By id, without PINs. */
  const seen = new Map<string, { readonly room: Room; readonly until: number }>()
  /** Numbers are given once and for all, and labels as far as is documented. */
  const extensions = new Map<string, ExtensionReply>()
  /** Several people who are called at once need the same PIN, and whoever asks for one may ask for both. */
  const underWay = new Map<string, Promise<ConferenceReply>>()
  /** Whether pages are counted from 0 or 1 is not documented: the second one tells. */
  let firstPage: 0 | 1 | null = null

  const keep = (extension: ExtensionReply, conference: ConferenceReply): Room => {
    const room = wireToRoom(extension, conference)
    seen.set(room.id, { room, until: clock.now() + freshMs })
    extensions.set(room.id, extension)
    return room
  }

  const extensionOf = async (roomId: string): Promise<ExtensionReply> => {
    const extension = extensions.get(roomId) ?? (await client.readExtension(roomId))
    extensions.set(roomId, extension)
    return extension
  }

  const listExtensions = async (): Promise<readonly ExtensionReply[]> => {
    const all = new Map<string, ExtensionReply>()
    const add = (page: readonly ExtensionReply[]): boolean => {
      const before = all.size
      for (const extension of page) if (extension.type === 'conference') all.set(extension.id, extension)
      return all.size > before
    }
    if (!add(await client.listConferences())) return []
    for (let page = (firstPage ?? 0) + 1; ; page += 1) {
      const items = await client.listConferences(page)
      const isNew = add(items)
      if (firstPage === null) {
        firstPage = items.length > 0 && !isNew ? 1 : 0
        if (firstPage === 1) continue
      }
      // Nothing new: whatever is counted, further pages would not bring it.
      if (!isNew) return [...all.values()]
    }
  }

  const getRoom = async (roomId: string): Promise<Room> => {
    const [extension, conference] = await Promise.all([client.readExtension(roomId), client.readConference(roomId)])
    return keep(extension, conference)
  }

  const readPins = (roomId: string): Promise<ConferenceReply> => {
    const reading = underWay.get(roomId) ?? client.readConference(roomId).finally(() => void underWay.delete(roomId))
    underWay.set(roomId, reading)
    return reading
  }

  const impossible = () =>
    new ConfbotError('provider.rejected', { blanks: { pbx, message: say('ringme.moderator-pin-alone') } })

  /** An extension that was made for a room that could not be; throws what says best how things stand. */
  const rollBack = async (extension: ExtensionReply, cause: unknown): Promise<never> => {
    try {
      await client.deleteExtension(extension.id)
    } catch (error) {
      if (isConfbotError(error, 'provider.not-found')) throw cause
      logger.warn(
        { pbx, extension: extension.id, ...errorFacts(error) },
        'an extension that was half made is left behind',
      )
      if (!isConfbotError(cause)) throw cause
      const remedy = say('ringme.remedy.left-behind', { number: nameToNumber(extension.name) })
      throw new ConfbotError(cause.code, { ...cause.details, remedy, cause })
    }
    throw cause
  }

  return {
    getRoom,
    async listRooms(): Promise<readonly Room[]> {
      const extensions = await listExtensions()
      const read = async (extension: ExtensionReply) => {
        const known = seen.get(extension.id)
        if (known && clock.now() < known.until) return known.room
        try {
          return keep(extension, await client.readConference(extension.id))
        } catch (error) {
          // Deleted meanwhile.
          if (isConfbotError(error, 'provider.not-found')) return null
          throw error
        }
      }
      return (await Promise.all(extensions.map(read))).filter((room) => room !== null)
    },
    /** In two calls; when the second fails, the first is undone. */
    async createRoom(values: RoomFieldValues): Promise<Room> {
      if (!isPossible(values)) throw impossible()
      const { name, label } = values
      const properties = Object.fromEntries(
        Object.entries(conferenceValues(values)).filter(([, value]) => value !== null && value !== ''),
      )
      const extension = await client.createExtension({
        name: String(name),
        type: 'conference',
        // Blocked unless said.
        status: 'active',
        ...(label && { label: String(label) }),
      })
      try {
        return keep(extension, await client.writeConference(extension.id, properties))
      } catch (error) {
        return rollBack(extension, error)
      }
    },
    async updateRoom(roomId: string, values: RoomFieldValues): Promise<void> {
      const merged = mergeConference(await client.readConference(roomId), values)
      if (!merged) throw impossible()
      // Whatever was read meanwhile, and whether or not it was answered.
      await client.writeConference(roomId, merged).finally(() => seen.delete(roomId))
    },
    async deleteRoom(roomId: string): Promise<void> {
      await client.deleteExtension(roomId).finally(() => seen.delete(roomId))
    },
    /** The PIN of those who take part. */
    pinOf: async (roomId: string): Promise<string | null> => (await readPins(roomId)).pin || null,
    chairPinOf: async (roomId: string): Promise<string | null> => (await readPins(roomId)).moderator_pin || null,
    /** As it is dialled within the client. */
    async numberOf(roomId: string): Promise<string> {
      const number = nameToNumber((await extensionOf(roomId)).name)
      if (!/^\d+$/.test(number)) throw providerError('provider.malformed', pbx, new Error('a name without a number'))
      return number
    },
    /** Of something that is there; at most once a minute, and by one request where it was read before. */
    async touch(roomId: string): Promise<void> {
      const known = seen.get(roomId)
      if (known && clock.now() < known.until) return
      const [extension, conference] = await Promise.all([extensionOf(roomId), client.readConference(roomId)])
      keep(extension, conference)
    },
  }
}
