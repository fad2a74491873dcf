/** Whatever is typed or sent as values: it is read, asked about or refused, and never does what was not asked for. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { createCommandIndex } from '#command-kit/command-index.ts'
import { normalizeText } from '#command-kit/normalize.ts'
import { parseText } from '#command-kit/parse-text.ts'
import { textToWords, tokenize, wordsToText } from '#command-kit/tokenize.ts'
import { roots } from '#commands/index.ts'
import { isConfbotError } from '#core/errors.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { renderCard as renderForDiscord } from '#platforms/discord/render-card.ts'
import { modalOf } from '#platforms/slack/modals.ts'
import { renderCard } from '#platforms/slack/render-card.ts'
import { startCommands } from '#test/support/commands.ts'
import * as discord from '#test/support/drawn-discord.ts'
import { drawnActions, messageRefusal, viewRefusal } from '#test/support/drawn-slack.ts'
import { hostileLine, hostileName, hostileText, hostileTexts, maxTextLength } from '#test/support/hostile-text.ts'
import { property } from '#test/support/property.ts'
import { anna, general } from '#test/support/service.ts'
import { createRecorder } from '../command-kit/sample-kit.ts'

const commands = roots.flatMap((root) => root.commands)
const commandAt = new Map(commands.map((command) => [command.path, command]))
const optionNames = [...new Set(commands.flatMap((command) => Object.keys(command.options)))]
const rootName = fc.constantFrom(...roots.map(({ name }) => name))

/** A command with hostile words where its own should be, or nothing but those. */
const typed = fc.oneof(
  hostileText,
  fc
    .tuple(
      fc.constantFrom(...commands.flatMap(({ path, examples }) => [path.split(' ').slice(1).join(' '), ...examples])),
      fc.array(
        fc.oneof(
          hostileText,
          fc
            .tuple(
              fc.constantFrom('', '--', '—'),
              fc.constantFrom(...optionNames),
              fc.constantFrom(':', '=', ' ', ':"'),
            )
            .map((parts) => parts.join('')),
        ),
        { maxLength: 6 },
      ),
    )
    .map(([start, rest]) => [start, ...rest].join(' ').slice(0, maxTextLength)),
)

/** Values as a button or a form of ours would carry them, and as a forger would. */
const values = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(...optionNames, 'fields.subject', 'fields.room_pin', 'fields.__proto__', 'in.x'),
        hostileName,
      ),
      hostileText,
    ),
    { maxLength: 5 },
  )
  .map((pairs) => Object.fromEntries(pairs))
const path = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...commandAt.keys()) },
  { weight: 1, arbitrary: hostileName },
)

const readOrRefused = <T>(read: () => T): T | null => {
  try {
    return read()
  } catch (error) {
    if (!isConfbotError(error)) throw error
    expect(error.code).toMatch(/^input\./)
    return null
  }
}

describe('words', () => {
  property(
    'are read, or a quote is open; and what is written is read back to the same',
    'parser.tokenize',
    hostileText,
    { runs: 3000 },
    () => (text) => {
      const tokens = readOrRefused(() => tokenize(text))
      if (!tokens) return
      const again = textToWords(wordsToText(tokens))
      expect(again.map((word) => word.text)).toEqual(tokens.map((token) => token.text))
      expect(normalizeText(text).length).toBeLessThanOrEqual(text.length)
    },
  )

  const index = createCommandIndex(roots)
  property(
    'become a command with options of its own, or an error of input',
    'parser.parse',
    fc.tuple(rootName, typed),
    { runs: 4000 },
    () =>
      ([root, text]) => {
        const parsed = readOrRefused(() => parseText(index, root, text))
        if (!parsed) return
        expect(commandAt.get(parsed.command.path)).toBe(parsed.command)
        for (const name of parsed.raw.keys()) expect(Object.keys(parsed.command.options)).toContain(name)
      },
  )
})

