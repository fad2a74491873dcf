/**
 * RingMe's extensions: a conference is one of the type `conference`, with properties of its own. Sources: the page "Conference"
 * (properties), the wiki's page "Extension" (list, creation, names, removal). There is one telephone, from which callbacks are made.
 */
import type { z } from 'zod'
import type { HttpReply } from '#sandbox/faults.ts'
import type { Pbx } from '../../pbx.ts'
import type { Room, RoomSettings } from '../../room.ts'
import {
  ConferenceChange,
  ConferenceProperties,
  ConsoleEdit,
  conferenceDefaults,
  defaultMembers,
  ExtensionCreation,
} from './body.ts'
import type { Route } from './route.ts'
import { deleted, json, notFound, parseBody, Refusal } from './wire.ts'

/** The telephone: its id does not change, so that it can be configured. */
export const phone = { id: '100099', number: '1099' } as const

/** Of a page, where the request does not say; which it is, is not documented. */
const defaultPageSize = 50

interface Own {
  properties: ConferenceProperties
  status: 'active' | 'blocked'
}

export type Extensions = ReturnType<typeof createExtensions>

/** `client`: its id, and the prefix of its extensions' names. */
export function createExtensions(pbx: Pbx, client: string) {
  const owned = new WeakMap<Room, Own>()
  const own = (room: Room): Own => {
    const found = owned.get(room)
    if (!found) throw new Error('a room that this dialect did not create')
    return found
  }
  const find = (id: string): Room => {
    const room = pbx.room(id)
    if (!room) throw notFound()
    return room
  }
  const checkClient = (id: string) => {
    if (id !== '@me' && id !== client) throw new Refusal(404, 'Client not found', 'client_not_found')
  }

  const settingsOf = ({ properties, status }: Own): Omit<RoomSettings, 'number' | 'subject'> => ({
    capacity: properties.max_members ?? defaultMembers,
    pin: properties.pin ?? undefined,
    moderatorPin: properties.moderator_pin ?? undefined,
    entersMuted: properties.mute_non_moderator,
    recordsItself: properties.record_enabled,
    isBlocked: status === 'blocked',
  })

  /** Whether fields that are left out keep their values is not documented: they do. */
  const change = (room: Room, { status, label, ...changes }: z.output<typeof ConsoleEdit>): void => {
    const before = own(room)
    const after: Own = {
      properties: ConferenceProperties.parse({ ...before.properties, ...changes }),
      status: status ?? before.status,
    }
    if (after.properties.moderator_pin !== null && after.properties.pin === null)
      throw new Refusal(400, 'moderator_pin: cannot be specified without pin')
    owned.set(room, after)
    pbx.updateRoom(room, { ...settingsOf(after), ...(label !== undefined && { subject: label }) })
  }

  const create = (number: string, { label = '', status }: Pick<ExtensionCreation, 'label' | 'status'>): Room => {
    const fields: Own = { properties: conferenceDefaults, status }
    const room = numberTaken(number) ? undefined : pbx.createRoom({ number, subject: label, ...settingsOf(fields) })
    // Neither status nor words for a number that is taken are documented.
    if (!room) throw new Refusal(409, 'The extension already exists')
    owned.set(room, fields)
    return room
  }
  const numberTaken = (number: string) => number === phone.number

  /** `prefix*number`, or the number alone. */
  const nameToNumber = (name: string): string => {
    const number = name.startsWith(`${client}*`) ? name.slice(client.length + 1) : name
    if (!/^\d+$/.test(number)) throw new Refusal(400, `name: ${client}*<number> or <number>`)
    return number
  }
  const shown = (room: Room) => ({
    id: Number(room.id),
    name: `${client}*${room.number}`,
    type: 'conference',
    label: room.subject,
    status: own(room).status,
  })
  const telephone = {
    id: Number(phone.id),
    name: `${client}*${phone.number}`,
    type: 'phone',
    label: 'confbot',
    status: 'active',
  }
  const properties = (room: Room): HttpReply => json(200, own(room).properties)

  const list = '/client/{client_id}/extension/'
  const single = `${list}{extension_id}`
  const conference = '/extension/{extension_id}/conference/'
  const routes: Route[] = [
    {
      method: 'GET',
      path: list,
      isConfiguration: true,
      run({ param, query }) {
        checkClient(param('client_id'))
        const type = query.get('type')
        const all = [telephone, ...pbx.rooms().map(shown)].filter((one) => type === null || one.type === type)
        return json(200, pageOf(query.get('order') === 'desc' ? all.reverse() : all, query))
      },
    },
    {
      method: 'POST',
      path: list,
      isConfiguration: true,
      run({ param, body }) {
        checkClient(param('client_id'))
        const { name, type, ...more } = parseBody(ExtensionCreation, body())
        if (type !== 'conference') throw new Refusal(403, 'Only conferences can be made here', 'access_denied')
        return json(201, shown(create(nameToNumber(name), more)))
      },
    },
    {
      method: 'GET',
      path: single,
      isConfiguration: true,
      run({ param }) {
        checkClient(param('client_id'))
        const id = param('extension_id')
        return json(200, id === phone.id ? telephone : shown(find(id)))
      },
    },
    {
      method: 'DELETE',
      path: single,
      isConfiguration: true,
      run({ param }) {
        checkClient(param('client_id'))
        pbx.destroyRoom(find(param('extension_id')))
        return deleted
      },
    },
    {
      method: 'GET',
      path: conference,
      isConfiguration: true,
      run: ({ param }) => properties(find(param('extension_id'))),
    },
    {
      method: 'PUT',
      path: conference,
      isConfiguration: true,
      run({ param, body }) {
        const room = find(param('extension_id'))
        change(room, parseBody(ConferenceChange, body()))
        return properties(room)
      },
    },
  ]

  return {
    routes,
    find,
    checkClient,
    nameToNumber,
    /** Of the conference, or of the telephone. */
    exists: (id: string): boolean => id === phone.id || pbx.room(id) !== undefined,
    /** As an administrator makes it: it takes calls. */
    createRoom({ number, subject, capacity, pin, moderatorPin, entersMuted, recordsItself }: RoomSettings): void {
      const room = create(number, { label: subject, status: 'active' })
      change(room, {
        max_members: capacity,
        pin: pin ?? null,
        moderator_pin: moderatorPin ?? null,
        mute_non_moderator: entersMuted ?? false,
        record_enabled: recordsItself ?? false,
      })
    },
    /** Throws a Refusal. */
    edit: (room: Room, fields: unknown) => change(room, parseBody(ConsoleEdit, fields)),
    mutesMembers: (room: Room): boolean => own(room).properties.mute_non_moderator,
    /** All that may be seen: no PINs. */
    shown(room: Room): Readonly<Record<string, unknown>> {
      const { pin: _pin, moderator_pin: _moderatorPin, ...seen } = own(room).properties
      const { name, label, status } = shown(room)
      return { name, label, status, ...seen }
    },
  }
}

function pageOf<Item>(all: readonly Item[], query: URLSearchParams): readonly Item[] {
  const size = count(query.get('per_page')) ?? defaultPageSize
  const page = count(query.get('page')) ?? 1
  return all.slice((page - 1) * size, page * size)
}

function count(text: string | null): number | undefined {
  if (text === null) return undefined
  if (!/^[1-9]\d*$/.test(text)) throw new Refusal(400, 'page, per_page: numbers from 1')
  return Number(text)
}
