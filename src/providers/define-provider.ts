/**
 * Makes a provider's definition: the compiler ties its answers to the adapter's methods, and what the compiler cannot see
 * is checked when the definition is loaded, so that a mistake stops the start and not a conference.
 */
import { z } from 'zod'
import {
  type Answers,
  isKeyedByModerator,
  type ProviderDefinition,
  type ProviderDeps,
  type ProviderFor,
  type RoomField,
} from '#core/contracts/conference-provider.ts'
import { en } from '#text/en/index.ts'

/** A definition with the schema of what must be configured. */
export interface DefinedProvider<Schema extends z.ZodObject, A extends Answers>
  extends ProviderDefinition<z.output<Schema>, A> {
  readonly settings: Schema
  /** `create` for settings whose type is known at run time only; rejects with a ZodError what the schema refuses. */
  readonly open: (settings: unknown, deps: ProviderDeps) => ProviderFor<A>
  /** What an instance with these settings can do: without connecting, and without what it lacks. */
  readonly ofInstance: (settings: unknown) => ProviderDefinition<never>
}

export function defineProvider<Schema extends z.ZodObject, const A extends Answers>(
  definition: Omit<DefinedProvider<Schema, A>, 'open' | 'ofInstance'>,
): DefinedProvider<Schema, A> {
  const problems = problemsOf(definition)
  if (problems.length > 0) throw new Error(`provider ${definition.id}: ${problems.join('; ')}`)
  const read = (settings: unknown) => z.parse(definition.settings, settings)
  return {
    ...definition,
    open: (settings, deps) => definition.create(read(settings), deps),
    ofInstance(settings) {
      const capabilities: Answers = { ...definition.capabilities, ...definition.lacks?.(read(settings)) }
      return { ...definition, capabilities }
    },
  }
}

function problemsOf(
  definition: Pick<ProviderDefinition<never>, 'id' | 'capabilities' | 'roomFields' | 'serverFields' | 'chairKeys'>,
): string[] {
  const { id, capabilities, roomFields, serverFields = [], chairKeys } = definition
  const ids = roomFields.map((field) => field.id)
  const ofKind = (kind: string, fields: readonly RoomField[]) =>
    fields.flatMap((field) => fieldProblems(field, fields).map((problem) => `${kind} field ${field.id}: ${problem}`))
  return [
    ...(/^[a-z][a-z0-9-]*$/.test(id) ? [] : [`the id ${id} is not in kebab-case`]),
    ...ids.filter((one, index) => ids.indexOf(one) !== index).map((one) => `the room field ${one} is there twice`),
    ...ofKind('room', roomFields),
    ...ofKind('server', serverFields),
    ...(chairKeys !== undefined && !(chairKeys in en) ? [`the catalogue has no ${chairKeys}`] : []),
    ...((chairKeys !== undefined) === Object.values(capabilities).some(isKeyedByModerator)
      ? []
      : ['what moderators key in and chairKeys do not agree']),
    ...Object.entries(capabilities).flatMap(([capability, answer]) => {
      const key = 'why' in answer ? answer.why : 'how' in answer ? answer.how : null
      const field = 'field' in answer ? answer.field : undefined
      return [
        ...(key === null || key in en ? [] : [`${capability}: the catalogue has no ${key}`]),
        ...(field === undefined || roomFields.some(({ id, kind }) => id === field && kind === 'boolean')
          ? []
          : [`${capability}: there is no field ${field} to be on or off`]),
      ]
    }),
  ]
}

function fieldProblems(field: RoomField, all: readonly RoomField[]): string[] {
  const { min, max, choices, choiceLabels = {}, onlyWith, requires } = field
  const other = onlyWith && all.find((one) => one.id === onlyWith.field)
  const problems: (string | false)[] = [
    !(field.label in en) && `the catalogue has no ${field.label}`,
    min !== undefined && max !== undefined && min > max && `${min} is more than ${max}`,
    (field.kind === 'choice') !== (choices !== undefined) && 'choices and kind do not agree',
    ...Object.entries(choiceLabels).flatMap(([value, key]) => [
      !choices?.includes(value) && `${value} has a label and is no choice`,
      !(key in en) && `the catalogue has no ${key}`,
    ]),
    field.secret === true && field.default !== undefined && 'a secret has no default to show',
    onlyWith !== undefined && !other && `there is no field ${onlyWith.field}`,
    requires !== undefined && all.every(({ id }) => id !== requires) && `there is no field ${requires}`,
    ...(onlyWith?.values ?? []).map(
      (value) => other?.choices !== undefined && !other.choices.includes(value) && `${other.id} is never ${value}`,
    ),
  ]
  return problems.filter((problem) => problem !== false)
}
