/** The same bot in a terminal, for one person: private answers as they are, the channel's messages behind a bar. */
import { randomUUID } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import type { CommandRequest, Plan, Responder } from '#command-kit/request.ts'
import { type Actor, isSamePerson, type Person, type Place } from '#core/actor.ts'
import { type Language, spanToString } from '#text/format.ts'
import { type Span, say } from '#text/message.ts'
import type { Button, Card } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import type { Platform, PlatformDeps } from '../platform.ts'
import { createActionNumbers } from './action-numbers.ts'
import { askAgain, askForm, isConfirmed } from './ask-form.ts'
import { createNotifier } from './notifier.ts'
import { openScreen } from './screen.ts'

const id = 'console'
const workspaceId = 'local'
/** As the door knows it. */
export const consoleWorkspace = `${id}:${workspaceId}`
/** Everything happens in this one channel. */
export const consolePlace: Place = { platform: id, workspaceId, channelId: 'terminal', kind: 'channel' }
export const consolePerson = (name: string): Person => ({ platform: id, workspaceId, userId: name, name })
const language: Language = 'en'

export interface ConsoleDeps extends PlatformDeps {
  readonly input: Readable
  readonly output: Writable
  /** Who sits here: an administrator, since whoever can start the process can do anything. */
  readonly person: Person
  /** Nothing more will be typed: `quit`, or the end of the input. */
  readonly onQuit: () => void
}

export function createConsole({ kit, roots, clock, logger, input, output, person, onQuit }: ConsoleDeps): Platform {
  const screen = openScreen(input, output)
  const numbers = createActionNumbers(language)
  let lastContactAt: number | null = null
  let isOpen = false

  const print = (span: Span) => screen.print(spanToString(span, language))
  const toText = (card: Card) => cardToPlainText(numbers.number(card), { language })
  const actor: Actor = { ...person, isAdministrator: true, isGuest: false, isBot: false, isOutsider: false }
  const plan = (root: string, asked: CommandRequest['input']): Plan =>
    kit.plan({
      intent: `${id}:${randomUUID()}`,
      root,
      place: consolePlace,
      identify: async () => actor,
      input: asked,
    })

  /** Carries a plan out; what it opens is asked before the next command is read. */
  const perform = async (made: Plan): Promise<void> => {
    if (made.kind === 'form') return fillIn(made.fill ? await made.fill() : made.form)
    // Problems come from submitted forms alone, which have their own loop.
    if (made.kind === 'problems') return
    let opened: Form | undefined
    const responder: Responder = {
      reply: async (card) => screen.print(toText(card)),
      async openForm(form) {
        opened = form
        return true
      },
      async updateForm(form) {
        opened = form
      },
    }
    await made.run(responder)
    if (opened) await fillIn(opened)
  }

  const fillIn = async (form: Form): Promise<void> => {
    let values = await askForm(screen, form, language)
    while (values !== null) {
      const made = plan(rootOf(form.path), {
        kind: 'values',
        path: form.path,
        values: { ...form.carried, ...values },
        confirmed: form.confirms === true,
        from: 'form',
      })
      if (made.kind !== 'problems') return perform(made)
      values = await askAgain(screen, form, made.problems, values, language)
    }
    print(say('terminal.left-as-is'))
  }

  const press = async ({ action, confirm }: Omit<Button, 'kind'>): Promise<void> => {
    if (confirm) {
      print(confirm.title)
      print(confirm.text)
      if (!(await isConfirmed(screen, confirm.confirm, language))) return print(say('terminal.left-as-is'))
    }
    const confirmed = action.confirmed === true || confirm !== undefined
    const { path, input: values, asForm } = action
    return perform(
      plan(rootOf(path), { kind: 'values', path, values, confirmed, ...(asForm && { asForm }), from: 'button' }),
    )
  }

  const handle = async (line: string): Promise<void> => {
    const [, digits] = /^:?(\d+)$/.exec(line) ?? []
    if (digits !== undefined) {
      const pressed = numbers.find(Number(digits))
      return pressed ? press(pressed) : print(say('terminal.no-button', { number: digits }))
    }
    const [, word = '', rest = ''] = /^\/?(\S*)\s*(.*)$/s.exec(line) ?? []
    const named = roots.find((root) => root.name === word)
    const root = named ?? roots[0]
    if (root) await perform(plan(root.name, { kind: 'text', text: named ? rest : line.replace(/^\//, '') }))
  }

  const readOn = async (): Promise<void> => {
    for (;;) {
      const line = await screen.read('> ')
      if (line === null) return
      lastContactAt = clock.now()
      const typed = line.trim()
      if (typed === 'quit' || typed === 'exit') return
      if (typed !== '')
        await handle(typed).catch((error: unknown) => logger.error({ err: error }, 'a line failed in the terminal'))
    }
  }

  return {
    id,
    async start() {
      isOpen = true
      print(say('terminal.welcome'))
      void readOn().then(() => {
        if (isOpen) onQuit()
      })
    },
    async stop() {
      isOpen = false
      screen.close()
    },
    notifier: createNotifier({ print: screen.print, toText, language }),
    people: {
      find: async (sought) => (isSamePerson(sought, person) ? actor : null),
    },
    routes: {},
    status: () => ({ isConnected: isOpen, lastContactAt, detail: 'terminal', unconfirmed: 'repaired' }),
  }
}

const rootOf = (path: string) => path.split(' ', 1)[0] ?? ''
