/** A kit with small commands of its own, a real store in memory, and a responder that remembers what it was given. */
import { type AnyCommand, defineCommand, defineRoot } from '#command-kit/define-command.ts'
import { type CommandKitDeps, createCommandKit } from '#command-kit/kit.ts'
import { option } from '#command-kit/options/index.ts'
import type { CommandKit, CommandRequest, Plan, Responder } from '#command-kit/request.ts'
import type { Actor, Place } from '#core/actor.ts'
import type { Store } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { createEventBus } from '#core/events.ts'
import { isPermitted } from '#core/permission.ts'
import { createConferenceService } from '#core/service/index.ts'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { say } from '#text/message.ts'
import { type Card, card } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import { cardToPlainText } from '#view/plain-text.ts'

export const place: Place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' }
export const actor: Actor = {
  platform: 'slack',
  workspaceId: 'T1',
  userId: 'U1',
  name: 'Alice',
  isAdministrator: false,
  isGuest: false,
  isBot: false,
  isOutsider: false,
}

const done = () => Promise.resolve({ card: card('done') })

/** What `greet` was run with. */
export interface Ran {
  readonly path: string
  readonly input: Readonly<Record<string, unknown>>
}

export function sampleCommands(ran: Ran[]) {
  const remember = (path: string) => (input: Readonly<Record<string, unknown>>) => {
    ran.push({ path, input })
    return done()
  }
  const greet = defineCommand({
    path: 'conf greet',
    summary: 'command.start.summary',
    help: 'command.start.help',
    examples: ['greet "Sprint review" +4930901800 1001', 'greet Review --loud for:1h30'],
    options: {
      subject: option.text({ summary: 'option.subject', required: true, max: 40 }),
      who: option.invitees({ summary: 'option.who' }),
      pin: option.digits({ summary: 'option.pin', named: true }),
      for: option.duration({ summary: 'option.for', named: true }),
      loud: option.flag({ summary: 'option.another', named: true }),
      in: option.conference({ summary: 'option.in' }),
    },
    permission: 'conference.start',
    effect: 'write',
    run: remember('conf greet'),
  })
  const home = defineCommand({
    path: 'conf home',
    aliases: ['conf'],
    summary: 'command.start.summary',
    examples: ['home'],
    options: {},
    permission: 'conference.view',
    effect: 'read',
    run: remember('conf home'),
  })
  const recordCommand = (name: 'start' | 'stop') =>
    defineCommand({
      path: `conf record ${name}`,
      summary: 'command.start.summary',
      examples: [`record ${name}`],
      options: {},
      permission: 'recording.control',
      needs: 'record',
      effect: 'write',
      run: remember(`conf record ${name}`),
    })
  const drop = defineCommand({
    path: 'conf drop',
    aliases: ['conf remove'],
    summary: 'command.start.summary',
    examples: ['drop Anna'],
    options: {
      who: option.participant({ summary: 'option.participant', required: true, allows: 'one' }),
      in: option.conference({ summary: 'option.in' }),
    },
    permission: 'participant.kick',
    effect: 'write',
    confirm: async ({ who }) =>
      who === 'nobody'
        ? undefined
        : {
            question: { title: 'Sure?', text: say('card.kick.text', { name: who }), confirm: say('card.button.kick') },
            input: { who: 'p2' },
          },
    run: remember('conf drop'),
  })
  const peek = defineCommand({
    path: 'conf peek',
    summary: 'command.start.summary',
    examples: ['peek'],
    options: {},
    permission: 'conference.pin',
    effect: 'sensitive',
    run: remember('conf peek'),
  })
  const watch = defineCommand({
    path: 'conf watch',
    summary: 'command.start.summary',
    examples: ['watch'],
    options: {},
    permission: 'status.view',
    effect: 'read',
    run: remember('conf watch'),
  })
  const fail = defineCommand({
    path: 'conf fail',
    summary: 'command.start.summary',
    examples: ['fail Review'],
    options: {
      how: option.text({ summary: 'option.subject' }),
      pin: option.digits({ summary: 'option.pin', named: true }),
    },
    permission: 'conference.view',
    effect: 'read',
    run({ how }) {
      if (how === 'bug') throw new TypeError('a bug of ours')
      throw new ConfbotError('provider.timeout', { blanks: { pbx: 'main' }, retryAfterMs: 4_200 })
    },
  })
  const board = defineCommand({
    path: 'conf board',
    summary: 'command.start.summary',
    examples: ['board capacity=20'],
    options: { fields: option.assignments({ summary: 'option.fields', required: true }) },
    permission: 'conference.view',
    effect: 'write',
    form: (given) => ({
      path: 'conf board',
      title: 'Board',
      submit: 'Go',
      fields: [
        {
          name: 'fields.capacity',
          label: 'Capacity',
          base: 'string',
          required: true,
          initial: given['fields.capacity'] ?? '',
        },
      ],
      carried: {},
    }),
    run: remember('conf board'),
  })
  const plan = defineCommand({
    path: 'conf plan',
    summary: 'command.start.summary',
    examples: ['plan Review'],
    options: {
      subject: option.text({ summary: 'option.subject' }),
      in: option.conference({ summary: 'option.in' }),
    },
    permission: 'conference.start',
    effect: 'write',
    formWhenBare: true,
    run: remember('conf plan'),
  })
  const fill = defineCommand({
    path: 'conf fill',
    summary: 'command.start.summary',
    examples: ['fill Review'],
    options: { subject: option.text({ summary: 'option.subject', required: true }) },
    permission: 'status.view',
    effect: 'write',
    fill: async (form) => ({ ...form, note: 'filled' }),
    run: remember('conf fill'),
  })
  const book = defineCommand({
    path: 'conf book',
    summary: 'command.start.summary',
    examples: ['book Room 2026-12-01 pin:2468', 'book 2026-12-01 Big room'],
    options: {
      what: option.text({ summary: 'option.subject', required: true }),
      day: option.text({ summary: 'option.subject', required: true }),
      pin: option.digits({ summary: 'option.pin', named: true }),
    },
    arrange: (words) => Object.groupBy(words, ({ text }) => (/^\d{4}-/.test(text) ? 'day' : 'what')),
    gather: ({ 'day.date': date, 'day.usual': usual, ...values }) => {
      const day = date || usual
      return day === undefined ? values : { ...values, day }
    },
    form: (given) => ({
      path: 'conf book',
      title: 'Book',
      submit: 'Go on',
      fields: [
        { name: 'what', label: 'What', base: 'string', required: true, initial: given.what ?? '' },
        { name: 'day.date', label: 'Day', base: 'date', required: false },
        {
          name: 'day.usual',
          label: 'Usually',
          base: 'choice',
          required: false,
          choices: [{ value: 'monday', label: 'Monday' }],
        },
        { name: 'pin', label: 'PIN', base: 'string', required: false, secret: true },
      ],
      carried: {},
    }),
    fill: async (form) => ({
      ...form,
      fields: form.fields.map((field) => (field.name === 'day.date' ? { ...field, initial: '2026-12-24' } : field)),
    }),
    permission: 'conference.start',
    effect: 'write',
    previews: true,
    async confirm({ what, day }) {
      if (what === 'bug') throw new TypeError('a bug of ours')
      if (day === 'monday')
        throw new ConfbotError('input.ambiguous-time', {
          blanks: { typed: day },
          choices: [
            { label: 'This Monday', input: { day: '2026-11-30' } },
            { label: 'Both', input: { day: '2026-11-30', what: 'Both' } },
          ],
        })
      return {
        question: { title: 'Book it?', text: `${what} on ${day}`, confirm: 'Book' },
        lines: ['The whole day'],
        isHarmless: true,
        input: { day: `${day}T00:00` },
      }
    },
    run: remember('conf book'),
  })
  const secretDoor = defineCommand({
    path: 'conf secretdoor',
    summary: 'command.start.summary',
    examples: [],
    options: {},
    permission: 'conference.view',
    effect: 'read',
    hidden: true,
    run: remember('conf secretdoor'),
  })
  return [
    home,
    greet,
    recordCommand('start'),
    recordCommand('stop'),
    drop,
    peek,
    watch,
    fail,
    board,
    plan,
    fill,
    book,
    secretDoor,
  ] satisfies AnyCommand[]
}

