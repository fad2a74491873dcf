import { describe, expect, it } from 'vitest'
import {
  type AnyCommand,
  type CommandDefinition,
  defineCommand,
  defineRoot,
  type Option,
} from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { card } from '#view/card.ts'
import { sampleCommands } from './sample-kit.ts'

const summary = 'option.subject'
const define = (changes: Partial<CommandDefinition> = {}) =>
  defineCommand({
    path: 'conf try',
    summary,
    examples: ['try'],
    options: {},
    permission: 'conference.view',
    effect: 'read',
    run: async () => ({ card: card('done') }),
    ...changes,
  })
const root = (commands: readonly AnyCommand[]) => defineRoot({ name: 'conf', summary, commands })
const named = (count: number) => Array.from({ length: count }, (_, at) => define({ path: `conf try${at}` }))
const text = option.text({ summary })
const needed = option.text({ summary, required: true })
const many = (count: number, one: Option) =>
  Object.fromEntries(Array.from({ length: count }, (_, at): [string, Option] => [`o${at}`, one]))
const choices = (count: number, value = 'v') =>
  Array.from({ length: count }, (_, at) => ({ value: `${value}${at}`, label: summary }) as const)

describe('defineCommand', () => {
  it('takes what every platform can take', () => {
    expect(define({ options: many(25, text) }).path).toBe('conf try')
    expect(
      define({ path: 'conf try again', options: { one: option.choice({ summary, choices: choices(25) }) } }),
    ).toBeDefined()
  })

  it.each<[string, Partial<CommandDefinition>, string]>([
    ['more than 25 options', { options: many(26, text) }, '26 options, at most 25'],
    ['more than three words', { path: 'conf a b c' }, '4 words, at most 3'],
    ['names with other letters', { path: 'conf Try' }, '"Try" is not a name'],
    ['names of more than 32 letters', { path: `conf ${'a'.repeat(33)}` }, 'is not a name'],
    ['the root alone as path', { path: 'conf' }, 'make it an alias'],
    ['an alias of another root', { aliases: ['confadmin try'] }, 'belongs to another root'],
    ['option names with other letters', { options: { Who: text } }, 'option "Who" is not a name'],
    ['option names that begin with a sign', { options: { __proto: text } }, 'is not a name'],
    ['no example', { examples: [] }, 'has no example'],
    ['more than 25 choices', { options: { one: option.choice({ summary, choices: choices(26) }) } }, '26 choices'],
    ['no choice', { options: { one: option.choice({ summary, choices: [] }) } }, 'has no choices'],
    [
      'a choice twice',
      { options: { one: option.choice({ summary, choices: [...choices(1), ...choices(1)] }) } },
      'has a choice twice',
    ],
    [
      'a choice of more than 100 characters',
      { options: { one: option.choice({ summary, choices: choices(1, 'x'.repeat(100)) }) } },
      '1 to 100 characters',
    ],
    ['required after optional', { options: { one: text, two: needed } }, 'required "two" stands after optional "one"'],
    [
      'a position after the list',
      { options: { who: option.invitees({ summary }), two: text } },
      '"who" takes the words that are left',
    ],
    ['a list of options that it does not have', { options: {}, oneOf: [['when']] }, 'there is no option "when"'],
    [
      'an option called as the input that waits elsewhere',
      { options: { held: text } },
      'option "held" is what buttons',
    ],
    ['a summary of more than 100 characters', { summary: 'command.start.help' }, 'command.start.help has'],
  ])('refuses %s', (_title, changes, problem) => {
    expect(() => define(changes)).toThrowError(problem)
  })

  it('names the command that is wrong', () => {
    expect(() => define({ examples: [] })).toThrowError('Command "conf try": has no example.')
  })
})

describe('defineRoot', () => {
  it('counts a group once, and hidden commands not at all', () => {
    const group = Array.from({ length: 25 }, (_, at) => define({ path: `conf group m${at}` }))
    const hidden = Array.from({ length: 9 }, (_, at) => define({ path: `conf hidden${at}`, hidden: true }))
    expect(root([...named(24), ...group, ...hidden]).commands).toHaveLength(58)
    expect(() => root([...named(25), ...group])).toThrowError('26 entries, at most 25')
  })

  it.each<[string, () => readonly AnyCommand[], string]>([
    ['a path twice', () => [define(), define()], '"conf try" is there twice'],
    [
      'an alias that is a path',
      () => [define(), define({ path: 'conf other', aliases: ['conf try'] })],
      'is there twice',
    ],
    ['a command of another root', () => [define({ path: 'confadmin try' })], 'belongs to another root'],
    [
      'more than 25 commands in a group',
      () => Array.from({ length: 26 }, (_, at) => define({ path: `conf group m${at}` })),
      '26 commands in "group"',
    ],
    ['a command that is a group too', () => [define(), define({ path: 'conf try again' })], 'is a command and a group'],
    [
      'more than 8,000 characters',
      () =>
        named(5).map((one, at) =>
          define({
            path: one.path,
            options: { [`c${at}`]: option.choice({ summary, choices: choices(20, 'x'.repeat(80)) }) },
          }),
        ),
      'at most 8000',
    ],
  ])('refuses %s', (_title, commands, problem) => {
    expect(() => root(commands())).toThrowError(problem)
  })

  it('takes the sample commands', () => {
    expect(root(sampleCommands([])).commands.length).toBeGreaterThan(5)
  })
})
