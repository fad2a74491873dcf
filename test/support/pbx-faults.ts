/** A bot on one kind of PBX whose requests go wrong: by what each request is known on the wire, and what must hold whatever happens. */
import { expect } from 'vitest'
import { type Bot, startBot } from './bot.ts'
import type { PbxLeg, PbxRoom } from './pbx-driver.ts'
import type { KindThere } from './pbx-kinds.ts'
import { eventually, type SandboxClient, type SlackMessage } from './sandbox-client.ts'
import { type SandboxServer, startSandboxServer } from './sandbox-server.ts'

/** What "METHOD path" of a request holds and no other that comes at the same time. */
export interface Wire {
  readonly login: string
  readonly list: string
  /** Reading who is there, or that the room is. */
  readonly read: string
  readonly invite: string
  readonly mute: string
  readonly kick: string
  readonly update: string
  readonly recordings: string
}

export const wires: Readonly<Record<KindThere['id'], Wire>> = {
  portsip: {
    login: '/login/oauth/token',
    list: 'GET /api/conference_rooms',
    read: 'GET /api/conference_rooms/',
    invite: 'participants/invite',
    mute: '/mute',
    kick: '/destroy',
    update: 'POST /api/conference_rooms/',
    recordings: '/recordings',
  },
  'yeastar-p': {
    login: '/get_token',
    list: '/conference/list',
    read: '/conference/query_ongoing_conference',
    invite: '/conference/invite_member',
    mute: '/conference/mute_member',
    kick: '/conference/kick_member',
    update: '/conference/update',
    recordings: '/recording/list',
  },
  'yeastar-s': {
    login: '/login',
    list: '/conference/query',
    read: '/conference/query',
    invite: '/conference/add_member',
    mute: '/conference/mute_member',
    kick: '/conference/kick_member',
    update: '/conference/update',
    recordings: '/cdr/get_random',
  },
  ringme: {
    login: '/oauth/token',
    list: 'GET /api/ver1.0/client/',
    read: 'GET /api/ver1.0/',
    invite: '/callback/',
    mute: 'not over HTTP',
    kick: 'not over HTTP',
    update: 'PUT /api/ver1.0/extension/',
    recordings: '/record/',
  },
  kazoo: {
    login: '/user_auth',
    list: 'GET /v2/accounts/',
    read: 'GET /v2/accounts/',
    invite: 'PUT /v2/accounts/',
    mute: 'PUT /v2/accounts/',
    kick: 'PUT /v2/accounts/',
    update: 'PATCH /v2/accounts/',
    recordings: '/recordings',
  },
}

/** Requests that hang last so long. */
const patience = { PBX_REQUEST_TIMEOUT_MS: '2500' }

export interface Faulty {
  readonly sandbox: SandboxServer
  readonly slack: SandboxClient
  readonly wire: Wire
  bot(): Bot
  /** The same bot once more, in the place of the one that was stopped: give it a database. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>
  spoil(what: keyof Wire | 'all', kind: string, more?: { times?: number; retryAfter?: number }): Promise<unknown>
  mend(): Promise<unknown>
  /** How often the bot sent it. */
  sent(what: keyof Wire): Promise<number>
  room(subject: string): Promise<PbxRoom>
  leg(subject: string, number: string): Promise<PbxLeg>
  /** So many calls were placed to this number. */
  calls(number: string): Promise<number>
  /** A conference in which these have answered, on a card of its own. */
  begin(subject: string, ...who: string[]): Promise<SlackMessage>
  /** The card shows no one muted, locked out or there whom the PBX does not show. */
  claimsNothing(subject: string): Promise<void>
  stop(): Promise<void>
}

export async function startFaulty(
  { id, kind }: KindThere,
  env: Readonly<Record<string, string>> = {},
): Promise<Faulty> {
  const sandbox = await startSandboxServer(id)
  const { slack, pbx } = sandbox
  const wire = wires[id]
  let bot = await startBot(sandbox, { ...patience, ...env })
  const subjectCard = (subject: string, ...texts: (string | RegExp)[]) => slack.card(`${subject}\nLive, started`, texts)
  const legsOf = async (subject: string) => (await pbx.room(subject)).legs.filter(({ state }) => state === 'joined')
  const seen = (count: number) =>
    kind.showsRoster ? `${count} ${count === 1 ? 'person' : 'people'}` : 'does not tell who is in the room'
  return {
    sandbox,
    slack,
    wire,
    bot: () => bot,
    async restart(more = {}) {
      bot = await startBot(sandbox, { ...patience, ...env, ...more })
    },
    spoil: (what, fault, more) => pbx.spoil(what === 'all' ? '' : wire[what], fault, more),
    mend: () => pbx.mend(),
    async sent(what) {
      const frames = await pbx.traffic()
      return frames.filter(
        ({ direction, method, path }) => direction === 'in' && `${method} ${path}`.includes(wire[what]),
      ).length
    },
    room: (subject) => pbx.room(subject),
    async leg(subject, number) {
      const found = (await legsOf(subject)).find((one) => one.number === number)
      if (!found) throw new Error(`${number} is not in ${subject}`)
      return found
    },
    calls: async (number) => (await pbx.calls()).filter((call) => call.number === number).length,
    async begin(subject, ...who) {
      await slack.command('alice', `start "${subject}" ${who.join(' ')} another:yes`)
      await slack.answer('alice', `${subject} is open`)
      if (who.length > 0) await slack.advance(3)
      await eventually(async () => expect(await legsOf(subject)).toHaveLength(who.length))
      return subjectCard(subject, seen(who.length))
    },
    async claimsNothing(subject) {
      const legs = await legsOf(subject)
      const { text } = await subjectCard(subject)
      for (const [, number] of text.matchAll(/(\d{4}) · joined/g))
        expect(
          legs.map((one) => one.number),
          text,
        ).toContain(number)
      for (const [, number] of text.matchAll(/(\d{4}) · joined, muted/g))
        expect(
          legs.filter((one) => one.muted).map((one) => one.number),
          text,
        ).toContain(number)
    },
    async stop() {
      await bot.stop()
      await sandbox.stop()
    },
  }
}

/** A failure in words: which PBX, what is wrong with it, and on the next line what to do. */
export const sentence =
  /The PBX \S+ (cannot be reached|did not answer|does not accept|does not allow|does not know|refused|takes no more requests|failed to do this|gave an answer that cannot be read|took the request)[^\n]*\n\S+/

/** Of all of these faults: expected, so quiet and without a stack; and no secret of anybody. */
export function expectQuiet({ bot }: Pick<Faulty, 'bot'>): void {
  expect(bot().log.loud()).toEqual([])
  const text = bot().log.text()
  expect(text).not.toContain('"stack"')
  expect(text).not.toMatch(/access_token=|token=[\w-]{8}|Bearer |30901800/)
}
