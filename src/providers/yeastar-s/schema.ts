/**
 * Yeastar S-Series' wire shapes: only what is used. Numbers come as text or as integers, whatever the tables declare, and fields
 * that came with later firmware are missing on older. Source: S-Series API v2.0.0, the page of each call.
 */
import { z } from 'zod'

const text = z.union([z.string(), z.number()]).transform(String)
const maybe = text.nullish().transform((value) => value ?? null)
const Success = z.literal('Success')
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

/** "Every error response has a Failed status and an error code": there are no words. */
export const FailedReply = z.object({ status: z.literal('Failed'), errno: text.nullish() })

export const DoneReply = z.object({ status: Success })

export const LoginReply = z.object({
  status: Success,
  token: z.string().min(1),
  /** How events are sent, as it is set on the PBX: `TCP` in the example. */
  transport: maybe,
})

/** "Query Conference": the passwords come in clear. */
export const RoomReply = z.object({
  number: text,
  name: maybe,
  participantepassword: maybe,
  moderatorpassword: maybe,
  waitformoderator: maybe,
  allowinvite: maybe,
  /** Declared an integer; one number, several with commas, an empty text or, to be safe, a list. */
  moderators: z.union([text, z.array(text)]).nullish(),
  musiconhold: maybe,
  mute: maybe,
  prompt: maybe,
})
export type RoomReply = z.output<typeof RoomReply>

export const RoomListReply = z.object({ status: Success, conferences: z.array(RoomReply) })

const Leg = z.object({ channelid: z.string().min(1), memberstatus: maybe })
const ExtensionLeg = Leg.extend({ number: maybe })
const OutsideLeg = Leg.extend({ from: maybe, to: maybe })
/** The table calls it a list, the example shows one. */
const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z
    .union([item, z.array(item)])
    .nullish()
    .transform((value) => (value ? [value].flat() : []))

export const MemberReply = z.object({
  ext: oneOrMore(ExtensionLeg),
  inbound: oneOrMore(OutsideLeg),
  outbound: oneOrMore(OutsideLeg),
})
export type MemberReply = z.output<typeof MemberReply>

/** "Query in-session Conference": the key is singular. */
export const SessionListReply = z.object({
  status: Success,
  conference: listOf(z.object({ conferencenumber: text, members: listOf(MemberReply) })),
})

export const ExtensionListReply = z.object({
  status: Success,
  extlist: z.array(z.object({ number: text, username: maybe })),
})

/** "Query Outbound Route Settings": who may call outside by each. */
export const RouteListReply = z.object({
  status: Success,
  outroutes: listOf(z.object({ name: maybe, extensions: maybe, extensionsgroup: maybe })),
})
export type RouteListReply = z.output<typeof RouteListReply>

export const DeviceReply = z.object({
  status: Success,
  deviceinfo: z.object({
    devicename: maybe,
    /** As in `30.13.0.30`. */
    firmwarever: maybe,
    /** As in `2019-10-17 23:07:43 UTC-8`. */
    systemtime: maybe,
  }),
})
export type DeviceReply = z.output<typeof DeviceReply>

export const RandomReply = z.object({ status: Success, random: z.string().min(1) })

/** An event that is pushed; of all but these two only the name counts. */
export const EventBody = z.object({ event: z.string(), conferencenumber: text.nullish() })
