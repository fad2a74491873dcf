/** Permanent rooms, with all fields of the PBX. */
import { foldName } from '#lib/fold-name.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { moment, type Span, say } from '#text/message.ts'
import type { Attempt } from '../attempt.ts'
import type { FieldOption, ListQuery, Pbx, Room, RoomField, RoomFieldValues } from '../contracts/conference-provider.ts'
import { ConfbotError, isConfbotError } from '../errors.ts'
import { isTooLong, resolveOptions } from '../field-option.ts'
import { isSameValue, notAsAsked } from '../field-value.ts'
import { isMeetingHolder } from '../meeting.ts'
import { checkRoomFields, maskFields, readRoomFields } from '../room-field.ts'
import { roomName } from '../room-name.ts'
import { pbxFor } from './choose-pbx.ts'
import { isOffered } from './chosen-room.ts'
import { canDo, need, permit, type Verbs } from './deps.ts'
import { restsUntil } from './end.ts'
import { placeOf } from './locate.ts'
import { askOnce } from './observe.ts'
import { pinsFor, type RoomPins } from './pins.ts'
import { forgetHeard } from './recording.ts'
import { permanentScope } from './room-lease.ts'
import { queryRooms } from './room-query.ts'

export interface RoomOnPbx {
  readonly pbx: Pbx
  readonly room: Room
  /** Leased to this conference at the moment, or held for a meeting (`meetingHolder`). */
  readonly conferenceId: string | null
  /** Its conference has ended, and nobody knows who is still in it: until then it is nobody's. */
  readonly restsUntil?: number | undefined
  /** Whether a conference may be held in it by its number. */
  readonly isOffered: boolean
  /** What its fields with options may be set to, as far as the PBX told. */
  readonly options?: OptionsByField
  /** Whether its secret fields are set, as far as the PBX tells. */
  readonly secrets?: SecretsSet
  /** After a change: fields that the PBX shows otherwise than they were asked for. */
  readonly notTaken?: readonly RoomField[]
  /** After a room was made: fields that confbot set, though nobody asked for it. */
  readonly presets?: readonly RoomField[]
}

/** By field; no entry where the PBX does not tell. */
export type SecretsSet = ReadonlyMap<string, boolean>

export type OptionsByField = ReadonlyMap<string, readonly FieldOption[]>

export interface RoomAdminVerbs {
  /** Without a question all of them. `total`: of all that match; null where the PBX does not say. */
  rooms(
    attempt: Attempt,
    input: { pbx?: string | undefined } & ListQuery,
  ): Promise<{
    pbx: Pbx
    rooms: readonly Room[]
    total: number | null
    leases: ReadonlyMap<string, string>
    /** Until when rooms rest, by number. */
    resting: ReadonlyMap<string, number>
  }>
  room(attempt: Attempt, input: { room: string; pbx?: string | undefined }): Promise<RoomOnPbx>
  /** What callers, and moderators, key in: secrets. */
  roomPins(attempt: Attempt, input: { room: string; pbx?: string | undefined }): Promise<{ room: Room; pins: RoomPins }>
  /** What the fields with options may be set to; empty for one whose options the PBX did not tell. */
  fieldOptions(attempt: Attempt, input: { pbx?: string | undefined }): Promise<{ pbx: Pbx; options: OptionsByField }>
  /** `assignments`: `field=value` by the vendor's field names; of fields with options also what people call them. */
  createRoom(
    attempt: Attempt,
    input: { assignments: Readonly<Record<string, string>>; pbx?: string | undefined },
  ): Promise<RoomOnPbx>
  editRoom(
    attempt: Attempt,
    input: { room: string; assignments: Readonly<Record<string, string>>; pbx?: string | undefined },
  ): Promise<RoomOnPbx>
  /** Never one that is in use or, unless `recordingsToo`, that holds recordings. */
  deleteRoom(attempt: Attempt, input: RoomToDelete): Promise<Room>
  /** The one that `deleteRoom` would delete, and refuses as that does. */
  deletableRoom(attempt: Attempt, input: RoomToDelete): Promise<{ readonly pbx: Pbx; readonly room: Room }>
}

interface RoomToDelete {
  readonly room: string
  readonly recordingsToo?: boolean | undefined
  readonly pbx?: string | undefined
}

