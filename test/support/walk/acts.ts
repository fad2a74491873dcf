/** What people, phones, operators and bad luck may do next: chosen at random from what can be seen. */
import type { Driven, SandboxClient, SlackMessage } from '../sandbox-client.ts'
import type { Random } from './random.ts'

/** Something that was decided on: in words, and doing it. */
export interface Act {
  readonly words: string
  readonly run: () => Promise<Driven>
  /** It goes to the bot, which must answer. */
  readonly asksBot: boolean
  /** The room that the operator switches something in. */
  readonly byHand?: string
}

export const people = ['alice', 'bob', 'carol'] as const
export type Person = (typeof people)[number]
export const channels = ['general', 'ops'] as const
/** Typed by people who start a conference; never to be seen by others. */
export const typedPin = '97531'

/** Extensions and numbers that answer, are busy, do not answer, are wrong, hang up, answer late. */
const phones = [
  '1000',
  '1001',
  '1001',
  '1002',
  '1002',
  '1003',
  '1004',
  '1005',
  '1051',
  '1061',
  '1071',
  '1081',
  '1091',
] as const
export const outsideNumbers = ['+493090180101', '+493090180102', '+493090180155', '+493090180181'] as const
const anybody = [...phones, ...outsideNumbers] as const

interface PbxRoom {
  readonly number: string
  readonly legs: readonly { readonly id: string; readonly state: string }[]
}

interface View {
  readonly id: string
  readonly submit?: unknown
  readonly blocks: readonly { readonly type: string; readonly block_id: string; readonly element?: Element }[]
}
interface Element {
  readonly type: string
  readonly action_id?: string
  readonly value?: string
  readonly options?: readonly { readonly value: string }[]
  readonly confirm?: unknown
}

