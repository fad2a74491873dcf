/**
 * The P-Series' recordings, which know no rooms, and its policy of what is recorded. Sources: OpenAPI v1.0, "Query Recording List",
 * "Download a Recording File", "Get Recording Setting", "Edit Recording Setting".
 */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '#lib/clock.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import type { Pbx } from '../../pbx.ts'
import type { Recording, Room } from '../../room.ts'
import { Paging, pageOf } from './page.ts'
import type { Rooms } from './rooms.ts'
import type { Route } from './route.ts'
import { instantToShown } from './system.ts'
import { parseFields, Refusal, succeed } from './wire.ts'

const downloadPath = '/api/download/'
const downloadMs = 30 * 60_000

/** "Either id or file is required". */
const Download = z
  .object({
    id: z
      .string()
      .regex(/^\d{1,9}$/, 'an integer')
      .transform(Number)
      .optional(),
    file: z.string().optional(),
  })
  .refine(({ id, file }) => id !== undefined || file !== undefined, 'id or file')

const toggle = z.union([z.literal(0), z.literal(1)]).optional()
const targets = z.array(z.looseObject({ id: z.int() })).optional()
const Policy = z.strictObject({
  enb_internal: toggle,
  internal_prompt: z.string().optional(),
  outbound_prompt: z.string().optional(),
  inbound_prompt: z.string().optional(),
  enb_channel_separate: toggle,
  record_file_format: z.enum(['wav', 'mp3']).optional(),
  enb_paging: toggle,
  record_trunk_list: targets,
  record_ext_list: targets,
  record_conference_list: targets,
  record_queue_list: targets,
  record_ivr_list: targets,
})

const firstPolicy = {
  enb_internal: 0,
  internal_prompt: '',
  outbound_prompt: '',
  inbound_prompt: '',
  enb_channel_separate: 0,
  record_file_format: 'wav',
  enb_paging: 0,
  record_trunk_list: [{ id: 21, text: 'sandbox-trunk', type: 'sip', enb_config: 0, number_value: 0 }],
  record_ext_list: [],
  record_queue_list: [],
  record_ivr_list: [],
}

export function createRecordings(pbx: Pbx, rooms: Rooms, clock: Clock) {
  const idOf = new WeakMap<Recording, number>()
  let lastId = 0
  let policy: Readonly<Record<string, unknown>> = firstPolicy
  /** What can be fetched, and for how long. */
  const downloads = new Map<string, { readonly file: Buffer; readonly until: number }>()

  const numbered = (recording: Recording): number => {
    const known = idOf.get(recording)
    if (known !== undefined) return known
    lastId += 1
    idOf.set(recording, lastId)
    return lastId
  }
  const all = () =>
    pbx
      .rooms()
      .flatMap((room) => [...room.recordings.values()].map((recording) => ({ room, recording })))
      .sort((left, right) => left.recording.startedAt - right.recording.startedAt)
      .map(({ room, recording }) => ({ room, recording, id: numbered(recording) }))

  /** As in `20220112173629-1641980184.14-5566-5556-Internal.wav`: local time, the call's id, who called whom. */
  const fileName = ({ room, recording, id }: ReturnType<typeof all>[number]): string => {
    const stamp = new Date(recording.startedAt).toISOString().slice(0, 19).replace(/\D/g, '')
    return `${stamp}-${Math.floor(recording.startedAt / 1000)}.${id}-Conference-${room.number}-Internal.wav`
  }

  // How a conference stands in this list is not documented: as a call to its number.
  const shown = ({ room, recording, id }: ReturnType<typeof all>[number]) => ({
    id,
    time: instantToShown(recording.startedAt),
    uid: recording.id,
    call_from: 'Conference',
    call_to: `${room.subject}<${room.number}>`,
    duration: Math.round((recording.endedAt - recording.startedAt) / 1000),
    size: recording.file.length,
    call_type: 'Internal',
    file: fileName({ room, recording, id }),
    call_from_number: '',
    call_from_name: 'Conference',
    call_to_number: room.number,
    call_to_name: room.subject,
  })

  const recordedRooms = () => rooms.scheduled().filter((room) => room.recordsItself === true)
  const conferenceTarget = (room: Room) => ({
    id: rooms.own(room)?.id,
    text: room.subject,
    enb_config: 0,
    number_value: 0,
  })

  const routes: Route[] = [
    {
      method: 'GET',
      endpoint: 'recording/list',
      run({ query }) {
        const { items, total } = pageOf(all().map(shown), parseFields(Paging, query))
        return succeed({ total_number: total, data: items })
      },
    },
    {
      method: 'GET',
      endpoint: 'recording/download',
      run({ query }) {
        const { id, file } = parseFields(Download, query)
        const found = all().find((one) => one.id === id || fileName(one) === file)
        if (!found) throw new Refusal(60001, 'no such recording')
        const { recording } = found
        const path = `${downloadPath}Recording-download-${randomBytes(12).toString('hex')}.wav`
        downloads.set(path, { file: recording.file, until: clock.now() + downloadMs })
        return succeed({ file: fileName(found), download_resource_url: path })
      },
    },
    {
      method: 'GET',
      endpoint: 'autorecord/get',
      run: () => succeed({ auto_record: { ...policy, record_conference_list: recordedRooms().map(conferenceTarget) } }),
    },
    {
      // What is left out stays; a list that is given takes the place of the old one.
      method: 'POST',
      endpoint: 'autorecord/update',
      run(request) {
        const { record_conference_list: wanted, ...rest } = parseFields(Policy, request.body())
        const found = wanted?.map(({ id }) => rooms.find(id).room)
        policy = { ...policy, ...rest }
        if (found) for (const room of rooms.scheduled()) pbx.updateRoom(room, { recordsItself: found.includes(room) })
        return succeed()
      },
    },
  ]

  return {
    routes,
    /** "Combine it with the base URL and append the access token": the only path beside those of the API. undefined: another path. */
    download(path: string): HttpReply | undefined {
      if (!path.startsWith(downloadPath)) return undefined
      const found = downloads.get(path)
      if (!found || found.until <= clock.now()) throw new Refusal(60001, 'no such download')
      return { status: 200, headers: { 'content-type': 'audio/wav' }, body: found.file }
    },
    reset() {
      policy = firstPolicy
      downloads.clear()
    },
  }
}
