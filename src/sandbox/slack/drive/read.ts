/** What a person sees: channels, messages with their threads, open forms, the Home tab. */
import { DriveRefusal } from '../../drive-call.ts'
import { canSee } from '../directory.ts'
import type { OpenView } from '../view-store.ts'
import { payloadChannel } from './payload.ts'
import { findChannel, findPerson, type Stage } from './stage.ts'

export function readPeople({ workspace }: Stage) {
  const people = workspace.directory
    .people()
    .map(({ id, name, realName, teamId, isAdmin, isRestricted, isBot, timeZone }) => {
      return { id, name, realName, team: teamId, isAdmin, isGuest: isRestricted, isBot, timeZone }
    })
  const groups = workspace.directory.userGroups().map(({ id, handle, name }) => ({ id, handle, name }))
  return { ok: true, people, groups }
}

/** `posts`: how many messages of others the person finds there, without replies and what the person alone sees. */
export function readChannels(stage: Stage, { user }: { user: string }) {
  const person = findPerson(stage, user)
  const { directory, messages } = stage.workspace
  const visible = directory.channels().filter((channel) => canSee(channel, person))
  const channels = visible.map((channel) => ({
    id: channel.id,
    name: channel.name || payloadChannel(channel).name,
    kind: channel.kind,
    members: [...channel.members],
    isMember: channel.members.has(person.id),
    isExtShared: channel.isExtShared,
    isArchived: channel.isArchived,
    posts: messages.inChannel(channel.id).filter(({ user }) => user !== person.id).length,
  }))
  return { ok: true, channels }
}

/** Oldest first; the replies of a thread stand in `replies` of its first message. */
export function readMessages(stage: Stage, { channel: name, user }: { channel: string; user: string }) {
  const person = findPerson(stage, user)
  const channel = findChannel(stage, name, person)
  const { messages } = stage.workspace
  const shown = messages.inChannel(channel.id, person.id).map((message) => {
    const replies = messages.replies(channel.id, message.ts, person.id)
    return { ...messages.present(message), ...(replies.length > 0 && { replies: replies.map(messages.present) }) }
  })
  return { ok: true, channel: channel.id, messages: shown }
}

/** A file that was shared where the person sees it; `content` is its text. */
export function readFile(stage: Stage, { user, file: id }: { user: string; file: string }) {
  const person = findPerson(stage, user)
  const { directory, files } = stage.workspace
  const file = files.byId(id)
  const isSeen = [...(file?.sharedIn ?? [])].some((channelId) => {
    const channel = directory.channel(channelId)
    return channel !== undefined && canSee(channel, person)
  })
  if (!file || !isSeen) throw new DriveRefusal(404, `${person.name} sees no file "${id}".`)
  return { ok: true, file: files.present(file), content: file.content?.toString('utf8') ?? '' }
}

/** Bottom first: the last one is on top. */
export function readViews(stage: Stage, { user }: { user: string }) {
  const person = findPerson(stage, user)
  return { ok: true, views: stage.workspace.views.stack(person.id).map((view) => shownView(stage, view)) }
}

export function readHome(stage: Stage, { user }: { user: string }) {
  const view = stage.workspace.views.home(findPerson(stage, user).id)
  return { ok: true, view: view ? shownView(stage, view) : null }
}

/** `errors` are what the person reads below the fields, by block_id. */
function shownView({ workspace }: Stage, view: OpenView) {
  return { ...workspace.views.present(view), errors: view.errors }
}
