/** Drives the sandbox's Discord server as a program would: JSON under /sandbox/api/discord, nothing else. */
import { type Driven, eventually } from './sandbox-client.ts'

/** As Discord returns it: what is shown stands in its components. */
export interface DiscordMessage {
  readonly id: string
  readonly channel_id: string
  readonly flags?: number
  readonly content: string
  readonly components?: readonly DiscordComponent[]
  readonly attachments?: readonly { readonly id: string; readonly filename: string }[]
}

export interface DiscordComponent {
  readonly type: number
  readonly id?: number
  readonly custom_id?: string
  readonly content?: string
  readonly label?: string
  readonly placeholder?: string
  readonly disabled?: boolean
  /** What stands in an input of a modal. */
  readonly value?: string
  readonly options?: readonly { readonly label: string; readonly value: string; readonly description?: string }[]
  readonly components?: readonly DiscordComponent[]
  readonly component?: DiscordComponent
  readonly accessory?: DiscordComponent
}

export interface DiscordModal {
  readonly title: string
  readonly custom_id: string
  readonly components: readonly DiscordComponent[]
}

export interface DiscordClient {
  post(path: string, body: Record<string, unknown>): Promise<Driven>
  get<T = Record<string, unknown>>(path: string): Promise<T>
  /** `text` as it is typed after `/conf `, with each option by its name: `mute who:Anna`. */
  command(user: string, text: string, channel?: string): Promise<Driven>
  /** `action`: a custom_id, or the visible text of a button or select. */
  click(user: string, message: DiscordMessage, action: string, values?: readonly string[]): Promise<Driven>
  modal(user: string): Promise<DiscordModal | null>
  /** Into the modal that is open; by custom_id or label. */
  submit(user: string, values: Readonly<Record<string, unknown>>): Promise<Driven>
  messages(user: string, channel?: string): Promise<readonly DiscordMessage[]>
  /** The newest public message that shows all of `texts`. */
  card(subject: string, texts?: readonly (string | RegExp)[], channel?: string): Promise<DiscordMessage>
  /** The newest private answer to `user` that shows `text`. */
  answer(user: string, text: string | RegExp, channel?: string): Promise<DiscordMessage>
  /** Chooses that person in the select of people of a live card, and clicks `entry` in the private message that opens. */
  pick(user: string, message: DiscordMessage, person: string, entry: string): Promise<Driven>
}

const ephemeral = 64
export const isEphemeral = ({ flags = 0 }: Pick<DiscordMessage, 'flags'>): boolean => (flags & ephemeral) !== 0

/** All components, outermost first. */
export const componentsOf = ({ components = [] }: Pick<DiscordMessage, 'components'>): readonly DiscordComponent[] =>
  components.flatMap((one) => [
    one,
    ...componentsOf(one),
    ...componentsOf({ components: [one.component, one.accessory].filter((inner) => inner !== undefined) }),
  ])

/** What a reader sees, in reading order, one component a line, without the signs of Markdown. */
export const wordsOf = (message: DiscordMessage): string =>
  [
    message.content,
    ...componentsOf(message).flatMap(({ content, label, placeholder }) => [content, label, placeholder]),
  ]
    .filter(Boolean)
    .join('\n')
    .replace(/^(?:#{1,3}|-#) /gm, '')
    .replace(/(?<!\\)\*\*/g, '')
    .replace(/\\([^\w\s])/g, '$1')

/** The select, and its option, that holds this text. */
function optionNamed(message: DiscordMessage, text: string) {
  for (const { custom_id: select, options = [] } of componentsOf(message)) {
    const option = options.find(({ label, description = '' }) => `${label}\n${description}`.includes(text))
    if (select !== undefined && option) return { select, value: option.value }
  }
  throw new Error(`no select has an option with ${text}:\n${wordsOf(message)}`)
}

export function createDiscordClient(base: string, token: string): DiscordClient {
  // The one place where an answer becomes a type: what the document of the sandbox promises.
  const call = async <T = Driven>(method: string, path: string, body?: Record<string, unknown>): Promise<T> => {
    const response = await fetch(`${base}/sandbox/api/discord/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as T
  }
  const messages: DiscordClient['messages'] = async (user, channel = 'general') =>
    (
      await call<{ messages: readonly DiscordMessage[] }>(
        'GET',
        `messages?channel=${encodeURIComponent(channel)}&user=${user}`,
      )
    ).messages
  const shows = (message: DiscordMessage, text: string | RegExp) =>
    typeof text === 'string' ? wordsOf(message).includes(text) : text.test(wordsOf(message))
  const newest = (all: readonly DiscordMessage[], texts: readonly (string | RegExp)[], what: string) => {
    const found = all.findLast((message) => texts.every((text) => shows(message, text)))
    if (found) return found
    throw new Error(`${what} does not show ${texts.join(', ')}:\n${all.map(wordsOf).join('\n---\n')}`)
  }
  const click: DiscordClient['click'] = (user, { id, channel_id: channel }, action, values) =>
    call('POST', 'click', { user, message: { channel, id }, action, ...(values && { values }) })
  const answer: DiscordClient['answer'] = (user, text, channel = 'general') =>
    eventually(async () => newest((await messages(user, channel)).filter(isEphemeral), [text], `the answer to ${user}`))
  return {
    post: (path, body) => call('POST', path, body),
    get: (path) => call('GET', path),
    command: (user, text, channel = 'general') => call('POST', 'command', { user, channel, text }),
    click,
    modal: async (user) => (await call<{ modal: DiscordModal | null }>('GET', `modals?user=${user}`)).modal,
    submit: (user, values) => call('POST', 'submit', { user, values }),
    messages,
    card: (subject, texts = [], channel = 'general') =>
      eventually(async () =>
        newest(
          (await messages('alice', channel)).filter((message) => !isEphemeral(message)),
          [subject, ...texts],
          'the card',
        ),
      ),
    answer,
    async pick(user, message, person, entry) {
      const { select, value } = optionNamed(message, person)
      await click(user, message, select, [value])
      return eventually(async () => {
        const all = await messages(user, message.channel_id)
        const opened = newest(all.filter(isEphemeral), [person, entry], 'what the select opens')
        return click(user, opened, entry)
      })
    },
  }
}
