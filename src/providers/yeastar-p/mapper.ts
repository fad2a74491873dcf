/** Yeastar P-Series' wire shapes to our own, and back. */
import type {
  FieldOption,
  FieldValue,
  Period,
  ProviderParticipant,
  Recording,
  Room,
  RoomFieldValues,
} from '#core/contracts/conference-provider.ts'
import type { RoomBody } from './client.ts'
import type { Listed, Member, Option, Recorded, Routes, Room as WireRoom } from './schema.ts'
import { fileToInstant, type Times } from './times.ts'

/** Its `id` is the number, by which calls are controlled; the PBX's own id is among the fields. */
export const wireToRoom = (wire: WireRoom): Room => ({
  ...listedToRoom(wire),
  hasPin: wire.has_partic_password === 1,
  fields: {
    ...listedFields(wire),
    sound_prompt: wire.sound_prompt ?? null,
    enb_custom_language: wireToFlag(wire.enb_custom_language),
    prompt_language: wire.prompt_language || null,
    enb_wait_moderator: wireToFlag(wire.enb_wait_moderator),
    allow_partic_invite: wireToFlag(wire.allow_partic_invite),
  },
})

/** The list tells neither whether there is a password nor the other fields. */
export const listedToRoom = (wire: Listed): Room => ({
  id: wire.number,
  number: wire.number,
  subject: wire.name ?? '',
  dialIn: null,
  hasPin: false,
  fields: {
    ...listedFields(wire),
    sound_prompt: null,
    enb_custom_language: null,
    prompt_language: null,
    enb_wait_moderator: null,
    allow_partic_invite: null,
  },
})

const listedFields = ({ id, number, name, moderator_list }: Listed): Record<string, FieldValue> => ({
  id,
  number,
  name: name ?? null,
  moderator_list: moderator_list.map((moderator) => moderator.id).join(',') || null,
})

const wireToFlag = (flag: number | null | undefined): boolean | null => (flag == null ? null : flag === 1)

/** Switches are 0 and 1, ids of moderators texts in a list. */
export const fieldsToWire = (values: RoomFieldValues): RoomBody =>
  Object.fromEntries(
    Object.entries(values).flatMap(([id, value]): [string, RoomBody[string]][] => {
      if (id === 'moderator_list')
        return [
          [
            id,
            String(value ?? '')
              .split(',')
              .filter(Boolean),
          ],
        ]
      if (value === null) return []
      return [[id, typeof value === 'boolean' ? Number(value) : value]]
    }),
  )

/** On their way in or out: of the states of "Call Status Changed", since those of a conference are not listed. */
const notIn = new Set(['ALERT', 'RING', 'EARLYMEDIA', 'BYE'])
export const isIn = ({ member_status }: Member): boolean => !notIn.has(member_status?.toUpperCase() ?? '')

/** A member has neither a name nor a mark of being muted or a moderator. */
export const wireToParticipant = ({ from, channel_id }: Member): ProviderParticipant => ({
  legId: channel_id,
  name: null,
  number: from && /^\+?[0-9]+$/.test(from) ? from : null,
  muted: null,
  chairman: null,
  talking: null,
  callId: null,
})

export const wireToOption = ({ text, value, type }: Option): FieldOption => ({
  value,
  label: [text || value, ...(type ? [`(${type})`] : [])].join(' '),
})

/** `times`: how the PBX shows times; null: not known. */
export const wireToRecording = (wire: Recorded, times: Times | null): Recording => {
  const startedAt = fileToInstant(wire.file ?? '') ?? times?.toInstant(wire.time ?? '') ?? null
  const durationSeconds = wire.duration ?? null
  return {
    id: String(wire.id),
    startedAt,
    endedAt: startedAt === null || durationSeconds === null ? null : startedAt + durationSeconds * 1000,
    durationSeconds,
    fileName: wire.file || null,
    sizeBytes: wire.size ?? null,
  }
}

/** No recording names its room: it is one of a call from or to the room's number. */
export const isOfRoom = (wire: Recorded, number: string): boolean =>
  [wire.call_to_number || numberIn(wire.call_to), wire.call_from_number || numberIn(wire.call_from)].includes(number)

/** `Dave Harris<5556>` */
const numberIn = (shown: string | null | undefined): string | undefined =>
  /<([^<>]*)>\s*$/.exec(shown ?? '')?.[1] ?? shown?.trim()

/** One whose time is not known belongs to no period: it may be somebody else's. */
export const isWithin = ({ startedAt }: Recording, { from, until }: Period): boolean =>
  startedAt !== null && startedAt >= from && startedAt <= until

/** The path of a download below the PBX's own address, wherever the answer says that it lies; null: none of the documented kind. */
export function resourceToPath(resource: string): string | null {
  const base = 'https://pbx.invalid'
  if (!URL.canParse(resource, base)) return null
  const { pathname, search, host } = new URL(resource, base)
  const isOwn = host === new URL(base).host && search === ''
  return isOwn && /^\/api\/download\/[^/]+$/.test(pathname) ? pathname : null
}

/** Whether outbound routes let an extension call: by its number; or whether groups do, whose members are not told. */
export function routesToPermission(routes: Routes, extension: string): 'yes' | 'no' | 'by-group' {
  const entries = routes.flatMap(({ ext_list }) => ext_list)
  if (entries.some(({ ext_number }) => ext_number === extension)) return 'yes'
  return entries.some(({ ext_number }) => !ext_number) ? 'by-group' : 'no'
}
