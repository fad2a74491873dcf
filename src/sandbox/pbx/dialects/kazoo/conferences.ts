/** KAZOO's conference documents, and actions on a whole conference (applications/crossbar/src/modules/cb_conferences.erl, conference.md). */
import type { Pbx } from '../../pbx.ts'
import { joinedLegs, type Room } from '../../room.ts'
import type { createDialler } from './dial.ts'
import { type Document, fieldOf, patched, publicFields, textsOf, validate } from './document.ts'
import type { Live } from './live.ts'
import { selectPage } from './page.ts'
import { actionData, actionOf, type Request, type Route } from './route.ts'
import { accepted, badIdentifier, faultyRequest, invalidField, ok, type Success } from './wire.ts'

/** What the view `conferences/crossbar_listing` shows of each. */
const summaryFields = ['name', 'owner_id', 'member', 'moderator', 'ui_flags', 'conference_numbers']
/** Whether `max_participants` is kept to, and what holds without it, is not documented. */
const unlimited = 1000

const collection = '/accounts/{account_id}/conferences'
const member = `${collection}/{conference_id}`

export type Conferences = ReturnType<typeof createConferences>

export function createConferences(pbx: Pbx, live: Live, dialler: ReturnType<typeof createDialler>) {
  /** The documents as they were sent; the PBX knows only what every vendor has of a room. */
  const documents = new WeakMap<Room, Document>()
  const documentOf = (room: Room): Document => documents.get(room) ?? {}

  const find = (request: Request): Room | undefined => pbx.room(request.param('conference_id'))
  const need = (request: Request): Room => {
    const room = find(request)
    if (!room) throw badIdentifier(request.param('conference_id'))
    return room
  }

  /** All numbers of a document must be its own. */
  const refuseTakenNumbers = (document: Document, own?: Room) => {
    const taken = new Set(pbx.rooms().flatMap((room) => (room === own ? [] : numbersOf(documentOf(room)))))
    const clash = numbersOf(document).filter((number) => taken.has(number))
    if (clash.length > 0) throw invalidField('numbers', 'unique', 'Numbers already in use', { cause: clash.join('') })
  }

  const create = (data: Document): Room => {
    const document = publicFields(data)
    validate(document)
    refuseTakenNumbers(document)
    const room = pbx.createRoom(documentToSettings(document, placeholder(pbx)))
    if (!room) throw invalidField('numbers', 'unique', 'Numbers already in use')
    documents.set(room, document)
    return room
  }

  const replace = (room: Room, document: Document): Success => {
    validate(document)
    refuseTakenNumbers(document, room)
    documents.set(room, document)
    const present = /^\d+$/.test(room.number) ? placeholder(pbx) : room.number
    pbx.updateRoom(room, documentToSettings(document, present))
    return ok({ ...document, id: room.id })
  }

  const summary = (room: Room) => {
    const document = documentOf(room)
    const shown = summaryFields.flatMap((field) => (document[field] === undefined ? [] : [[field, document[field]]]))
    return { id: room.id, ...Object.fromEntries(shown), _read_only: live.counts(room) }
  }

  /** Whoever is not known is taken for a conference that is made when somebody is put into it. */
  const shown = (request: Request): Success => {
    const room = find(request)
    if (room) return ok({ ...documentOf(room), id: room.id, _read_only: live.details(room) })
    const nobody = { members: 0, moderators: 0, duration: 0, is_locked: false, participants: [] }
    return ok({ ...publicFields(request.data), id: request.param('conference_id'), _read_only: nobody })
  }

  /** Sent to the media server, of which nothing comes back. */
  const whileLive = (room: Room | undefined, act: (room: Room) => void): Success => {
    if (room && joinedLegs(room).length > 0) act(room)
    return accepted('ok')
  }

  const record = (room: Room | undefined, { action }: Document): Success => {
    if (action === undefined) throw invalidField('data.action', 'required', 'recording requires an action')
    if (action !== 'start' && action !== 'stop')
      throw invalidField('data.action', 'enum', 'Value not found in enumerated list of values', {
        target: ['start', 'stop'],
        value: action,
      })
    whileLive(room, action === 'start' ? pbx.startRecording : pbx.stopRecording)
    return accepted(action === 'start' ? 'starting recording' : 'stopping recording')
  }

  const act = (request: Request): Success | Promise<Success> => {
    const room = find(request)
    switch (actionOf(request)) {
      case 'lock':
        return whileLive(room, (one) => pbx.lock(one, true))
      case 'unlock':
        return whileLive(room, (one) => pbx.lock(one, false))
      case 'dial':
        return dialler.dial(room, actionData(request))
      case 'record':
        return record(room, actionData(request))
      case 'play':
        return play(request)
      default:
        throw faultyRequest()
    }
  }

  const routes: Route[] = [
    {
      method: 'GET',
      path: collection,
      run({ query }) {
        const page = selectPage(pbx.rooms(), query)
        return { status: 200, data: page.items.map(summary), envelope: page.envelope }
      },
    },
    {
      method: 'PUT',
      path: collection,
      run(request) {
        const room = create(request.data)
        return { status: 201, data: { ...documentOf(room), id: room.id }, headers: { location: room.id } }
      },
    },
    { method: 'GET', path: member, run: shown },
    { method: 'POST', path: member, run: (request) => replace(need(request), publicFields(request.data)) },
    {
      method: 'PATCH',
      path: member,
      run(request) {
        const room = need(request)
        return replace(room, patched(documentOf(room), publicFields(request.data)))
      },
    },
    {
      method: 'DELETE',
      path: member,
      run(request) {
        const room = need(request)
        const document = { ...documentOf(room), id: room.id }
        // Softly: the document is kept out of sight. Here it is gone.
        pbx.destroyRoom(room)
        return ok(document)
      },
    },
    { method: 'PUT', path: member, run: act },
  ]
  return {
    routes,
    find,
    shown,
    create,
    documentOf,
    /** What somebody changes in KAZOO's own interface, like a PATCH. Throws a Refusal. */
    edit: (room: Room, fields: Document) => void replace(room, patched(documentOf(room), publicFields(fields))),
  }
}

/** What is played is heard by nobody here. */
export function play(request: Request): Success {
  const { media_id } = actionData(request)
  if (typeof media_id !== 'string' || media_id === '')
    throw invalidField('data.media_id', 'required', "action 'play' requires a media ID or URL")
  return accepted('ok')
}

const numbersOf = (document: Document): readonly string[] =>
  ['conference_numbers', 'member.numbers', 'moderator.numbers'].flatMap((path) => textsOf(document, path))

/** A conference may have no number; the simulated PBX knows each room by one, which no telephone can dial. */
function placeholder(pbx: Pbx): string {
  const taken = new Set(pbx.rooms().map((room) => room.number))
  for (let count = 1; ; count += 1) if (!taken.has(`none-${count}`)) return `none-${count}`
}

/** The first number and the first PIN of each list are those that the simulated network knows. */
function documentToSettings(document: Document, withoutNumber: string) {
  const [number = withoutNumber] = numbersOf(document)
  const { name, max_participants: most } = document
  return {
    number,
    subject: typeof name === 'string' ? name : '',
    capacity: typeof most === 'number' && most > 0 ? most : unlimited,
    pin: textsOf(document, 'member.pins')[0],
    moderatorPin: textsOf(document, 'moderator.pins')[0],
    // Muted unless said: the default of the schema.
    entersMuted: fieldOf(document, 'member.join_muted') !== false,
    recordsItself: document.auto_record === true,
  }
}
