/** What may be registered as a command, at and beyond every limit. */
import { describe, expect, test } from 'vitest'
import { DiscordRefusal } from '#sandbox/discord/refusal.ts'
import { parseCommand, parseCommands } from '#sandbox/discord/rules/command.ts'
import { problemCodes } from '../serve-rest.ts'

const long = (length: number) => 'x'.repeat(length)
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index))
const option = (name: string, more = {}) => ({ type: 3, name, description: 'A text', ...more })
const subcommand = (name: string, ...options: readonly unknown[]) => ({ type: 1, name, description: 'A part', options })
const group = (name: string, ...options: readonly unknown[]) => ({ type: 2, name, description: 'Parts', options })
const command = (options: readonly unknown[] = [], more = {}) => ({
  name: 'conf',
  description: 'Phone conferences',
  options,
  ...more,
})

function problems(value: unknown, isForServer = true): Record<string, unknown> {
  try {
    parseCommand(value, { isForServer })
    return {}
  } catch (error) {
    if (!(error instanceof DiscordRefusal)) throw error
    return problemCodes({ ...error.fields })
  }
}

describe('a command', () => {
  test.each([
    [
      'subcommands and groups of them',
      command([subcommand('start', option('title')), group('room', subcommand('list'))]),
    ],
    ['plain options, required ones first', command([option('a', { required: true }), option('b')])],
    [
      'choices',
      command([
        option('a', { choices: [{ name: 'One', value: '1' }] }),
        option('b', { type: 4, choices: [{ name: 'One', value: 1 }] }),
      ]),
    ],
    [
      'limits of values',
      command([option('a', { min_length: 1, max_length: 6000 }), option('b', { type: 4, min_value: 0, max_value: 9 })]),
    ],
    ['a name in another script', command([], { name: 'конференция' })],
    ['a name without upper and lower case', command([], { name: '会议' })],
    ['permissions', command([], { default_member_permissions: '40' })],
    ['a message that it is about', { type: 3, name: 'Start a conference here' }],
    ['25 options', command(many(25, (i) => option(`o${i}`)))],
  ])('may have %s', (_, value) => {
    expect(problems(value)).toEqual({})
  })

  test.each([
    ['a name in upper case', command([], { name: 'Conf' }), { name: 'APPLICATION_COMMAND_INVALID_NAME' }],
    ['a name of two words', command([option('who else')]), { 'options.0.name': 'APPLICATION_COMMAND_INVALID_NAME' }],
    ['too long a name', command([], { name: long(33) }), { name: 'APPLICATION_COMMAND_INVALID_NAME' }],
    ['no description', { name: 'conf' }, { description: 'BASE_TYPE_REQUIRED' }],
    [
      'too long a description',
      command([option('a', { description: long(101) })]),
      { 'options.0.description': 'BASE_TYPE_MAX_LENGTH' },
    ],
    ['26 options', command(many(26, (i) => option(`o${i}`))), { options: 'BASE_TYPE_MAX_LENGTH' }],
    [
      'a required option after another',
      command([option('a'), option('b', { required: true })]),
      { 'options.1': 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID' },
    ],
    [
      'the same within a subcommand',
      command([subcommand('s', option('a'), option('b', { required: true }))]),
      { 'options.0.options.1': 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID' },
    ],
    [
      'an option twice',
      command([option('a'), option('a')]),
      { 'options.1.name': 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS' },
    ],
    [
      'subcommands beside options',
      command([subcommand('s'), option('a')]),
      { 'options.1.type': 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID' },
    ],
    [
      'a group within a group',
      command([group('g', group('h', subcommand('s')))]),
      { 'options.0.options.0.type': 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID' },
    ],
    [
      'a subcommand within a subcommand',
      command([subcommand('s', subcommand('t'))]),
      { 'options.0.options.0.type': 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID' },
    ],
    ['an empty group', command([group('g')]), { 'options.0.options': 'BASE_TYPE_REQUIRED' }],
    [
      'a required subcommand',
      command([{ ...subcommand('s'), required: true }]),
      { 'options.0.required': 'APPLICATION_COMMAND_OPTION_FIELD_INVALID' },
    ],
    [
      '26 choices',
      command([option('a', { choices: many(26, (i) => ({ name: `${i}`, value: `${i}` })) })]),
      { 'options.0.choices': 'BASE_TYPE_MAX_LENGTH' },
    ],
    [
      'choices and autocompletion',
      command([option('a', { autocomplete: true, choices: [{ name: 'a', value: 'a' }] })]),
      { 'options.0.autocomplete': 'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES' },
    ],
    [
      'autocompletion of a person',
      command([option('a', { type: 6, autocomplete: true })]),
      { 'options.0.autocomplete': 'APPLICATION_COMMAND_OPTION_FIELD_INVALID' },
    ],
    [
      'a choice of another type',
      command([option('a', { choices: [{ name: 'a', value: 1 }] })]),
      { 'options.0.choices.0.value': 'APPLICATION_COMMAND_OPTION_CHOICE_VALUE_INVALID' },
    ],
    [
      'a choice twice',
      command([
        option('a', {
          choices: [
            { name: 'a', value: 'a' },
            { name: 'a', value: 'b' },
          ],
        }),
      ]),
      { 'options.0.choices.1.name': 'APPLICATION_COMMAND_OPTION_CHOICE_NAME_ALREADY_EXISTS' },
    ],
    [
      'a length of a number',
      command([option('a', { type: 4, max_length: 3 })]),
      { 'options.0.max_length': 'APPLICATION_COMMAND_OPTION_FIELD_INVALID' },
    ],
    ['contexts for one server', command([], { contexts: [0] }), { contexts: 'UNKNOWN_FIELD' }],
    ['an unknown field', command([], { usage: 'conf' }), { usage: 'UNKNOWN_FIELD' }],
    [
      'a description of a message command',
      { type: 3, name: 'Start', description: 'Starts' },
      { description: 'BASE_TYPE_CHOICES' },
    ],
    [
      '8001 characters',
      command(many(20, (i) => subcommand(`s${i}`, ...many(4, (j) => option(`o${j}`, { description: long(100) }))))),
      { '': 'APPLICATION_COMMAND_TOO_LARGE' },
    ],
  ])('may not have %s', (_, value, expected) => {
    expect(problems(value)).toEqual(expected)
  })

  test('of all servers says where it may be used', () => {
    expect(problems(command([], { contexts: [0, 1], integration_types: [0] }), false)).toEqual({})
  })

  test('is kept without what stands at its default', () => {
    const draft = parseCommand(
      command([option('a', { required: true }), option('b', { required: false, autocomplete: false, choices: [] })]),
      { isForServer: true },
    )
    expect(draft).toMatchObject({ type: 1, nsfw: false, default_member_permissions: null })
    expect(draft.options).toEqual([option('a', { required: true }), option('b')])
    expect(parseCommand(command(), { isForServer: true })).not.toHaveProperty('options')
  })
})

describe('commands', () => {
  test('differ in name or type', () => {
    expect(parseCommands([command(), { type: 3, name: 'conf' }], true)).toHaveLength(2)
    expect(() => parseCommands([command(), command()], true)).toThrow(expect.objectContaining({ code: 50035 }))
  })

  test('are 100 at most', () => {
    const commands = (count: number) => many(count, (index) => command([], { name: `c${index}` }))
    expect(parseCommands(commands(100), true)).toHaveLength(100)
    expect(() => parseCommands(commands(101), true)).toThrow(expect.objectContaining({ code: 30032 }))
  })

  test('that are wrong are so at their place', () => {
    const parse = () => parseCommands([command(), command([], { name: 'A' })], true)
    expect(parse).toThrow(expect.objectContaining({ fields: { errors: { 1: { name: expect.anything() } } } }))
  })
})