export const sampleRoots = (ran: Ran[] = []) => [
  defineRoot({ name: 'conf', summary: 'command.conf.summary', commands: sampleCommands(ran) }),
]

export interface SampleKit {
  readonly ran: readonly Ran[]
  readonly store: Store
  readonly clock: MovableClock
  plan(input: string | CommandRequest['input'], request?: Partial<CommandRequest>): Plan
  /** Plans and runs; the cards that came back, as plain text. */
  ask(input: string | CommandRequest['input'], request?: Partial<CommandRequest>): Promise<string>
  readonly suggest: CommandKit['suggest']
  readonly problems: CommandKit['problems']
}

export async function openSampleKit(changes: Partial<CommandKitDeps> = {}): Promise<SampleKit> {
  const ran: Ran[] = []
  const clock = createMovableClock()
  const logger = createSilentLogger()
  const store = changes.store ?? (await openStore({ kind: 'sqlite', path: ':memory:', logger, clock }))
  const service = createConferenceService({
    store,
    pbxs: new Map(),
    defaultPbx: 'main',
    clock,
    logger,
    events: createEventBus(),
    mirrorOf: () => undefined,
    cards: {
      postCard: () => Promise.reject(new ConfbotError('chat.unavailable')),
      findCard: () => Promise.resolve(null),
      withdrawCard: () => Promise.resolve(),
      keepCard: () => Promise.resolve(),
      isKept: () => true,
    },
    teller: {
      tell: () => Promise.reject(new ConfbotError('chat.unavailable')),
      findTold: () => Promise.resolve(null),
      retell: () => Promise.resolve(false),
    },
    calendars: { addressOf: () => null, fileOf: () => '' },
    files: { give: () => Promise.resolve() },
    people: { find: () => Promise.resolve(null) },
    parts: () => [],
    version: 'test',
  })
  const kit = createCommandKit({
    roots: sampleRoots(ran),
    service,
    store,
    clock,
    logger,
    language: 'en',
    door: () => {},
    isServed: () => true,
    isPermitted,
    suggestions: () => [],
    ...changes,
  })
  let intents = 0
  const plan: SampleKit['plan'] = (input, request) =>
    kit.plan({
      intent: `intent-${++intents}`,
      root: 'conf',
      place,
      identify: () => Promise.resolve(actor),
      input: typeof input === 'string' ? { kind: 'text', text: input } : input,
      ...request,
    })
  return {
    ran,
    store,
    clock,
    plan,
    async ask(input, request) {
      const planned = plan(input, request)
      if (planned.kind !== 'run') throw new Error(`planned ${planned.kind}`)
      const responder = createRecorder()
      await planned.run(responder)
      return responder.text()
    },
    suggest: kit.suggest,
    problems: kit.problems,
  }
}

export interface Recorder extends Responder {
  readonly cards: readonly Card[]
  readonly forms: readonly Form[]
  text(): string
}

export function createRecorder(canOpenForms = true): Recorder {
  const cards: Card[] = []
  const forms: Form[] = []
  return {
    cards,
    forms,
    text: () => cards.map((one) => cardToPlainText(one, { language: 'en' })).join('\n\n'),
    async reply(one) {
      cards.push(one)
    },
    async openForm(form) {
      if (canOpenForms) forms.push(form)
      return canOpenForms
    },
    async updateForm(form) {
      forms.push(form)
    },
  }
}
