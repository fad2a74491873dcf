/**
 * Yeastar S-Series' conferences as its API shows and edits them: they are made in the web interface alone. Source: Yeastar S-Series
 * developer guide, "Query Conference"; Yeastar Cloud PBX developer guide, "Edit a Conference" (the sister page).
 */
import type { HttpReply } from '#sandbox/faults.ts'
import type { Pbx } from '../../pbx.ts'
import type { Room, RoomSettings } from '../../room.ts'
import { errno, type Parameters, Refusal, required, splitList, success } from './wire.ts'

/** `participantepassword` is spelt so. */
const fieldNames = [
  'name',
  'participantepassword',
  'moderatorpassword',
  'waitformoderator',
  'allowinvite',
  'moderators',
  'musiconhold',
  'mute',
  'prompt',
] as const
type FieldName = (typeof fieldNames)[number]
type Fields = Record<FieldName, string>

/** What the web interface presets is not documented, but for the examples of the page. */
const presets: Fields = {
  name: '',
  participantepassword: '',
  moderatorpassword: '',
  waitformoderator: 'no',
  allowinvite: 'yes',
  moderators: '',
  musiconhold: 'yes',
  mute: 'no',
  prompt: 'default',
}

const yesOrNo = /^(yes|no)$/
const password = /^[0-9*]*$/
const patterns: Readonly<Record<FieldName, RegExp>> = {
  name: /^[^&'<>`|$\]\\"]*$/,
  participantepassword: password,
  moderatorpassword: password,
  waitformoderator: yesOrNo,
  allowinvite: yesOrNo,
  moderators: /^(1[0-9]{3}(,1[0-9]{3})*)?$/,
  musiconhold: yesOrNo,
  mute: yesOrNo,
  prompt: /^(default|exten|none)$/,
}

/** How many people a conference takes is not documented. */
const capacity = 100

export type Rooms = ReturnType<typeof createRooms>

/** `operator`: the extension of which the administrator made a moderator of every room. */
export function createRooms(pbx: Pbx, operator: string) {
  const fieldsOf = new WeakMap<Room, Fields>()
  /** They are no conferences that are queried or edited. */
  const instants = new WeakSet<Room>()
  const permanent = () => pbx.rooms().filter((room) => !instants.has(room))

  const ownFields = (room: Room): Fields => {
    const fields = fieldsOf.get(room) ?? { ...presets, name: room.subject, moderators: operator }
    fieldsOf.set(room, fields)
    return fields
  }

  const find = (number: string): Room => {
    const room = pbx.rooms().find((one) => one.number === number)
    if (!room) throw new Refusal(errno.noSuchConference, `no conference ${number}`)
    return room
  }

  const apply = (room: Room, fields: Fields) => {
    fieldsOf.set(room, fields)
    pbx.updateRoom(room, {
      subject: fields.name,
      pin: fields.participantepassword || undefined,
      moderatorPin: fields.moderatorpassword || undefined,
      entersMuted: fields.mute === 'yes',
    })
  }

  /** What is left out stays. Neither a code for a value that is not allowed nor one for a field that is none is documented. */
  const edit = (room: Room, changes: Parameters) => {
    const fields = { ...ownFields(room) }
    for (const [name, value] of Object.entries(changes)) {
      if (!isFieldName(name)) throw new Refusal(errno.unsupportedRequest, `${name}: no such field`)
      if (!patterns[name].test(value)) throw new Refusal(errno.unsupportedRequest, `${name}: not allowed`)
      fields[name] = value
    }
    apply(room, fields)
  }

  const findPermanent = (number: string): Room => {
    const room = find(number)
    if (instants.has(room)) throw new Refusal(errno.noSuchConference, `${number} is an instant conference`)
    return room
  }

  /** With its passwords in clear, as they are on the wire. */
  const shown = (room: Room): Readonly<Record<string, string>> => ({ number: room.number, ...ownFields(room) })

  return {
    find,
    /** `one,another` or `all`; instant conferences, too. */
    findAll: (numbers: string): Room[] => (numbers === 'all' ? pbx.rooms() : splitList(numbers).map(find)),
    edit,
    shown,
    create(settings: RoomSettings): void {
      const room = pbx.createRoom({ ...settings, capacity: settings.capacity || capacity })
      if (!room) return
      apply(room, {
        ...presets,
        name: settings.subject,
        moderators: operator,
        participantepassword: settings.pin ?? '',
        moderatorpassword: settings.moderatorPin ?? '',
        mute: settings.entersMuted ? 'yes' : 'no',
      })
    },
    /** undefined: the number is taken. */
    createInstant(number: string, name: string, moderators: string): Room | undefined {
      const room = pbx.createRoom({ number, subject: name, capacity })
      if (!room) return undefined
      instants.add(room)
      fieldsOf.set(room, { ...presets, name, moderators })
      return room
    },
    /** Instant conferences that nobody is in or rung into any more: what ends one is not documented, here its last call does. */
    tidy() {
      for (const room of pbx.rooms())
        if (instants.has(room) && room.calls > 0 && room.legs.size === 0) pbx.destroyRoom(room)
    },
    isModerator: (room: Room, extension: string): boolean => splitList(ownFields(room).moderators).includes(extension),
    query(parameters: Parameters): HttpReply {
      const numbers = required(parameters, 'number')
      const found = numbers === 'all' ? permanent() : splitList(numbers).map(findPermanent)
      return success({ conferences: found.map(shown) })
    },
    update(parameters: Parameters): HttpReply {
      const { number: _, ...changes } = parameters
      edit(findPermanent(required(parameters, 'number')), changes)
      return success()
    },
  }
}

const isFieldName = (name: string): name is FieldName => fieldNames.some((one) => one === name)
