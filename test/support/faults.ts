/** Spoiling what the bot asks of Slack, and looking at what all can see of it. */
import { expect } from 'vitest'
import type { PbxRoom, RunningApp } from './app.ts'
import { eventually, type SlackMessage } from './sandbox-client.ts'

export interface FaultTable {
  spoil(match: string, kind: string, more?: { times?: number; retryAfter?: number }): Promise<unknown>
  /** The numbers that the bot had rung, oldest first. */
  calls(): Promise<readonly string[]>
  /** The room of the conference of this name, as the telephone network sees it. */
  room(subject: string): Promise<PbxRoom>
  /** The messages that all can read whose first line begins so. */
  cards(title: string, channel?: string): Promise<readonly SlackMessage[]>
  /** A conference in general with these people in it. */
  begin(name: string, ...who: string[]): Promise<SlackMessage>
  /** Everything is well again, and nothing is live. */
  mend(): Promise<void>
  /** The log has a line of this message, and nothing in all of it is a secret. */
  logged(msg: string, fields?: Readonly<Record<string, unknown>>): Promise<void>
}

/** Tokens, response_urls, whole numbers, and the PIN that these tests use. */
export const secretPin = '24680'
const secrets = new RegExp(`xox[a-z]-|xapp-|/hooks/|4930901800|${secretPin}`)

export function createFaultTable(app: () => RunningApp): FaultTable {
  const cards: FaultTable['cards'] = async (title, channel = 'general') =>
    (await app().slack.messages('alice', channel)).filter(
      (message) => !message.is_ephemeral && message.text.startsWith(title),
    )
  return {
    spoil: (match, kind, more = {}) => app().slack.post('slack/fault', { match, kind, ...more }),
    async calls() {
      return (await app().pbx().calls()).map(({ number }) => number)
    },
    room: (subject) => app().pbx().room(subject),
    cards,
    async begin(name, ...who) {
      const { slack } = app()
      await slack.command('alice', `start "${name}" ${who.join(' ')}`)
      await slack.answer('alice', `${name} is open`)
      await slack.advance(3)
      return slack.card(name, ['Chair: ', who.length === 1 ? '1 person' : `${who.length} people`])
    },
    async mend() {
      const { slack } = app()
      await slack.post('slack/mend', {})
      for (const card of await cards('')) {
        if (!card.text.includes('Chair: ')) continue
        await slack.click('alice', card, 'End')
        await eventually(async () => {
          const { text } = (await cards('')).find(({ ts }) => ts === card.ts) ?? { text: 'Ended' }
          expect(text).toContain('Ended')
        })
      }
    },
    async logged(msg, fields = {}) {
      await eventually(async () => expect(app().log.of(msg)).toContainEqual(expect.objectContaining(fields)))
      expect(app().log.text()).not.toMatch(secrets)
    },
  }
}
