/** Drives the sandbox as a program would: JSON under /sandbox/api, nothing else. */
import { setTimeout as pause } from 'node:timers/promises'

export interface SlackMessage {
  readonly ts: string
  readonly text: string
  readonly user?: string
  readonly thread_ts?: string
  readonly is_ephemeral?: boolean
  readonly blocks?: readonly Record<string, unknown>[]
  readonly files?: readonly { readonly id: string; readonly name: string }[]
}

export interface Driven {
  readonly ok: boolean
  readonly ackMs?: number
  readonly error?: string
  readonly [key: string]: unknown
}

export interface SandboxClient {
  post(path: string, body: Record<string, unknown>): Promise<Driven>
  get<T = Record<string, unknown>>(path: string): Promise<T>
  command(user: string, text: string, channel?: string): Promise<Driven>
  click(
    user: string,
    message: SlackMessage,
    action: string,
    extra?: Record<string, unknown>,
    channel?: string,
  ): Promise<Driven>
  /** Picks `entry` from the menu in the row that holds `row`. */
  pick(user: string, message: SlackMessage, row: string, entry: string, channel?: string): Promise<Driven>
  messages(user: string, channel?: string): Promise<readonly SlackMessage[]>
  advance(seconds: number): Promise<unknown>
  /** The newest live card or record that shows `subject`, once it also holds all of `texts`. */
  card(subject: string, texts?: readonly (string | RegExp)[], channel?: string): Promise<SlackMessage>
  /** The newest private answer to `user` that holds `text`. */
  answer(user: string, text: string | RegExp, channel?: string): Promise<SlackMessage>
}

/** Asks again until it is so; the test's own timeout ends it otherwise. */
export async function eventually<T>(look: () => Promise<T>): Promise<T> {
  let last: unknown
  for (let tries = 0; tries < 300; tries++) {
    try {
      return await look()
    } catch (error) {
      last = error
      await pause(50)
    }
  }
  throw last
}

const shows = (message: SlackMessage, text: string | RegExp) =>
  typeof text === 'string' ? message.text.includes(text) : text.test(message.text)

export function createSandboxClient(base: string, token: string): SandboxClient {
  // The one place where an answer becomes a type: what the document of the sandbox promises.
  const call = async <T = Driven>(method: string, path: string, body?: Record<string, unknown>): Promise<T> => {
    const response = await fetch(`${base}/sandbox/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as T
  }
  const messages = async (user: string, channel = 'general'): Promise<readonly SlackMessage[]> => {
    const { messages: found } = await call<{ messages: readonly SlackMessage[] }>(
      'GET',
      `slack/messages?channel=${encodeURIComponent(channel)}&user=${user}`,
    )
    return found
  }
  const newest = (all: readonly SlackMessage[], texts: readonly (string | RegExp)[], what: string) => {
    const found = all.findLast((message) => texts.every((text) => shows(message, text)))
    if (!found)
      throw new Error(`${what} does not show ${texts.join(', ')}:\n${all.map((one) => one.text).join('\n---\n')}`)
    return found
  }
  return {
    post: (path, body) => call('POST', path, body),
    get: (path) => call('GET', path),
    command: (user, text, channel = 'general') => call('POST', 'slack/command', { user, channel, text }),
    click: (user, message, action, extra = {}, channel = 'general') =>
      call('POST', 'slack/click', { user, message: { channel, ts: message.ts }, action, ...extra }),
    pick(user, message, row, entry, channel = 'general') {
      const section = message.blocks?.find((block) => JSON.stringify(block.text ?? '').includes(row))
      const { action_id: action } = (section?.accessory ?? {}) as { action_id?: string }
      if (action === undefined) throw new Error(`no row with a menu holds ${row}`)
      return call('POST', 'slack/click', { user, message: { channel, ts: message.ts }, action, value: entry })
    },
    messages,
    advance: (seconds) => call('POST', 'clock/advance', { seconds }),
    card: (subject, texts = [], channel = 'general') =>
      eventually(async () =>
        newest(
          (await messages('alice', channel)).filter((message) => !message.is_ephemeral),
          [subject, ...texts],
          'the card',
        ),
      ),
    answer: (user, text, channel = 'general') =>
      eventually(async () =>
        newest(
          (await messages(user, channel)).filter((message) => message.is_ephemeral),
          [text],
          `the answer to ${user}`,
        ),
      ),
  }
}
