/** PortSIP's conference rooms: create, list, read, update, destroy, status, and what acts on a whole room. */
import type { HttpReply } from '#sandbox/faults.ts'
import type { Pbx } from '../../pbx.ts'
import { joinedLegs, type Room } from '../../room.ts'
import { RoomCreation, RoomUpdate, refuseVideoFields } from './body.ts'
import { selectPage } from './collection.ts'
import { dateTimeToInstant, instantToWire } from './date-time.ts'
import type { Route } from './route.ts'
import { destroyed, done, json, notFound, parseFields, Refusal } from './wire.ts'

const defaults = { control: 'FREE', enable_recording: false, enable_prompt: true } as const
const videoDefaults = { height: 720, width: 1280, bitrate: 1024, framerate: 15, layout: 'LAYOUT0' } as const

/** All that a list shows of a room, in the page's order. What was not given or is empty is null. */
const shownFields = [
  'extension_number',
  'mode',
  'control',
  'height',
  'width',
  'bitrate',
  'framerate',
  'layout',
  'subject',
  'language',
  'capacity',
  'admin_pin',
  'room_pin',
  'enable_recording',
  'enable_prompt',
  'timezone',
  'scheduled_start_at',
  'scheduled_end_at',
  'numbers',
  'external_invitees',
  'internal_invitees',
  'custom_options',
] as const satisfies readonly (keyof RoomCreation)[]

const pins: ReadonlySet<string> = new Set<keyof RoomCreation>(['admin_pin', 'room_pin'])

const listFields: ReadonlySet<string> = new Set(['id', 'created_at', ...shownFields])
const searched = ['extension_number', 'subject', 'numbers']

export type Rooms = ReturnType<typeof createRooms>

export function createRooms(pbx: Pbx, options: { domain: string; createId: () => string }) {
  /** The vendor's own fields, by room; the PBX knows only the few that every vendor has. */
  const fieldsOf = new WeakMap<Room, { fields: RoomCreation; token: string }>()
  const ownFields = (room: Room) => {
    const own = fieldsOf.get(room)
    if (!own) throw new Error('a room that this dialect did not create')
    return own
  }

  const find = (id: string): Room => {
    const room = pbx.room(id)
    if (!room) throw notFound()
    return room
  }

  const create = (body: RoomCreation): Room => {
    refuseVideoFields(body.mode, body)
    const room = pbx.createRoom({
      number: body.extension_number,
      subject: body.subject,
      capacity: body.capacity,
      pin: body.room_pin,
      // "When created" is read as: each conference is recorded from its first join.
      recordsItself: body.enable_recording,
    })
    // Neither status nor code for a number that is taken is documented; this is the sandbox's choice.
    if (!room) throw new Refusal(409, 'UNKNOWN', 'the extension number already exists')
    const fields = { ...defaults, ...(body.mode === 'VIDEO' ? videoDefaults : {}), ...body }
    fieldsOf.set(room, { fields: inUtc(fields), token: options.createId() })
    return room
  }

  /** Fields that are left out keep their values. */
  const update = (room: Room, body: RoomUpdate): HttpReply => {
    const own = ownFields(room)
    refuseVideoFields(own.fields.mode, body)
    own.fields = inUtc({ ...own.fields, ...body })
    const { subject, capacity, room_pin: pin } = own.fields
    pbx.updateRoom(room, { subject, capacity, pin })
    return done
  }

  const listItem = (room: Room) => {
    const { fields } = ownFields(room)
    return {
      id: room.id,
      created_at: instantToWire(room.createdAt),
      ...Object.fromEntries(shownFields.map((field) => [field, fields[field] === '' ? null : (fields[field] ?? null)])),
    }
  }

  const detail = (room: Room) => {
    const { fields, token } = ownFields(room)
    return {
      ...listItem(room),
      domain: options.domain,
      sbc_host: null,
      sbc_port: null,
      token,
      outbound_caller_ids: fields.outbound_caller_ids ?? null,
    }
  }

  const status = (room: Room) => ({
    status: !pbx.online ? 'OFFLINE' : joinedLegs(room).length > 0 ? 'ON_CALL' : 'ONLINE',
    locked: room.locked,
    muted: room.muted,
    recording: room.recordingSince !== undefined,
  })

  const action = (name: string, run: (room: Room) => void): Route => ({
    method: 'POST',
    path: `/conference_rooms/{id}/${name}`,
    run(request) {
      run(find(request.param('id')))
      return done
    },
  })

  const routes: Route[] = [
    {
      method: 'GET',
      path: '/conference_rooms',
      run(request) {
        const page = selectPage(pbx.rooms().map(listItem), request.query, { fields: listFields, searched })
        return json(200, { count: page.total, items: page.items })
      },
    },
    {
      method: 'POST',
      path: '/conference_rooms',
      run: (request) => json(201, { id: create(parseFields(RoomCreation, request.body())).id }),
    },
    { method: 'GET', path: '/conference_rooms/{id}', run: (request) => json(200, detail(find(request.param('id')))) },
    {
      method: 'POST',
      path: '/conference_rooms/{id}',
      run: (request) => update(find(request.param('id')), parseFields(RoomUpdate, request.body())),
    },
    {
      method: 'POST',
      path: '/conference_rooms/{id}/destroy',
      run(request) {
        pbx.destroyRoom(find(request.param('id')))
        return destroyed
      },
    },
    {
      method: 'GET',
      path: '/conference_rooms/{id}/status',
      run: (request) => json(200, status(find(request.param('id')))),
    },
    action('mute', (room) => pbx.muteRoom(room, true)),
    action('unmute', (room) => pbx.muteRoom(room, false)),
    action('lock', (room) => pbx.lock(room, true)),
    action('unlock', (room) => pbx.lock(room, false)),
    // Starting twice or stopping nothing is not documented as an error: both answer as done.
    action('start_recording', (room) => pbx.startRecording(room)),
    action('stop_recording', (room) => pbx.stopRecording(room)),
  ]
  return {
    routes,
    find,
    create,
    /** What somebody at the PBX's own console sets, with the limits of an update. Throws a Refusal. */
    edit: (room: Room, fields: unknown) => void update(room, parseFields(RoomUpdate, fields)),
    /** All that a list shows of it, but for its PINs. */
    shown: (room: Room): Readonly<Record<string, unknown>> => {
      const { id, created_at, ...fields } = listItem(room)
      return Object.fromEntries(Object.entries(fields).filter(([field]) => !pins.has(field)))
    },
  }
}

/** Schedules are kept and shown in UTC, as the API writes all its times. */
function inUtc(fields: RoomCreation): RoomCreation {
  const result = { ...fields }
  for (const field of ['scheduled_start_at', 'scheduled_end_at'] as const) {
    const at = dateTimeToInstant(fields[field] ?? '')
    if (at !== undefined) result[field] = instantToWire(at)
  }
  return result
}
