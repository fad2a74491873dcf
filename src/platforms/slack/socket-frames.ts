/**
 * Lets only frames of Slack's outline through to the SDK (docs.slack.dev, apis/events-api/using-socket-mode): on others it fails
 * as a rejection that nobody hears, and it takes the type of a frame for an event of its own, such as `close`.
 */
import type { SocketModeReceiver } from '@slack/bolt'
import { z } from 'zod'
import type { Logger } from '#lib/logger.ts'

const Envelope = { envelope_id: z.string(), accepts_response_payload: z.boolean().optional() }

const Frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('disconnect') }),
  z.object({ type: z.enum(['slash_commands', 'interactive']), ...Envelope, payload: z.object({}) }),
  z.object({
    type: z.literal('events_api'),
    ...Envelope,
    payload: z.object({ event: z.object({ type: z.string() }) }),
  }),
])

export function admitOnlyFrames({ client }: SocketModeReceiver, logger: Logger): void {
  const readers = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, ...rest: unknown[]) => {
    if (!isFrame(data)) return logger.warn('a frame that is not of Slack’s outline was ignored')
    for (const read of readers) read(data, ...rest)
  })
}

function isFrame(data: unknown): boolean {
  try {
    return typeof data === 'string' && Frame.safeParse(JSON.parse(data)).success
  } catch {
    return false
  }
}
