/**
 * Yeastar P-Series' wire shapes: only what is used. Every answer carries `errcode`, so one without it is none of this PBX's.
 * Source: Yeastar P-Series developer guide (OpenAPI v1.0), the pages on authentication, conferences, recordings and menu options.
 */
import { z } from 'zod'

const text = z.string().nullish()
/** Numbers of rooms and people, which are texts; read as well where they come as numbers. */
const digits = z.union([z.string(), z.number()]).transform(String)
const count = z.number().int().nullish()
/** 0 or 1. */
const flag = z.number().int().nullish()
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

export const Envelope = z.object({ errcode: z.number().int() })
const reply = <Shape extends z.ZodRawShape>(shape: Shape) => Envelope.extend(shape)

export const ErrorReply = z.object({ errcode: z.number().int(), errmsg: text })

export const TokenReply = reply({
  access_token: z.string().min(1),
  /** Seconds. */
  access_token_expire_time: z.number().positive(),
  refresh_token: text,
})
export type TokenReply = z.output<typeof TokenReply>

const Moderators = listOf(z.object({ id: digits }))

const Listed = z.object({
  id: z.number().int(),
  number: digits,
  name: text,
  moderator_list: Moderators,
})
export type Listed = z.output<typeof Listed>
export const RoomListReply = reply({ total_number: count, data: listOf(Listed) })

const Room = Listed.extend({
  has_partic_password: flag,
  sound_prompt: text,
  enb_custom_language: flag,
  prompt_language: text,
  enb_wait_moderator: flag,
  allow_partic_invite: flag,
})
export type Room = z.output<typeof Room>
export const RoomReply = reply({ data: Room })

export const CreatedReply = reply({ id: z.number().int() })
export const PasswordReply = reply({ password: text })

const Member = z.object({ from: digits.nullish(), channel_id: z.string().min(1), member_status: text })
export type Member = z.output<typeof Member>
export const OngoingReply = reply({
  data: listOf(z.object({ conference_number: digits, members: listOf(Member) })),
})

const Option = z.object({ text, value: digits, type: text })
export type Option = z.output<typeof Option>
export const OptionsReply = reply({ data: listOf(Option) })

const Recorded = z.object({
  id: z.number().int(),
  time: text,
  call_from: digits.nullish(),
  call_to: digits.nullish(),
  /** Of newer firmware. */
  call_from_number: digits.nullish(),
  call_to_number: digits.nullish(),
  /** Seconds. */
  duration: z.number().nullish(),
  /** Bytes. */
  size: z.number().nullish(),
  file: text,
})
export type Recorded = z.output<typeof Recorded>
export const RecordingListReply = reply({ total_number: count, data: listOf(Recorded) })

export const DownloadReply = reply({ file: text, download_resource_url: z.string().min(1) })

const Device = z.object({
  model_name: text,
  firmware_version: text,
  /** As the PBX shows it, in its own zone. */
  system_time: text,
  /** `YYYY/MM/DD`, in this or another order. */
  system_date_format: text,
  /** The same in seconds since 1970. */
  timestamp: count,
})
export type Device = z.output<typeof Device>
export const DeviceReply = reply({ data: Device })

export const ExtensionListReply = reply({ data: listOf(z.object({ number: digits })) })

const Route = z.object({ id: z.number().int() })
export const RouteListReply = reply({ data: listOf(Route) })
/** Extensions, or groups and organisations of them, which have no number. */
export const RoutesReply = reply({
  data: listOf(Route.extend({ ext_list: listOf(z.object({ ext_number: digits.nullish() })) })),
})
export type Routes = z.output<typeof RoutesReply>['data']
