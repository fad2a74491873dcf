/** Drives meetings through the sandbox as people do, and reads what became of them: in the channel, on the PBX, in the forms. */
import type { RunningApp } from './app.ts'
import { createPbxDriver, type PbxRoom } from './pbx-driver.ts'
import { eventually, type SandboxClient, type SlackMessage } from './sandbox-client.ts'

export interface MeetingDriver {
  now(): Promise<number>
  /** Moves the clock forward to that instant; nothing where it is past. */
  until(at: number): Promise<void>
  /** What is answered to the person after `act`, not before. Answers in a direct message with the bot are found, too. */
  answerTo(user: string, act: () => Promise<unknown>, text: string | RegExp, channel?: string): Promise<SlackMessage>
  /** Types a command, and resolves to the answer with `text`. */
  ask(user: string, command: string, text: string | RegExp, channel?: string): Promise<SlackMessage>
  /** Clicks; the answer may stand in the place of the message with the button. */
  press(
    user: string,
    message: SlackMessage,
    button: string,
    text: string | RegExp,
    channel?: string,
  ): Promise<SlackMessage>
  /** Schedules by a line and says yes: the card. */
  schedule(user: string, line: string, name: string, channel?: string): Promise<SlackMessage>
  /** The meeting's own card, once it holds all of `texts`. */
  card(name: string, texts?: readonly (string | RegExp)[], channel?: string): Promise<SlackMessage>
  /** All that everybody can read in the channel, oldest first. */
  posts(channel?: string): Promise<readonly SlackMessage[]>
  /** Those that remind of this meeting or did, oldest first. */
  reminders(name: string, channel?: string): Promise<readonly SlackMessage[]>
  /** What the bot wrote to the person alone in their direct messages, newest last. */
  direct(user: string): Promise<readonly SlackMessage[]>
  /** The room with that subject. */
  room(subject: string): Promise<PbxRoom>
  /** Numbers that were rung into the room of that number, oldest first. */
  rung(number: string): Promise<readonly string[]>
  form(user: string, isWanted?: (form: SlackForm) => boolean): Promise<SlackForm>
  submit(user: string, form: SlackForm, values?: Record<string, unknown>): ReturnType<SandboxClient['post']>
}

export interface SlackForm {
  readonly id: string
  readonly title: { readonly text: string }
  readonly blocks: readonly {
    readonly type: string
    readonly block_id: string
    readonly element?: Record<string, unknown>
  }[]
}

export const minuteMs = 60_000
export const dayMs = 24 * 60 * minuteMs

/** As the PBX writes an instant. */
export const onPbx = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`
/** As messages write an instant where the chat does not draw it. */
export const inUtc = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** `2026-12-01 15:00`: as it is typed, for somebody whose zone is UTC. */
export const typed = (at: number) => inUtc(at).slice(0, 16)

export const hasField = (field: string) => (form: SlackForm) => form.blocks.some(({ block_id }) => block_id === field)
export const shows = (text: string) => (form: SlackForm) => JSON.stringify(form.blocks).includes(text)
/** The visible text of the button that begins so. */
export const labelOf = (message: SlackMessage, beginning: string) => {
  const labels = [...JSON.stringify(message.blocks).matchAll(/"plain_text","text":"([^"]*)"/g)].map(
    ([, label]) => label,
  )
  const found = labels.find((label) => label?.startsWith(beginning))
  if (found === undefined) throw new Error(`no button begins with ${beginning}: ${labels.join(' | ')}`)
  return found
}

const isMatch = (message: SlackMessage, text: string | RegExp) =>
  typeof text === 'string' ? message.text.includes(text) : text.test(message.text)

/** `pbxName`: of the PBX that carries the meetings. */
export function createMeetingDriver(app: () => Pick<RunningApp, 'slack'>, pbxName = 'portsip'): MeetingDriver {
  const slack = () => app().slack
  const pbx = () => createPbxDriver(slack(), pbxName)
  const now = async () => Date.parse((await slack().get<{ now: string }>('clock')).now)
  const posts: MeetingDriver['posts'] = async (channel = 'general') =>
    (await slack().messages('alice', channel)).filter((one) => !one.is_ephemeral)
  const fail = (what: string, all: readonly SlackMessage[]): never => {
    throw new Error(`${what}; there is:\n${all.map(({ text }) => text).join('\n---\n')}`)
  }
  const answerTo: MeetingDriver['answerTo'] = async (user, act, text, channel = 'general') => {
    const isDirect = channel.startsWith('@')
    const before = new Map((await slack().messages(user, channel)).map(({ ts, text }) => [ts, text]))
    const driven = await act()
    if ((driven as { ok?: boolean }).ok === false) throw new Error(JSON.stringify(driven))
    return eventually(async () => {
      const all = await slack().messages(user, channel)
      const fresh = all.filter((one) => before.get(one.ts) !== one.text && (isDirect || one.is_ephemeral))
      return fresh.findLast((one) => isMatch(one, text)) ?? fail(`no new answer with ${text}`, fresh)
    })
  }
  const ask: MeetingDriver['ask'] = (user, command, text, channel) =>
    answerTo(user, () => slack().command(user, command, channel), text, channel)
  const press: MeetingDriver['press'] = (user, message, button, text, channel) =>
    answerTo(user, () => slack().click(user, message, button, {}, channel), text, channel)
  const card: MeetingDriver['card'] = (name, texts = [], channel) =>
    eventually(async () => {
      const all = (await posts(channel)).filter(
        ({ text }) => text.startsWith(`${name}\n`) && text.includes('Scheduled by'),
      )
      return all.findLast((one) => texts.every((text) => isMatch(one, text))) ?? fail(`no card with ${texts}`, all)
    })
  return {
    now,
    async until(at) {
      await slack().advance(Math.max(0, at - (await now())) / 1000)
    },
    answerTo,
    ask,
    press,
    async schedule(user, line, name, channel) {
      const question = await ask(user, `schedule ${line}`, `Schedule ${name}?`, channel)
      await press(user, question, 'Schedule it', `${name} is scheduled`, channel)
      return card(name, [], channel)
    },
    card,
    posts,
    async reminders(name, channel) {
      const all = await posts(channel)
      return all.filter(({ text }) => text.startsWith(`${name}\n`) && reminding.test(text.split('\n')[1] ?? ''))
    },
    direct: (user) => slack().messages(user, '@confbot'),
    room: (subject) => pbx().room(subject),
    async rung(number) {
      return (await pbx().calls()).filter((call) => call.room === number).map((call) => call.number)
    },
    form: (user, isWanted = () => true) =>
      eventually(async () => {
        const { views } = await slack().get<{ views: readonly SlackForm[] }>(`slack/views?user=${user}`)
        const form = views.at(-1)
        if (!form || !isWanted(form)) throw new Error(`not yet: ${JSON.stringify(form?.blocks)}`)
        return form
      }),
    submit: (user, form, values = {}) => slack().post('slack/submit', { user, view: form.id, values }),
  }
}

/** The second line of a reminder, also of one that was corrected. */
const reminding = /^(?:Starts now|Start: \d{4}|Moved\. New start: |Skipped: |Cancelled: )/
