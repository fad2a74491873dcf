/**
 * The peer of a reminder: posts through the same client what a reminder looks like, a few at a time, and inserts a row for each.
 * Arguments: how many. Prints the processor milliseconds of one, once the code is warm.
 */
import { DatabaseSync } from 'node:sqlite'
import { WebClient } from '@slack/web-api'

const count = Number(process.argv[2])
const atOnce = 50
const client = new WebClient('xoxb-bench', { slackApiUrl: process.env.SLACK_API_URL ?? '' })
const file = new DatabaseSync(process.env.DATABASE_FILE ?? '')
file.exec('pragma journal_mode = wal; pragma synchronous = normal; create table sent (key text primary key, ts text)')
const insert = file.prepare('insert into sent values (?, ?)')

const button = (text: string) => ({
  type: 'button' as const,
  text: { type: 'plain_text' as const, text },
  action_id: text,
  value: 'conf late;meeting=m00001;date=2026-12-01T15:00',
})
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } })

async function post(index: number): Promise<void> {
  const { ts } = await client.chat.postMessage({
    channel: `C${index % 100}`,
    text: 'Review of the things that are under way: starts in 10 minutes',
    blocks: [
      section('*Review of the things that are under way*'),
      section('*Starts in 10 minutes*'),
      section('Tue 1 Dec 2026, 15:00 to 15:30 (+01:00)'),
      { type: 'actions', elements: ['Join', 'Late', 'Decline', 'Again'].map(button) },
    ],
    metadata: { event_type: 'bench', event_payload: { key: `bare:${index}` } },
  })
  insert.run(`bare:${index}`, ts ?? '')
}

async function postAll(first: number): Promise<void> {
  let next = first
  const one = async () => {
    while (next < first + count) await post(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

await postAll(0)
const before = process.cpuUsage()
await postAll(count)
const { user, system } = process.cpuUsage(before)
console.log(String((user + system) / 1000 / count))
