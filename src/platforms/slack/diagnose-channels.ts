/** In which channels the bot is, and whether it may post in those that have defaults or a live conference. */
import type { WebClient } from '@slack/web-api'
import { type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { say } from '#text/message.ts'
import type { ChannelInUse } from '../platform.ts'
import { failureOf, isCannotPost } from './failure.ts'

const pageSize = 200
const maxPages = 5
const maxNamed = 10
/** Each is a call of its own, of which Slack allows about 50 a minute. */
const maxInUse = 30

interface Question {
  readonly client: WebClient
  readonly granted: readonly string[]
  readonly inUse: readonly ChannelInUse[]
}

/** Nothing where the scopes do not allow to look. */
export async function channelFindings({ client, granted, inUse }: Question): Promise<readonly Finding[]> {
  if (!granted.includes('channels:read')) return []
  const types = ['public_channel', ...(granted.includes('groups:read') ? ['private_channel'] : [])].join(',')
  return [await ownChannels(client, types), ...(await channelsInUse(client, granted, inUse))]
}

async function ownChannels(client: WebClient, types: string): Promise<Finding> {
  const names: string[] = []
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page++) {
    const answer = await client.users.conversations({
      types,
      exclude_archived: true,
      limit: pageSize,
      ...(cursor && { cursor }),
    })
    for (const { id = '', name } of answer.channels ?? []) names.push(`#${name ?? id}`)
    cursor = answer.response_metadata?.next_cursor || undefined
    if (!cursor) break
  }
  if (names.length === 0) return warn(say('doctor.slack.in-none'), say('doctor.slack.in-none.next'))
  const named = names.slice(0, maxNamed).join(', ')
  return ok(say('doctor.slack.in', { count: names.length, named, more: names.length - maxNamed > 0 ? 'yes' : 'no' }))
}

async function channelsInUse(
  client: WebClient,
  granted: readonly string[],
  inUse: readonly ChannelInUse[],
): Promise<readonly Finding[]> {
  const looked = inUse.slice(0, maxInUse)
  const problems: Finding[] = []
  for (const channel of looked) {
    const problem = await problemOf(client, granted, channel)
    if (problem) problems.push(problem)
  }
  if (problems.length > 0 || looked.length === 0) return problems
  return [ok(say('doctor.slack.may-post', { count: looked.length }))]
}

/** A conference that is live needs its channel; one with defaults alone may have been forgotten. */
async function problemOf(
  client: WebClient,
  granted: readonly string[],
  { channelId, isLive }: ChannelInUse,
): Promise<Finding | null> {
  const tell = isLive ? fail : warn
  try {
    const { channel = {} } = await client.conversations.info({ channel: channelId })
    const name = channel.name ? `#${channel.name}` : channelId
    if (channel.is_archived) return tell(say('doctor.slack.archived', { name }), say('doctor.slack.archived.next'))
    if (channel.is_member || (!channel.is_private && granted.includes('chat:write.public'))) return null
    return tell(say('doctor.slack.not-in', { name }), say('doctor.slack.not-in.next'))
  } catch (error) {
    const failure = failureOf(error)
    // A private channel that the bot is not in is not even known to it; of others the token may not ask.
    if (failure.kind === 'refused' && failure.error === 'missing_scope') return null
    if (isCannotPost(failure))
      return tell(say('doctor.slack.not-in', { name: channelId }), say('doctor.slack.not-in.next'))
    throw error
  }
}
