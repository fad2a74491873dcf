/** Spoiling what the bot asks of Discord, and looking at what all can see of it there. */
import { expect } from 'vitest'
import type { PbxRoom, RunningApp } from './app.ts'
import { type DiscordMessage, isEphemeral, wordsOf } from './discord-client.ts'
import { secretPin } from './faults.ts'
import { eventually } from './sandbox-client.ts'

/** As far as tests look at it. */
export interface DiscordFrame {
  readonly transport: string
  readonly direction: 'in' | 'out'
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly body?: Readonly<Record<string, unknown>>
}

export interface DiscordFaultTable {
  /** `match` is part of `POST /sandbox/discord/api/v10/…`. */
  spoil(match: string, kind: string, more?: { times?: number; retryAfter?: number }): Promise<unknown>
  /** The numbers that the bot had rung, oldest first. */
  calls(): Promise<readonly string[]>
  /** The room of the conference of this name, as the telephone network sees it. */
  room(subject: string): Promise<PbxRoom>
  /** Somebody at a phone hangs up, so that there is something new to show. */
  hangUp(subject: string): Promise<void>
  /** What all can read in that channel (in `dm` alice alone) and begins so, oldest first. */
  cards(title: string, channel?: string): Promise<readonly DiscordMessage[]>
  /** What `user` was told privately that holds `text`, oldest first. */
  told(user: string, text: string | RegExp, channel?: string): Promise<readonly DiscordMessage[]>
  /** A conference in general with these people in it. */
  begin(name: string, ...who: string[]): Promise<DiscordMessage>
  /** Asks, and says yes. */
  end(name: string, channel?: string): Promise<void>
  /** Everything is well again, and nothing is live. */
  mend(): Promise<void>
  /** Whatever the bot had begun by now for that person is done: what is asked afterwards is answered. */
  settled(user: string): Promise<void>
  /** What the bot asked of Discord over HTTP, oldest first. */
  asked(match: RegExp): Promise<readonly DiscordFrame[]>
  /** The log has a line of this message, and nothing in all of it is a secret. */
  logged(msg: string, fields?: Readonly<Record<string, unknown>>): Promise<void>
}

/** The bot's token, those of interactions, whole numbers, and the PIN that these tests use. */
const secrets = new RegExp(`/(?:webhooks|interactions)/\\d+/[^/…[]|4930901800|${secretPin}`)

export function createDiscordFaultTable(app: () => RunningApp): DiscordFaultTable {
  const room: DiscordFaultTable['room'] = (subject) => app().pbx().room(subject)
  const cards: DiscordFaultTable['cards'] = async (title, channel = 'general') =>
    (await app().discord.messages('alice', channel)).filter(
      (message) => !isEphemeral(message) && firstLine(message).startsWith(title),
    )
  const told: DiscordFaultTable['told'] = async (user, text, channel = 'general') =>
    (await app().discord.messages(user, channel)).filter((message) => {
      const words = wordsOf(message)
      return isEphemeral(message) && (typeof text === 'string' ? words.includes(text) : text.test(words))
    })
  const end: DiscordFaultTable['end'] = async (name, channel = 'general') => {
    const { discord } = app()
    await discord.command('alice', `end in:"${name}"`, channel)
    const question = await discord.answer('alice', `End ${name}?`, channel)
    await discord.click('alice', question, 'End')
    await discord.answer('alice', `${name} has ended`, channel)
  }
  return {
    spoil: (match, kind, more = {}) => app().discord.post('fault', { match, kind, ...more }),
    async calls() {
      return (await app().pbx().calls()).map(({ number }) => number)
    },
    room,
    async hangUp(subject) {
      const [leg] = (await room(subject)).legs
      await app().pbx().post('hangup', { leg: leg?.id })
    },
    cards,
    told,
    async begin(name, ...who) {
      const { discord, slack } = app()
      await discord.command('alice', `start subject:"${name}" who:"${who.join(' ')}"`)
      await discord.answer('alice', `${name} is open`)
      await slack.advance(3)
      return discord.card(name, ['Chair: ', who.length === 1 ? '1 person' : `${who.length} people`])
    },
    end,
    async mend() {
      const { discord, slack } = app()
      await discord.post('mend', {})
      for (const channel of ['general', 'ops']) {
        for (const card of await cards('', channel)) {
          if (!wordsOf(card).includes('Chair: ')) continue
          await end(firstLine(card).split('\n', 1)[0] ?? '', channel)
          // The client of discord.js keeps to limits by the system's clock, and the keeper of cards to those by ours.
          await eventually(async () => {
            await slack.advance(1)
            const live = (await cards('', channel)).filter((one) => wordsOf(one).includes('Chair: '))
            expect(live.map(({ id }) => id)).not.toContain(card.id)
          })
        }
      }
    },
    async settled(user) {
      const { discord } = app()
      const before = await told(user, '/conf lock')
      await discord.command(user, 'help command:lock')
      await eventually(async () => expect(await told(user, '/conf lock')).toHaveLength(before.length + 1))
    },
    async asked(match) {
      const { frames } = await app().discord.get<{ frames: readonly DiscordFrame[] }>('traffic')
      return frames.filter(
        ({ direction, transport, method, path }) =>
          direction === 'in' && transport === 'http' && match.test(`${method} ${path}`),
      )
    },
    async logged(msg, fields = {}) {
      await eventually(async () => expect(app().log.of(msg)).toContainEqual(expect.objectContaining(fields)))
      expect(app().log.text()).not.toMatch(secrets)
    },
  }
}

const firstLine = (message: DiscordMessage): string => wordsOf(message).replace(/^#+ /, '')
