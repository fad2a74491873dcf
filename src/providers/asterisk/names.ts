/**
 * Names that confbot gives to what it makes on an Asterisk, by which it knows it again, also after a restart: the ids of channels
 * and the files of recordings. They carry the room, and never a number of a person.
 */
import { createReference } from '#lib/ids.ts'

const call = /^confbot-(?<pbx>.+)-(?<room>\d+)-[a-z0-9]{8}$/
const recording = /^confbot-(?<room>\d+)-(?<at>\d{8}T\d{6}Z)-[a-z0-9]{8}$/
const recorderEnd = '-recorder'

/** The unique id of the channel of a call that rings somebody into a room; the id of the call, too. `purpose`: the room. */
export const createCallId = (pbx: string, purpose: string): string => `confbot-${pbx}-${purpose}-${createReference()}`

/** The room into which this PBX's confbot called; null: it is no such call. */
export function callToRoom(uniqueId: string, pbx: string): string | null {
  const { pbx: of, room } = call.exec(uniqueId)?.groups ?? {}
  return of === pbx ? (room ?? null) : null
}

/** Of the file, without its ending, and of the half of the channel that records: `confbot-8000-20261122T090000Z-abcdefgh`. */
export const createRecordingName = (room: string, now: number): string =>
  `confbot-${room}-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}-${createReference()}`

/** null: confbot made no recording of this name. */
export function readRecordingName(name: string): { readonly room: string; readonly startedAt: number } | null {
  const { room, at } = recording.exec(name)?.groups ?? {}
  if (room === undefined || at === undefined) return null
  const startedAt = Date.parse(at.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  return Number.isNaN(startedAt) ? null : { room, startedAt }
}

/** The unique id of the half that is in the conference. */
export const recorderOf = (recordingName: string): string => `${recordingName}${recorderEnd}`

/** The recording that it makes; null: it makes none. */
export function recorderToRecording(uniqueId: string): string | null {
  const name = uniqueId.endsWith(recorderEnd) ? uniqueId.slice(0, -recorderEnd.length) : ''
  return readRecordingName(name) ? name : null
}

/** A half of one of confbot's own channels, which is nobody: by its name, as in `Local/8000@confbot-helper-0000000a;2`. */
export const isHelper = (channel: string): boolean => /^Local\/[^@]*@confbot-helper-[0-9a-f]+;[12]$/i.test(channel)