export function createRoomAdminVerbs(verbs: Verbs): RoomAdminVerbs {
  const { book, store } = verbs
  const choose = async (attempt: Attempt, named: string | undefined) => {
    permit(attempt, 'room.manage')
    return pbxFor(verbs, placeOf(attempt), named)
  }
  const leasesOf = async (pbx: Pbx) =>
    new Map((await store.roomLeases.list(pbx.name)).map((lease) => [lease.roomNumber, lease.conferenceId]))
  const restingOf = async (pbx: Pbx, leases: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, number>> => {
    if (pbx.definition.traits.roster) return new Map()
    const held = [...leases].filter(([, holder]) => !isMeetingHolder(holder))
    const holders = await Promise.all(held.map(async ([number, id]) => ({ number, conference: await book.get(id) })))
    return new Map(
      holders.flatMap(({ number, conference }) =>
        conference?.state === 'ended' && !conference.roomAsFound ? [[number, restsUntil(conference)]] : [],
      ),
    )
  }
  const find = async (pbx: Pbx, given: string): Promise<Room> => {
    const rooms = await pbx.provider.listRooms()
    const found = rooms.find((room) => room.number === given) ?? rooms.find((room) => room.id === given)
    if (found) return found
    const named = rooms.filter(({ subject }) => given !== '' && foldName(subject) === foldName(given))
    const [only, ...others] = named
    const blanks = { room: given }
    if (!only) throw new ConfbotError('input.unknown-room', { blanks })
    if (others.length === 0) return only
    throw new ConfbotError('input.ambiguous-room', {
      blanks,
      choices: named.map((room) => ({
        label: say('card.choice.conference', { room: roomName(room), name: room.subject }),
        input: { room: room.id, pbx: pbx.name },
      })),
    })
  }
  /** None where the PBX does not tell at the moment: what is typed is taken as it is then, and the PBX judges it. */
  const optionsOf = (pbx: Pbx, { id }: RoomField) =>
    need(pbx, 'fieldOptions')
      .fieldOptions(id)
      .catch((error: unknown) => {
        if (!isConfbotError(error)) throw error
        return []
      })
  /** The typed values. What is wrong whatever the PBX has is said before it is asked for labels. */
  const read = async (
    pbx: Pbx,
    assignments: Readonly<Record<string, string>>,
    purpose: 'create' | 'update',
  ): Promise<RoomFieldValues> => {
    const declared = pbx.definition.roomFields
    const chosen = canDo(pbx, 'fieldOptions') ? declared.filter(({ id, options }) => options && assignments[id]) : []
    const { problems } = checkRoomFields(declared, assignments, purpose)
    const certain = problems.find(({ details: { option } }) => {
      const field = chosen.find(({ id }) => id === option)
      return !field || isTooLong(field, assignments[field.id] ?? '')
    })
    if (certain) throw certain
    const values = await Promise.all(
      chosen.map(async (field) => [
        field.id,
        resolveOptions(field, await optionsOf(pbx, field), assignments[field.id] ?? ''),
      ]),
    )
    return readRoomFields(declared, { ...assignments, ...Object.fromEntries(values) }, purpose)
  }
  /** Of all fields, or of those that `room` has set. */
  const allOptions = async (pbx: Pbx, room?: Room): Promise<OptionsByField> => {
    if (!canDo(pbx, 'fieldOptions')) return new Map()
    const asked = pbx.definition.roomFields.filter(({ id, options }) => options && (!room || room.fields[id]))
    return new Map(await Promise.all(asked.map(async (field) => [field.id, await optionsOf(pbx, field)] as const)))
  }
  const withLease = async (pbx: Pbx, room: Room): Promise<RoomOnPbx> => {
    const [leases, permanent, options, secrets] = await Promise.all([
      leasesOf(pbx),
      store.settings.list(permanentScope(pbx)),
      allOptions(pbx, room),
      secretsOf(pbx, room),
    ])
    const conferenceId = leases.get(room.number) ?? null
    const until = (await restingOf(pbx, leases)).get(room.number)
    return {
      pbx,
      room,
      conferenceId,
      restsUntil: until,
      isOffered: isOffered(pbx, room.number, permanent),
      options,
      secrets,
    }
  }
  const deletable = async (attempt: Attempt, input: RoomToDelete) => {
    const pbx = await choose(attempt, input.pbx)
    const { deleteRoom } = need(pbx, 'deleteRoom')
    const room = await find(pbx, input.room)
    attempt.about(`room ${roomName(room)}`)
    const reading = await pbx.provider.readRoom(room.id)
    const leases = await leasesOf(pbx)
    if ((reading.participants ?? []).length > 0 || leases.has(room.number)) {
      const until = (await restingOf(pbx, leases)).get(room.number)
      throw new ConfbotError('room.in-use', {
        blanks: { room: roomName(room) },
        ...(until !== undefined && { remedy: say('card.room-rests', { until: moment(until, 'time') }) }),
      })
    }
    const recordings = (await pbx.provider.listRecordings?.(room.id)) ?? []
    if (recordings.length > 0 && !input.recordingsToo)
      throw new ConfbotError('room.has-recordings', {
        blanks: { room: roomName(room), count: recordings.length },
        choices: [{ label: say('command.room-delete.with-recordings'), input: { room: room.id, recordings: 'yes' } }],
      })
    return { pbx, room, deleteRoom }
  }

  return {
    async rooms(attempt, input) {
      const { pbx: named, ...query } = input
      const pbx = await choose(attempt, named)
      const [{ items: rooms, total }, leases] = await Promise.all([queryRooms(pbx, query), leasesOf(pbx)])
      return { pbx, rooms, total, leases, resting: await restingOf(pbx, leases) }
    },
    async room(attempt, input) {
      const pbx = await choose(attempt, input.pbx)
      return withLease(pbx, await pbx.provider.getRoom((await find(pbx, input.room)).id))
    },
    async roomPins(attempt, input) {
      const pbx = await choose(attempt, input.pbx)
      need(pbx, 'readPin')
      const room = await find(pbx, input.room)
      attempt.about(`room ${roomName(room)}`)
      return { room, pins: await pinsFor(attempt, pbx, room.id, { chair: null }) }
    },
    async fieldOptions(attempt, input) {
      const pbx = await choose(attempt, input.pbx)
      return { pbx, options: await allOptions(pbx) }
    },
    async createRoom(attempt, input) {
      const pbx = await choose(attempt, input.pbx)
      const { createRoom } = need(pbx, 'createRoom')
      const given = await read(pbx, input.assignments, 'create')
      const presets = pbx.definition.roomFields.filter(({ id, preset }) => preset !== undefined && !(id in given))
      const values = { ...given, ...Object.fromEntries(presets.map(({ id, preset = null }) => [id, preset])) }
      attempt.about(describe(pbx, values))
      const room = await createRoom(values).catch(async (error: unknown) => {
        if (isConfbotError(error, 'provider.conflict'))
          throw new ConfbotError('room.exists', { blanks: { pbx: pbx.name }, cause: error })
        if (!isConfbotError(error) || error.kind !== 'unavailable') throw error
        // Whether it was made is not known: the list of rooms decides.
        const made = await pbx.provider.listRooms().catch(() => [])
        const found = made.find((one) => isShown(pbx, one, comparable(pbx, values)))
        if (!found) throw error
        return found
      })
      attempt.about(`room ${roomName(room)}: ${describe(pbx, values)}`)
      // It is there: that it cannot be read at the moment is another matter.
      const shown = await pbx.provider.getRoom(room.id).catch(() => room)
      const notTaken = notAsAsked(pbx.definition.roomFields, values, shown.fields)
      await attempt.commit(async (tx) => {
        if (room.number) await tx.settings.set(permanentScope(pbx), room.number, 'yes')
      }, otherwise(notTaken))
      return { ...(await withLease(pbx, shown)), notTaken, presets }
    },
    async editRoom(attempt, input) {
      const pbx = await choose(attempt, input.pbx)
      const { updateRoom } = need(pbx, 'updateRoom')
      const values = await read(pbx, input.assignments, 'update')
      // A list of rooms may tell less of each.
      const room = await pbx.provider.getRoom((await find(pbx, input.room)).id)
      const changes = changesOf(pbx.definition.roomFields, room, values)
      attempt.about(`room ${roomName(room)}: ${describe(pbx, changes)}`)
      const doubt = Object.keys(changes).length > 0 ? await askOnce(() => updateRoom(room.id, changes)) : null
      const changed = await pbx.provider.getRoom(room.id).catch((error: unknown) => {
        throw doubt ?? error
      })
      if (doubt && !isShown(pbx, changed, changes)) throw doubt
      const notTaken = notAsAsked(pbx.definition.roomFields, changes, changed.fields)
      await attempt.commit(async () => {}, otherwise(notTaken))
      return { ...(await withLease(pbx, changed)), notTaken }
    },
    async deleteRoom(attempt, input) {
      const { pbx, room, deleteRoom } = await deletable(attempt, input)
      const doubt = await askOnce(() => deleteRoom(room.id))
      if (doubt) {
        const left = await pbx.provider.listRooms().catch(() => [room])
        if (left.some(({ id }) => id === room.id)) throw doubt
      }
      await attempt.commit(async (tx) => {
        if (room.number) await tx.settings.set(permanentScope(pbx), room.number, null)
        await forgetHeard(tx, pbx, room.id)
      })
      return room
    },
    deletableRoom: deletable,
  }
}

/** That of moderators is read for it, and forgotten. */
async function secretsOf(pbx: Pbx, room: Room): Promise<SecretsSet> {
  const fields = pbx.definition.roomFields
  const [callers, moderators] = ['callers', 'moderators'].map((of) => fields.find(({ pin }) => pin?.of === of))
  const secrets = new Map<string, boolean>()
  if (callers && canDo(pbx, 'readPin')) secrets.set(callers.id, room.hasPin)
  if (moderators && canDo(pbx, 'readChairPin'))
    try {
      secrets.set(moderators.id, (await need(pbx, 'readChairPin').readChairPin(room.id)) !== null)
    } catch (error) {
      if (!isConfbotError(error)) throw error
    }
  return secrets
}

/** What a PBX gives back as it was given: no secrets, and no times, which it may write in another way. */
const comparable = ({ definition }: Pbx, values: RoomFieldValues): RoomFieldValues =>
  Object.fromEntries(
    Object.entries(values).filter(([id]) => {
      const field = definition.roomFields.find((one) => one.id === id)
      return field?.secret !== true && field?.kind !== 'time'
    }),
  )

/** Whether the room shows these values. A secret shows nowhere. */
const isShown = ({ definition }: Pbx, room: Room, values: RoomFieldValues) =>
  Object.entries(values).every(([id, value]) => {
    const field = definition.roomFields.find((one) => one.id === id)
    return field !== undefined && isSameValue(field, room.fields[id] ?? null, value)
  })

/** For the audit record. */
const otherwise = (fields: readonly RoomField[]): string =>
  fields.length === 0 ? '' : `shown otherwise: ${fields.map(({ id }) => id).join(', ')}`

/** A filled form sends every field back: only what differs goes to the PBX. Throws for fields that this room cannot have. */
function changesOf(declared: readonly RoomField[], room: Room, values: RoomFieldValues): RoomFieldValues {
  const fields = declared.filter((field) => {
    const [wanted, is = null] = [values[field.id], room.fields[field.id]]
    return wanted !== undefined && (field.secret === true || !isSameValue(field, wanted, is))
  })
  for (const { id, onlyWith, requires, requiredUnless } of fields) {
    const refuse = (problem: Span) => new ConfbotError('input.invalid', { option: id, blanks: { option: id, problem } })
    const willBe = (field: string) => values[field] ?? room.fields[field]
    if (onlyWith && !onlyWith.values.includes(String(willBe(onlyWith.field))))
      throw refuse(say('admin.field.only-with', { field: onlyWith.field, values: onlyWith.values.join(', ') }))
    if (requiredUnless !== undefined && values[id] === '' && !willBe(requiredUnless))
      throw refuse(say('admin.field.missing-unless', { field: requiredUnless }))
    // A secret is not shown: whether there is one only the PBX can say.
    const other = declared.find((field) => field.id === requires)
    if (other && !other.secret && values[id] !== '' && !willBe(other.id))
      throw refuse(say('admin.field.requires', { field: other.id }))
  }
  return Object.fromEntries(fields.map(({ id }) => [id, values[id] ?? null]))
}

/**
 * What was set, for the audit record: values that come from a list or are plain facts; of what people write freely, the name of
 * the field alone, since it may hold numbers and addresses of others. The subject is what a room is known by.
 */
const describe = (pbx: Pbx, values: RoomFieldValues) => {
  const kindOf = (id: string) => pbx.definition.roomFields.find((field) => field.id === id)?.kind ?? 'text'
  return Object.entries(maskFields(pbx.definition.roomFields, values))
    .map(([id, value]) => {
      if (id === 'subject') return `subject=${hideContacts(value)}`
      return writtenFreely.has(kindOf(id)) ? id : `${id}=${kindOf(id) === 'digits' ? maskPhoneNumber(value) : value}`
    })
    .join(' ')
}

const writtenFreely: ReadonlySet<RoomField['kind']> = new Set(['text', 'lines', 'json'])

const hideContacts = (text: string) =>
  text
    .replace(/[^\s<>]+@[^\s<>]+/g, '···')
    .replace(/\+?\d(?:[\s()./-]*\d){5,}/g, (number) => maskPhoneNumber(number.replace(/[^+\d]/g, '')))
