/**
 * What the P-Series takes in the bodies of its conference calls, with every limit of the pages. Sources: OpenAPI v1.0, "Edit a
 * Scheduled Conference", "Add a Scheduled Conference", "Add an Instant Conference", "Invite Conference Members", "Mute Conference
 * Members" and its siblings.
 */
import { z } from 'zod'
import { extensionByNumber, isLanguage, moderatorById } from './directory.ts'

/** "Should be less than": counted in characters, and the number itself is too many. */
const shorterThan = (limit: number) =>
  z.string().refine((value) => [...value].length < limit, `shorter than ${limit} characters`)
const toggle = z.union([z.literal(0), z.literal(1)])

const changeableFields = {
  name: shorterThan(127).min(1).exactOptional(),
  partic_password: shorterThan(15).exactOptional(),
  moderator_password: shorterThan(15).exactOptional(),
  sound_prompt: z.enum(['default', 'ext_number']).exactOptional(),
  enb_custom_language: toggle.exactOptional(),
  prompt_language: z
    .string()
    .refine((value) => value === '' || isLanguage(value), 'a language of the system prompts')
    .exactOptional(),
  enb_wait_moderator: toggle.exactOptional(),
  allow_partic_invite: toggle.exactOptional(),
  moderator_list: z
    .array(z.string().refine((id) => moderatorById(id) !== undefined, 'the id of an extension or of a group'))
    .exactOptional(),
}

/*
 * What becomes of fields that a page does not name is not documented. Refusing them is this sandbox's choice: a misspelt field shows
 * at once.
 */
export const RoomCreation = z.strictObject({
  ...changeableFields,
  number: shorterThan(7).regex(/^[0-9]+$/, 'digits only'),
  name: shorterThan(127).min(1),
})
export type RoomCreation = z.output<typeof RoomCreation>

export const RoomUpdate = z.strictObject({ id: z.int(), ...changeableFields })
/** Without the id, as it is changed on the web pages. */
export const RoomEdit = z.strictObject(changeableFields)
export type RoomEdit = z.output<typeof RoomEdit>

const Dialled = z.string().regex(/^\+?[0-9*#]+$/, 'a number')
const ExtensionNumber = z.string().refine((number) => extensionByNumber(number) !== undefined, 'an extension')

export const Invitation = z.strictObject({
  number: z.string(),
  invitemembers: z.array(Dialled).min(1),
  dialpermission: ExtensionNumber,
})

/** "Outside the extension number range". */
export const InstantConference = z.strictObject({
  number: z
    .string()
    .regex(/^[0-9]+$/, 'digits only')
    .refine((number) => extensionByNumber(number) === undefined, 'outside the range of extensions'),
  name: z.string().min(1),
  members: z.array(Dialled).min(1),
  moderators: z.array(ExtensionNumber).min(1),
  dialpermission: ExtensionNumber,
})

/** One channel, several with commas, or `all`. */
export const MemberAct = z.strictObject({ number: z.string(), member_channel_id: z.string().min(1) })