describe('a request', () => {
  const planned = fc.oneof(
    fc.tuple(rootName, typed).map(([root, text]) => ({ root, input: { kind: 'text' as const, text } })),
    fc
      .tuple(rootName, path, values, fc.boolean(), fc.constantFrom('button' as const, 'form' as const))
      .map(([root, at, given, confirmed, from]) => ({
        root,
        input: { kind: 'values' as const, path: at, values: given, confirmed, from },
      })),
  )

  property('is a form, problems or a run', 'parser.plan', planned, { runs: 4000 }, async () => {
    const { plan } = await startCommands()
    return ({ root, input }) => {
      const decided = plan(input, { root })
      expect(['form', 'problems', 'run']).toContain(decided.kind)
      if (decided.kind === 'problems') expect(Object.keys(decided.problems).length).toBeGreaterThan(0)
      if (decided.kind !== 'form') return
      expect(commandAt.has(decided.form.path)).toBe(true)
      const modal = modalOf(decided.form, general, 'T1', createSilentLogger())
      if (modal) expect(viewRefusal(modal)).toBeNull()
    }
  })

  /** Commands that are understood, with hostile words wherever a person's own words go. */
  const understood = fc
    .tuple(
      fc.constantFrom(
        ['conf', 'start {} 1001'],
        ['conf', 'start {} {} --another'],
        ['conf', 'invite {}'],
        ['conf', 'name p1 {}'],
        ['conf', 'mute {}'],
        ['conf', 'kick {}'],
        ['conf', 'show {}'],
        ['conf', 'show in:{}'],
        ['conf', 'chair {}'],
        ['conf', 'help {}'],
        ['conf', 'record link {}'],
        ['conf', 'me zone {}'],
        ['conf', 'home'],
        ['confadmin', 'contact add {} 1001'],
        ['confadmin', 'contact add {} {}'],
        ['confadmin', 'contact edit {} {}'],
        ['confadmin', 'contact list {}'],
        ['confadmin', 'list put {} 1001, {}'],
        ['confadmin', 'list show {}'],
        ['confadmin', 'room create subject={} extension_number=8003 mode=AUDIO'],
        ['confadmin', 'room edit 8003 subject={} capacity={}'],
        ['confadmin', 'room list'],
        ['confadmin', 'channel zone {}'],
        ['confadmin', 'audit action:{}'],
        ['confadmin', 'audit'],
        ['confadmin', 'status'],
      ),
      fc.array(
        hostileLine.map((text) => text.slice(0, 40)),
        { minLength: 2, maxLength: 2 },
      ),
    )
    .map(([[root = '', template = ''], given]) => {
      const [first = '', second = ''] = given.map((text) => wordsToText([{ text, quoted: true, afterComma: false }]))
      const text = template.replace('{}', () => first).replace('{}', () => second)
      return { root, input: { kind: 'text' as const, text } }
    })

  property(
    'is answered once, with a card that Slack and Discord take and commands that are ours',
    'parser.run',
    fc.oneof({ weight: 1, arbitrary: planned }, { weight: 4, arbitrary: understood }),
    { runs: 800 },
    async () => {
      const { plan, start } = await startCommands()
      await start(anna, hostileTexts.join(' ').slice(0, 60), '1001', '1002')
      let asked = 0
      return async ({ root, input }) => {
        // Somebody else each time: rates are not what is tried here.
        const decided = plan(input, { root, actor: { ...anna, userId: `U${++asked}` } })
        if (decided.kind !== 'run') return
        const recorder = createRecorder()
        await decided.run(recorder)
        expect(recorder.cards.length + recorder.forms.length).toBe(1)
        for (const card of recorder.cards) {
          expect(messageRefusal(renderCard(card, { mentions: 'native' }))).toBeNull()
          expect(discord.messageRefusal(renderForDiscord(card))).toBeNull()
          for (const action of [...drawnActions(card), ...discord.drawnActions(card)]) {
            expect(commandAt.has(action.path)).toBe(true)
            // Whoever was not asked has not said yes.
            if (action.confirmed) expect(commandAt.get(action.path)?.confirm).toBeTypeOf('function')
          }
        }
      }
    },
  )
})
