/**
 * An application command as the bot registers it (interactions/application-commands): names, options and their order, and how
 * much fits into one. `contexts` and `integration_types` belong to commands of all servers only.
 */
import { z } from 'zod'
import type { CommandDraft } from '../command-store.ts'
import { type Problem, refusal } from '../refusal.ts'
import { findOptionProblems } from './command-options.ts'
import { Snowflake, text } from './fields.ts'
import { check, refuseAll } from './problems.ts'

const commandTypes = { chatInput: 1, user: 2, message: 3 } as const

/** Lower case of every letter that has one. */
const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const typedName = z.string().refine((name) => namePattern.test(name) && name === name.toLowerCase(), {
  error: 'Command name is invalid',
  params: { code: 'APPLICATION_COMMAND_INVALID_NAME' },
})
const Localizations = z.record(z.string(), z.string()).nullish()

const Choice = z.strictObject({
  name: text(100),
  name_localizations: Localizations,
  value: z.union([z.string().max(100), z.number()]),
})

const Option = z.strictObject({
  type: z.int().min(1).max(11),
  name: typedName,
  name_localizations: Localizations,
  description: text(100),
  description_localizations: Localizations,
  required: z.boolean().optional(),
  choices: z.array(Choice).max(25).optional(),
  get options() {
    return z.array(Option).max(25).optional()
  },
  channel_types: z.array(z.int()).optional(),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  min_length: z.int().min(0).max(6000).optional(),
  max_length: z.int().min(1).max(6000).optional(),
  autocomplete: z.boolean().optional(),
})
export type DraftOption = z.infer<typeof Option>

const shared = {
  id: Snowflake.optional(),
  name_localizations: Localizations,
  description_localizations: Localizations,
  default_member_permissions: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullish(),
  nsfw: z.boolean().optional(),
}
const typed = { ...shared, name: typedName, description: text(100), options: z.array(Option).max(25).optional() }
/** A context command has neither description nor options. */
const contextual = {
  ...shared,
  name: text(32),
  description: z.literal('').optional(),
  options: z.tuple([]).optional(),
}
const everywhere = {
  dm_permission: z.boolean().nullish(),
  contexts: z.array(z.int().min(0).max(2)).nullish(),
  integration_types: z.array(z.int().min(0).max(1)).nullish(),
}

const variants = <T extends z.core.$ZodLooseShape>(further: T) =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal(commandTypes.chatInput), ...typed, ...further }),
    z.strictObject({ type: z.literal(commandTypes.user), ...contextual, ...further }),
    z.strictObject({ type: z.literal(commandTypes.message), ...contextual, ...further }),
  ])
const ForServer = variants({})
const ForAll = variants(everywhere)

const maxText = 8000
/** How many of each type fit into one scope. */
const maxOfType: Record<number, number> = { 1: 100, 2: 15, 3: 15 }

/** Ready to be kept: what stands at its default is left out. Throws 50035. */
export function parseCommand(
  value: unknown,
  { isForServer, at = [] }: { isForServer: boolean; at?: Problem['path'] },
): CommandDraft {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const named = isObject && !('type' in value) ? { type: commandTypes.chatInput, ...value } : value
  const command = check<z.infer<typeof ForAll>>(isForServer ? ForServer : ForAll, named, at)
  const options = command.options ?? []
  refuseAll(findOptionProblems(options, [...at, 'options']))
  const size = commandSize({ ...command, description: command.description ?? '', options })
  if (size > maxText) {
    refuseAll([
      { path: at, code: 'APPLICATION_COMMAND_TOO_LARGE', message: `Command exceeds maximum size (${maxText})` },
    ])
  }
  const { id: _, ...rest } = command
  return {
    nsfw: false,
    ...withoutDefaults(rest),
    type: command.type,
    name: command.name,
    description: command.description ?? '',
    default_member_permissions: command.default_member_permissions ?? null,
    name_localizations: command.name_localizations ?? null,
    description_localizations: command.description_localizations ?? null,
  }
}

/** All of a scope at once. Throws 50035, 30032. */
export function parseCommands(value: unknown, isForServer: boolean): CommandDraft[] {
  const list = check(z.array(z.unknown()), value)
  const drafts = list.map((one, index) => parseCommand(one, { isForServer, at: [index] }))
  const seen = new Set<string>()
  refuseAll(
    drafts.flatMap(({ type, name }, index) => {
      const key = `${type} ${name}`
      if (!seen.has(key)) {
        seen.add(key)
        return []
      }
      return [
        {
          path: [index],
          code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
          message: 'Application command names must be unique',
        },
      ]
    }),
  )
  expectRoom(drafts)
  return drafts
}

/** Throws 30032 where these commands of one scope are too many. */
export function expectRoom(commands: readonly CommandDraft[]): void {
  for (const [type, max] of Object.entries(maxOfType)) {
    if (commands.filter((command) => command.type === Number(type)).length > max) throw refusal(30032)
  }
}

/** Names, descriptions and values of the command and all that is below it; of a localised text the longest counts. */
function commandSize(node: {
  name: string
  description: string
  name_localizations?: Record<string, string> | null | undefined
  description_localizations?: Record<string, string> | null | undefined
  options?: readonly DraftOption[] | undefined
  choices?: DraftOption['choices']
}): number {
  const longest = (own: string, others: Record<string, string> | null | undefined) =>
    Math.max(own.length, ...Object.values(others ?? {}).map((one) => one.length))
  const choices = (node.choices ?? []).reduce(
    (sum, { name, name_localizations, value }) => sum + longest(name, name_localizations) + String(value).length,
    0,
  )
  const below = (node.options ?? []).reduce((sum, option) => sum + commandSize(option), 0)
  return (
    longest(node.name, node.name_localizations) +
    longest(node.description, node.description_localizations) +
    choices +
    below
  )
}

/** Discord returns no `required: false`, no `autocomplete: false` and no empty lists. */
function withoutDefaults(node: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(node).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'options' && Array.isArray(value) ? value.map(withoutDefaults) : value]),
  )
}
