/** `/conf` as Slack sends it over signed HTTP. */
import { createHmac, randomUUID } from 'node:crypto'
import { teamId } from './sample-meetings.ts'

export const signingSecret = 'bench-signing-secret'

export interface SlackCommand {
  readonly text: string
  readonly channelId: string
  readonly userId: string
  readonly responseUrl: string
}

/** How many milliseconds passed until it was acknowledged. Rejects when it is not, with 200. */
export async function sendCommand(
  url: string,
  { text, channelId, userId, responseUrl }: SlackCommand,
): Promise<number> {
  const body = new URLSearchParams({
    command: '/conf',
    text,
    team_id: teamId,
    channel_id: channelId,
    channel_name: 'bench',
    user_id: userId,
    user_name: 'bench',
    api_app_id: 'A0BENCH',
    response_url: responseUrl,
    trigger_id: randomUUID(),
  }).toString()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  const begunAt = performance.now()
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    },
  })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`not acknowledged: HTTP ${response.status}`)
  return performance.now() - begunAt
}
