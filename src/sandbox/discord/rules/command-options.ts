/** What must hold between the options of a command (interactions/application-commands, "Application Command Option Structure"). */
import { optionTypes } from '../option-types.ts'
import type { Problem } from '../refusal.ts'
import type { DraftOption } from './command.ts'

const { subcommand, subcommandGroup: group, string, integer, channel, number } = optionTypes
const nesting: readonly number[] = [subcommand, group]
/** Fields that only options of these types have. */
const ownFields: Partial<Record<keyof DraftOption, readonly number[]>> = {
  choices: [string, integer, number],
  autocomplete: [string, integer, number],
  options: nesting,
  channel_types: [channel],
  min_value: [integer, number],
  max_value: [integer, number],
  min_length: [string],
  max_length: [string],
}

/** `at` leads to the list; `parent` is the type of what holds it, undefined for the command itself. */
export function findOptionProblems(options: readonly DraftOption[], at: Problem['path'], parent?: number): Problem[] {
  return [
    ...findNestingProblems(options, at, parent),
    ...findOrderProblems(options, at),
    ...findNameProblems(options, at),
    ...options.flatMap((option, index) => [
      ...findOwnProblems(option, [...at, index]),
      ...findOptionProblems(option.options ?? [], [...at, index, 'options'], option.type),
    ]),
  ]
}

/** A command holds either subcommands and groups or plain options, a group subcommands, a subcommand plain options. */
function findNestingProblems(options: readonly DraftOption[], at: Problem['path'], parent?: number): Problem[] {
  const isNesting = options.some(({ type }) => nesting.includes(type))
  return options.flatMap(({ type }, index) => {
    const isAllowed =
      parent === subcommand
        ? !nesting.includes(type)
        : parent === group
          ? type === subcommand
          : nesting.includes(type) === isNesting
    if (isAllowed) return []
    return [
      {
        path: [...at, index, 'type'],
        code: 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        message: 'Sub-command and sub-command group option types are mutually exclusive to all other types',
      },
    ]
  })
}

function findOrderProblems(options: readonly DraftOption[], at: Problem['path']): Problem[] {
  const firstOptional = options.findIndex(({ type, required }) => !nesting.includes(type) && required !== true)
  if (firstOptional < 0) return []
  return options.flatMap(({ required }, index) =>
    required === true && index > firstOptional
      ? [
          {
            path: [...at, index],
            code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
            message: 'Required options must be placed before non-required options',
          },
        ]
      : [],
  )
}

function findNameProblems(options: readonly DraftOption[], at: Problem['path']): Problem[] {
  return options.flatMap(({ name }, index) =>
    options.findIndex((other) => other.name === name) < index
      ? [
          {
            path: [...at, index, 'name'],
            code: 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
            message: 'Option name already exists',
          },
        ]
      : [],
  )
}

function findOwnProblems(option: DraftOption, path: Problem['path']): Problem[] {
  const { type, choices = [], required, autocomplete } = option
  const problems: Problem[] = []
  for (const [field, types] of Object.entries(ownFields)) {
    const value = option[field as keyof DraftOption]
    if (value === undefined || value === false || types.includes(type)) continue
    problems.push({
      path: [...path, field],
      code: 'APPLICATION_COMMAND_OPTION_FIELD_INVALID',
      message: `An option of type ${type} has no ${field}`,
    })
  }
  if (nesting.includes(type) && required !== undefined) {
    problems.push({
      path: [...path, 'required'],
      code: 'APPLICATION_COMMAND_OPTION_FIELD_INVALID',
      message: 'A subcommand cannot be required',
    })
  }
  if (type === group && (option.options ?? []).length === 0) {
    problems.push({ path: [...path, 'options'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' })
  }
  if (autocomplete === true && choices.length > 0) {
    problems.push({
      path: [...path, 'autocomplete'],
      code: 'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES',
      message: 'Autocomplete cannot be used together with choices',
    })
  }
  for (const [index, { name, value }] of choices.entries()) {
    const here = [...path, 'choices', index]
    if (
      typeof value !== (type === string ? 'string' : 'number') ||
      (type === integer && !Number.isSafeInteger(value))
    ) {
      problems.push({
        path: [...here, 'value'],
        code: 'APPLICATION_COMMAND_OPTION_CHOICE_VALUE_INVALID',
        message: 'Choice value does not match the type of its option',
      })
    }
    if (choices.findIndex((other) => other.name === name) < index) {
      problems.push({
        path: [...here, 'name'],
        code: 'APPLICATION_COMMAND_OPTION_CHOICE_NAME_ALREADY_EXISTS',
        message: 'Choice name already exists',
      })
    }
  }
  return problems
}
