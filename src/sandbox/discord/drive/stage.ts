/** What the people of the server act with, and how they find what they name. */
import { type DriveAnswer, DriveRefusal } from '../../drive-call.ts'
import { type Courier, failedWords, type Outcome } from '../delivery/courier.ts'
import { type Channel, channelTypes, type Person, type Role } from '../directory.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { botUserId } from '../identity.ts'
import type { InteractionDraft } from '../interactions/payload.ts'
import { createInteraction } from '../interactions/payload.ts'
import type { StoredMessage } from '../message-store.ts'
import type { PermissionName } from '../permissions.ts'
import type { DiscordServer } from '../server.ts'

export interface Stage {
  server: DiscordServer
  courier: Courier
  gateway: Gateway
}

/** What is not sent at all has no delivery. */
type Sent = (Outcome & { delivery: string }) | (Outcome & { ok: false })

export function outcomeToAnswer(outcome: Sent): DriveAnswer {
  if (!outcome.ok) return outcome
  const { ackMs, delivery, attempt } = outcome
  const { refused } = attempt
  return { ok: true, ackMs: Math.round(ackMs), delivery, ...(refused && { refused }) }
}

/** Where the bot is not in the server any more there is nobody to send it to. */
export async function sendInteraction({ server, courier }: Stage, draft: InteractionDraft): Promise<Sent> {
  const isReached = isDirect(draft.channel) || server.directory.member(botUserId) !== undefined
  if (!isReached) return { ok: false, error: failedWords[draft.type] }
  return courier.send(createInteraction(server, draft))
}

export function findPerson({ server }: Stage, nameOrId: string): Person {
  const found = server.directory.personByName(nameOrId)
  if (found && found.id !== botUserId) return found
  const known = server.directory.people().filter(({ isBot }) => !isBot)
  throw new DriveRefusal(
    404,
    `There is no person "${nameOrId}".`,
    known.map(({ name }) => name),
  )
}

/** A channel that the person sees; `dm`: their direct messages with the bot. */
export function findChannel({ server }: Stage, nameOrId: string, person: Person): Channel {
  const { directory } = server
  const found = directory.channelByName(nameOrId, person.id)
  if (found && directory.canSee(person.id, found)) return found
  const known = directory
    .channels()
    .filter((one) => directory.canSee(person.id, one))
    .map((one) => one.name || 'dm')
  throw new DriveRefusal(404, `${person.name} sees no channel "${nameOrId}".`, [...new Set([...known, 'dm'])])
}

/** What writing in the channel takes. */
export const writePermission = (channel: Channel): PermissionName =>
  channel.thread ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES'

/** A channel in which the person can write. */
export function findOwnChannel(stage: Stage, nameOrId: string, person: Person): Channel {
  const channel = findChannel(stage, nameOrId, person)
  if (!stage.server.directory.can(person.id, channel, writePermission(channel))) {
    throw new DriveRefusal(409, 'You do not have permission to send messages in this channel.')
  }
  return channel
}

export interface MessageName {
  channel: string
  id: string
}

/** A message that the person sees. */
export function findMessage(stage: Stage, { channel: name, id }: MessageName, person: Person) {
  const channel = findChannel(stage, name, person)
  const { messages } = stage.server
  const message: StoredMessage | undefined = messages.find(channel.id, id)
  if (message && (message.visibleTo === undefined || message.visibleTo === person.id)) return { channel, message }
  const known = messages.inChannel(channel.id, person.id).map((one) => one.id)
  throw new DriveRefusal(404, `${person.name} sees no message ${id} in "${name}".`, known)
}

export function findRole({ server }: Stage, nameOrId: string): Role {
  const found = server.directory.roleByName(nameOrId)
  if (found) return found
  const known = server.directory.roles().map(({ name }) => name)
  throw new DriveRefusal(404, `There is no role "${nameOrId}".`, known)
}

/** Refuses what the person has no right to. */
export function need(stage: Stage, person: Person, channel: Channel | undefined, ...names: PermissionName[]): void {
  if (stage.server.directory.can(person.id, channel, ...names)) return
  throw new DriveRefusal(409, `${person.name} does not have the permission ${names.join(', ')}.`)
}

export const isDirect = (channel: Channel): boolean => channel.type === channelTypes.dm