export function createActs(random: Random, slack: SandboxClient) {
  const { pick, pickAny, chance, below } = random
  let subjects = 0

  const who = () => pick(['1001', '1002', '1003', 'p1', 'p2', 'p3', 'Bob', 'others', 'all', 'nobody', '+493090180101'])
  const several = () => Array.from({ length: 1 + below(3) }, () => pick(anybody)).join(pick([' ', ', ']))
  const commands: readonly (readonly [number, () => string])[] = [
    [9, () => `start "Walk ${++subjects}" ${several()}${chance(0.7) ? ` pin:${typedPin}` : ''}`],
    [0.5, () => `start "Another ${++subjects}" ${pick(anybody)} --another`],
    [6, () => `invite ${several()}`],
    [4, () => `mute ${who()}`],
    [3, () => `unmute ${who()}`],
    [2, () => `kick ${who()}`],
    [3, () => pick(['lock', 'unlock'])],
    [3, () => pick(['record start', 'record stop', 'record list', 'record link 1'])],
    [2, () => `chair ${pick(['1001', '1002', 'p1', '@bob', '@carol'])}`],
    [2, () => 'end'],
    [1, () => `end in:${pick(['8000', '8001', 'Walk'])}`],
    [2, () => pick(['callme', 'missing', 'callback p1', 'callback 1051', 'keep'])],
    [2, () => `name p${1 + below(4)} "Caller ${below(9)}"`],
    [2, () => pick(['show', 'show 1001', 'show p2'])],
    [3, () => pick(['', 'home', 'agenda', 'help', 'help start', 'pin', 'me phone'])],
    [2, () => pick(['/confadmin status', '/confadmin audit', '/confadmin room list', '/confadmin contact list'])],
    [1, () => `/confadmin contact add "Friend ${below(3)}" ${pick(anybody)}`],
    // A form is asked for.
    [3, () => pick(['invite', 'mute', 'kick', 'name', '/confadmin contact add'])],
    // Not to be understood, or refused.
    [
      3,
      () =>
        pick(['start "no end', 'invite 112', 'mute in:zzzzzz', 'invite +49', 'strat', 'lock --loud', 'x'.repeat(3000)]),
    ],
    [1, () => pick(['<!channel> *b*', 'invite "<@U999>"', 'name p1 "\u202eevil\u0000"', 'constructor', '__proto__:1'])],
  ]

  const typed = async (user: Person): Promise<Act> => {
    const text = random.weighted(commands)()
    const channel = pick(channels)
    if (!text.startsWith('/') && chance(0.1))
      return {
        words: `${user} mentions the bot in ${channel}: ${text.slice(0, 80)}`,
        run: () => slack.post('slack/mention', { user, channel, text: text || 'home' }),
        asksBot: true,
      }
    return {
      words: `${user} types in ${channel}: ${text.slice(0, 80)}`,
      run: () => slack.command(user, text, channel),
      asksBot: true,
    }
  }

  /** Everything that can be pressed in a message, menu entries one by one. */
  const pressable = (message: SlackMessage) =>
    (message.blocks ?? []).flatMap((block) => {
      const elements = [
        ...((block.elements ?? []) as Element[]),
        ...(block.accessory ? [block.accessory as Element] : []),
      ]
      return elements.flatMap((element) => {
        if (element.action_id === undefined) return []
        const at = { block: String(block.block_id), action: element.action_id, asks: element.confirm !== undefined }
        return element.options
          ? element.options.map(({ value }) => ({ ...at, value, packed: value }))
          : [{ ...at, packed: element.value ?? '' }]
      })
    })

  const click = async (user: Person): Promise<Act | null> => {
    const channel = pick(channels)
    const messages = await slack.messages(user, channel)
    const ours = messages.filter((message) => message.user === 'U0CONFBOT')
    const message = pickAny(chance(0.7) ? ours.slice(-8) : ours)
    if (!message) return null
    // Ends would leave little to click on.
    const parts = pressable(message).filter(({ packed }) => !packed.includes('conf end') || chance(0.3))
    const part = pickAny(parts)
    if (!part) return null
    const { block, action, asks, packed } = part
    const refuses = asks && chance(0.2)
    return {
      words: `${user} presses ${packed} in ${channel} at ${message.ts}${refuses ? ', and says no' : ''}`,
      run: () =>
        slack.click(
          user,
          message,
          action,
          { block, ...('value' in part && { value: part.value }), ...(refuses && { confirm: false }) },
          channel,
        ),
      asksBot: true,
    }
  }

  const fieldValue = async (user: Person, view: View, name: string, element: Element): Promise<unknown> => {
    switch (element.type) {
      case 'plain_text_input':
        // What people write into a name or a subject is theirs to show.
        return pick(['1001', '1002, 1003', 'Form', 'p1', '"open', '112', name === 'who' ? '+493090180102' : 'x'])
      case 'number_input':
        return String(below(60))
      case 'static_select':
      case 'radio_buttons':
        return pickAny(element.options ?? [])?.value
      case 'users_select':
        return pick(people)
      case 'multi_users_select':
        return [pick(people)]
      case 'conversations_select':
        return pick(channels)
      case 'external_select': {
        const answer = await slack.post('slack/options', { user, view: view.id, action: name, value: '' })
        return pickAny((answer.options ?? []) as { value: string }[])?.value
      }
      default:
        return undefined
    }
  }

  const form = async (user: Person): Promise<Act | null> => {
    const { views } = await slack.get<{ views: View[] }>(`slack/views?user=${user}`)
    const top = views.at(-1)
    if (!top) return null
    if (top.submit === undefined || chance(0.2))
      return {
        words: `${user} closes a form`,
        run: () => slack.post('slack/close', { user, view: top.id }),
        asksBot: true,
      }
    const values: Record<string, unknown> = {}
    for (const { block_id: name, element } of top.blocks) {
      const value = element && chance(0.7) ? await fieldValue(user, top, name, element) : undefined
      if (value !== undefined) values[name] = value
    }
    return {
      words: `${user} submits a form with ${JSON.stringify(values).slice(0, 120)}`,
      run: () => slack.post('slack/submit', { user, view: top.id, values }),
      asksBot: true,
    }
  }

  const other = async (user: Person): Promise<Act> => {
    const tab = () => slack.post('slack/home', { user })
    return chance(0.5)
      ? { words: `${user} opens the Home tab`, run: tab, asksBot: true }
      : {
          words: `${user} uses the shortcut`,
          run: () => slack.post('slack/shortcut', { user, callback: 'start_here' }),
          asksBot: true,
        }
  }

  const pbx = (words: string, path: string, body: Record<string, unknown>): Act => ({
    words,
    run: () => slack.post(`pbx/portsip/${path}`, body),
    asksBot: false,
  })

  const operator = (path: 'lock' | 'record' | 'mute', at: string, on: boolean): Act => ({
    ...pbx(`the operator sets ${path} ${on} for ${at}`, path, { [path === 'mute' ? 'leg' : 'room']: at, on }),
    ...(path !== 'mute' && { byHand: at }),
  })

  /** Of phones and of the operator at the PBX's console. */
  const phone = async (): Promise<Act | null> => {
    const { rooms } = await slack.get<{ rooms: PbxRoom[] }>('pbx/portsip/rooms')
    const room = pickAny(rooms)
    if (!room) return null
    const leg = pickAny(room.legs)?.id ?? 'nobody'
    const on = chance(0.6)
    const from = pick(['1001', '1004', 'anonymous', '+493090180102', '+493090180103'])
    return random.weighted<() => Act>([
      [
        4,
        () =>
          pbx(`${from} rings in to ${room.number}`, 'call', { from, to: room.number, pin: pick([typedPin, '11111']) }),
      ],
      [4, () => pbx(`leg ${leg} hangs up`, 'hangup', { leg })],
      [3, () => pbx(`leg ${leg} ${on ? 'talks' : 'is silent'}`, 'talk', { leg, on })],
      [1, () => pbx(`leg ${leg} presses *6`, 'key', { leg, digits: '*6' })],
      [1, () => pbx(`leg ${leg} answers`, 'answer', { leg })],
      [1, () => pbx(`the operator removes leg ${leg}`, 'kick', { leg })],
      [2, () => operator('mute', leg, on)],
      [2, () => operator('lock', room.number, on)],
      [2, () => operator('record', room.number, on)],
    ])()
  }

  const slackFaults = [
    'hang',
    'hang-after',
    'reset-before',
    'reset-after',
    'html',
    'truncated',
    '401',
    '429',
    '5xx',
  ] as const
  const pbxFaults = [...slackFaults, '403', '409', '422', 'drop-calls'] as const
  const fault = async (): Promise<Act> => {
    const times = 1 + below(2)
    const retryAfter = chance(0.5) ? { retryAfter: 1 + below(5) } : {}
    const isOfSlack = chance(0.5)
    const kind = isOfSlack ? pick(slackFaults) : pick(pbxFaults)
    const match = isOfSlack
      ? pick([
          'chat.update',
          'chat.update',
          'chat.postMessage',
          'chat.postEphemeral',
          'views.',
          'users.info',
          'hooks',
          '',
        ])
      : pick(['', 'GET', 'POST', 'participants', 'lock', 'mute', 'recording', 'invite'])
    return {
      words: `${isOfSlack ? 'Slack' : 'the PBX'} fails with ${kind}, ${times} times, at "${match}"`,
      run: () => slack.post(isOfSlack ? 'slack/fault' : 'pbx/portsip/fault', { match, kind, times, ...retryAfter }),
      asksBot: false,
    }
  }

  const redeliver = async (): Promise<Act> => ({
    words: 'the last delivery comes again',
    run: () => slack.post('slack/redeliver', {}),
    asksBot: true,
  })

  const clock = async (): Promise<Act> => {
    const seconds = random.weighted([
      [6, 5],
      [4, 30],
      [2, 130],
      [0.5, 1000],
    ])
    return { words: `${seconds} seconds pass`, run: () => slack.post('clock/advance', { seconds }), asksBot: false }
  }

  const ofPeople = (user: Person) =>
    random.weighted<() => Promise<Act | null>>([
      [30, () => typed(user)],
      [38, () => click(user)],
      [8, () => form(user)],
      [2, () => other(user)],
    ])()

  return {
    /** At the PBX's console: `at` is a room's number, for mute a leg. */
    operator,
    /** A command, a click or a form of this person's; typed when there is nothing to click on. */
    person: async (user: Person): Promise<Act> => (await ofPeople(user)) ?? typed(user),
    /** What happens beside: now and then nothing. */
    beside: async (): Promise<Act | null> =>
      random.weighted<() => Promise<Act | null>>([
        [50, async () => null],
        [22, phone],
        [10, fault],
        [8, clock],
        [4, redeliver],
      ])(),
  }
}
