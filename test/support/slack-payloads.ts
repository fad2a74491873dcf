/** True payloads of every kind, taken from what the sandbox's Slack sent, to be sent again, spoilt, by whoever means harm. */
import { eventually, type SandboxClient } from './sandbox-client.ts'

export interface Payload {
  /** How it is written: a form, JSON in a form's field, or JSON. */
  readonly kind: 'command' | 'interactive' | 'event'
  readonly body: Readonly<Record<string, unknown>>
}

/** Does one thing of each kind, as Alice, and takes what was sent for it. A conference called Sprint review is live then. */
export async function collectPayloads(slack: SandboxClient): Promise<readonly Payload[]> {
  await slack.command('alice', 'start "Sprint review" 1001')
  await slack.advance(3)
  const card = await slack.card('Sprint review', ['1 person'])
  await slack.click('alice', card, 'Invite…')
  await slack.post('slack/submit', { user: 'alice', view: await formWith(slack, 'who'), values: { who: '1002' } })
  await slack.command('alice', '/confadmin contact edit')
  await slack.post('slack/options', { user: 'alice', view: await formWith(slack, 'name'), action: 'name', value: 'a' })
  await slack.post('slack/say', { user: 'alice', channel: '@confbot', text: 'help' })
  await slack.post('slack/mention', { user: 'alice', channel: 'general', text: 'help' })
  await slack.post('slack/home', { user: 'alice' })
  await slack.post('slack/shortcut', { user: 'alice', callback: 'start_here' })
  await slack.post('slack/shortcut', {
    user: 'alice',
    callback: 'start_from_message',
    message: { channel: 'general', ts: card.ts },
  })
  const { frames } = await slack.get<{ frames: { direction: string; body?: unknown }[] }>('slack/traffic')
  return frames.flatMap(({ direction, body }) => (direction === 'out' ? payloadOf(body) : []))
}

/** The id of Alice's topmost form, once it has that field. */
const formWith = (slack: SandboxClient, field: string) =>
  eventually(async () => {
    const { views } = await slack.get<{ views: { id: string; blocks: { block_id: string }[] }[] }>(
      'slack/views?user=alice',
    )
    const top = views.at(-1)
    if (!top?.blocks.some((block) => block.block_id === field)) throw new Error(`no form asks for ${field}`)
    return top.id
  })

/** The same with ids of its own: what is repeated has no effect. */
export function renewed({ kind, body }: Payload, id: string): Payload {
  const actions = Array.isArray(body.actions) ? body.actions.map((one: object) => ({ ...one, action_ts: id })) : null
  const view = typeof body.view === 'object' ? { ...body.view, hash: id } : null
  return {
    kind,
    body: {
      ...body,
      ...('trigger_id' in body && { trigger_id: id }),
      ...('event_id' in body && { event_id: id }),
      ...(actions && { actions }),
      ...(view && { view }),
    },
  }
}

/** Answers of the Web API go the same way; they alone say `ok`. */
function payloadOf(sent: unknown): Payload[] {
  if (typeof sent !== 'object' || sent === null) return []
  const body = 'payload' in sent && typeof sent.payload === 'object' && sent.payload !== null ? sent.payload : sent
  const given = { ...body }
  if ('ok' in given) return []
  if ('command' in given) return [{ kind: 'command', body: given }]
  if ('event' in given) return [{ kind: 'event', body: given }]
  return 'user' in given ? [{ kind: 'interactive', body: given }] : []
}
