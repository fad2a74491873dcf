/**
 * The P-Series' scheduled conferences, which are permanent rooms: list, search, get, passwords, create, update, and delete, which is
 * a GET. An integer id for configuration, a number for live control. Sources: the page of each call of OpenAPI v1.0.
 */
import { z } from 'zod'
import type { Pbx } from '../../pbx.ts'
import type { Room } from '../../room.ts'
import { RoomCreation, type RoomEdit, RoomUpdate } from './body.ts'
import { extensionByNumber, moderatorById, numbersOf } from './directory.ts'
import { pageOf, RoomPaging } from './page.ts'
import type { Route } from './route.ts'
import { parseFields, Refusal, succeed } from './wire.ts'

/** A room has no size here; that of the sandbox for those that are made over the API. */
const capacity = 120

/** The pages print none; switches are off. */
const defaults = {
  partic_password: '',
  moderator_password: '',
  sound_prompt: 'default',
  enb_custom_language: 0,
  prompt_language: '',
  enb_wait_moderator: 0,
  allow_partic_invite: 0,
  moderator_list: [],
} as const satisfies RoomEdit

interface Own {
  readonly id: number
  fields: Required<Omit<RoomEdit, 'name'>>
}

const Id = z.object({
  id: z
    .string()
    .regex(/^\d{1,9}$/, 'an integer')
    .transform(Number),
})
const ViewPassword = Id.extend({ type: z.enum(['partic_password', 'moderator_password']) })
const Search = RoomPaging.extend({ search_value: z.string() })

export type Rooms = ReturnType<typeof createRooms>

export function createRooms(pbx: Pbx) {
  const ownOf = new WeakMap<Room, Own>()
  let lastId = 0

  /** undefined: an instant conference. */
  const own = (room: Room) => ownOf.get(room)
  const scheduled = () => pbx.rooms().flatMap((room) => (ownOf.has(room) ? [room] : []))

  const find = (id: number): { readonly room: Room; readonly own: Own } => {
    const room = pbx.rooms().find((one) => ownOf.get(one)?.id === id)
    const found = room && ownOf.get(room)
    if (!found) throw new Refusal(60001, `no conference with the id ${id}`)
    return { room, own: found }
  }

  const create = (
    { number, name, ...fields }: RoomCreation,
    settings: { capacity: number; recordsItself?: boolean },
  ) => {
    if (extensionByNumber(number)) throw new Refusal(40003, 'number: it is that of an extension')
    const all = { ...defaults, ...fields }
    const room = pbx.createRoom({ number, subject: name, ...settings, ...pinsOf(all) })
    if (!room) throw new Refusal(40003, 'number: it is taken')
    lastId += 1
    ownOf.set(room, { id: lastId, fields: all })
    return lastId
  }

  /** "No" in the column Required: what is left out stays. */
  const edit = (room: Room, found: Own, { name, ...fields }: RoomEdit) => {
    found.fields = { ...found.fields, ...fields }
    pbx.updateRoom(room, { ...(name !== undefined && { subject: name }), ...pinsOf(found.fields) })
  }

  const moderators = ({ fields }: Own) => fields.moderator_list.flatMap((id) => moderatorById(id) ?? [])

  const listItem = (room: Room) => {
    const found = ownOf.get(room)
    return {
      id: found?.id ?? 0,
      name: room.subject,
      number: room.number,
      moderator_list: found ? moderators(found) : [],
    }
  }

  const detail = (room: Room, found: Own) => {
    const { partic_password, moderator_password, moderator_list: _, ...fields } = found.fields
    return {
      id: found.id,
      name: room.subject,
      number: room.number,
      has_partic_password: partic_password ? 1 : 0,
      has_moderator_password: moderator_password ? 1 : 0,
      ...fields,
      moderator_list: moderators(found),
    }
  }

  const routes: Route[] = [
    {
      method: 'GET',
      endpoint: 'conference/list',
      run({ query }) {
        const { items, total } = pageOf(scheduled().map(listItem), parseFields(RoomPaging, query))
        return succeed({ total_number: total, data: items })
      },
    },
    {
      // What is searched is not said: numbers and names that hold the value.
      method: 'GET',
      endpoint: 'conference/search',
      run({ query }) {
        const paging = parseFields(Search, query)
        const wanted = scheduled()
          .map(listItem)
          .filter(({ name, number }) => name.includes(paging.search_value) || number.includes(paging.search_value))
        const { items, total } = pageOf(wanted, paging)
        return succeed({ total_number: total, data: items })
      },
    },
    {
      method: 'GET',
      endpoint: 'conference/get',
      run({ query }) {
        const found = find(parseFields(Id, query).id)
        return succeed({ data: detail(found.room, found.own) })
      },
    },
    {
      method: 'GET',
      endpoint: 'conference/viewpassword',
      run({ query }) {
        const { id, type } = parseFields(ViewPassword, query)
        return succeed({ password: find(id).own.fields[type] })
      },
    },
    {
      method: 'POST',
      endpoint: 'conference/create',
      run: (request) => succeed({ id: create(parseFields(RoomCreation, request.body()), { capacity }) }),
    },
    {
      method: 'POST',
      endpoint: 'conference/update',
      run(request) {
        const { id, ...fields } = parseFields(RoomUpdate, request.body())
        const found = find(id)
        edit(found.room, found.own, fields)
        return succeed()
      },
    },
    {
      method: 'GET',
      endpoint: 'conference/delete',
      run({ query }) {
        pbx.destroyRoom(find(parseFields(Id, query).id).room)
        return succeed()
      },
    },
  ]

  return {
    routes,
    create,
    own,
    find,
    scheduled,
    /** What somebody at its web pages sets. */
    edit(room: Room, fields: RoomEdit) {
      const found = ownOf.get(room)
      if (found) edit(room, found, fields)
    },
    idOf: (number: string) =>
      scheduled()
        .map(listItem)
        .find((item) => item.number === number)?.id,
    isModerator: (room: Room, number: string) => numbersOf(own(room)?.fields.moderator_list ?? []).has(number),
    /** By the names of an update; no passwords. */
    shown(room: Room): Readonly<Record<string, unknown>> {
      const { partic_password, moderator_password, ...fields } = own(room)?.fields ?? defaults
      return { number: room.number, name: room.subject, ...fields }
    },
  }
}

const pinsOf = (fields: Pick<RoomEdit, 'partic_password' | 'moderator_password'>) => ({
  pin: fields.partic_password || undefined,
  moderatorPin: fields.moderator_password || undefined,
})
