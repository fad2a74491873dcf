/** `agenda` of a channel with many meetings to come: from Slack's request to our answer. */
import type { Bot } from './bot.ts'
import type { Row } from './main.ts'
import { percentile } from './percentile.ts'
import { channelOf, personOf } from './sample-meetings.ts'
import type { Seeded } from './seeded.ts'
import type { SlackApi } from './slack-api.ts'
import { sendCommand } from './slack-command.ts'

const warmUp = 100
const times = 500
/** Many, so that nobody's own rate is the measure. */
const people = 100
const limitMs = 50

export async function benchAgenda(bot: Bot, slackApi: SlackApi, seeded: Seeded): Promise<Row[]> {
  const took: number[] = []
  // One after the other, in a channel that nothing was sent to before.
  const channelId = channelOf(seeded.channels - 1)
  for (let asked = 0; asked < warmUp + times; asked++) {
    const { url, answered } = slackApi.expectAnswer()
    const begunAt = performance.now()
    await sendCommand(bot.url, {
      text: 'agenda',
      channelId,
      userId: personOf(asked % people).userId,
      responseUrl: url,
    })
    const { at, body } = await answered
    if (!body.includes('Review')) throw new Error(`no agenda: ${body.slice(0, 500)}`)
    if (asked >= warmUp) took.push(at - begunAt)
  }
  const p99 = percentile(took, 0.99)
  return [
    {
      what: `agenda of a channel with ${seeded.meetings / seeded.channels} of ${seeded.meetings.toLocaleString('en')} meetings, to its answer`,
      value: `p50 ${percentile(took, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
      beside: `limit p99 ${limitMs} ms`,
      isReached: p99 < limitMs,
    },
  ]
}
