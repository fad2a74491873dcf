/** What a zod schema tells of itself: its keys, the environment name of each, what it expects. Everything generated follows from these. */
import { z } from 'zod'
import { listInWords } from './problem.ts'

/** Settings of a part: an object, or a choice between objects. */
export type SettingsSchema = z.ZodObject | z.ZodDiscriminatedUnion
export type Shape = Readonly<Record<string, z.ZodType>>

/** One value that can be set. */
export interface Leaf {
  /** Below its part: `['caps', 'atOnce']`. */
  readonly path: readonly string[]
  readonly envName: string
  readonly schema: z.ZodType
  readonly required: boolean
  /** The choice with which alone it is used, as `MODE=socket`. */
  readonly onlyWith: string | undefined
  /** The schema's own sentence: what it is and where to get it. */
  readonly description: string | undefined
}

/** The values of a part, in the order of its schema. The environment name is `prefix` and the path, unless the schema's meta `env` says another. */
export function leavesOf(schema: SettingsSchema, prefix: string, path: readonly string[] = []): Leaf[] {
  return Object.entries(shapeOf(schema)).flatMap(([key, field]) => {
    const inner = unwrap(field)
    const at = [...path, key]
    if (isSettings(inner)) return leavesOf(inner, prefix, at)
    const named = field.meta()?.env
    return {
      path: at,
      envName: typeof named === 'string' ? named : prefix + at.map(camelToUpper).join('_'),
      schema: field,
      required: isRequired(field),
      onlyWith: onlyWith(schema, key, prefix),
      description: descriptionOf(field),
    }
  })
}

export const isSettings = (schema: z.ZodType): schema is SettingsSchema =>
  schema instanceof z.ZodObject || schema instanceof z.ZodDiscriminatedUnion

/** All keys that may be given, whichever choice is made. */
export function shapeOf(schema: SettingsSchema): Shape {
  if (schema instanceof z.ZodObject) return schema.shape
  const shapes = optionsOf(schema).map(({ option }) => option.shape)
  return { ...Object.assign({}, ...shapes), [schema.def.discriminator]: choiceOf(schema) }
}

/**
 * The object that is meant: by its choice, or, where none is given, the only one whose own required keys are all there.
 * undefined when that cannot be told.
 */
export function optionFor(schema: SettingsSchema, given: Readonly<Record<string, unknown>>): Option | undefined {
  if (schema instanceof z.ZodObject) return { option: schema, choice: {} }
  const { discriminator } = schema.def
  const chosen = given[discriminator]
  const fitting = optionsOf(schema).filter(({ option, choice }) =>
    chosen === undefined
      ? ownKeys(schema, option.shape).every((key) => key in given || !isRequired(option.shape[key]))
      : chosen === choice[discriminator],
  )
  return fitting.length === 1 ? fitting[0] : undefined
}

interface Option {
  readonly option: z.ZodObject
  /** The discriminator with its value. */
  readonly choice: Readonly<Record<string, string>>
}

function optionsOf(schema: z.ZodDiscriminatedUnion): Option[] {
  const { discriminator } = schema.def
  return schema.options.map((option) => {
    if (!(option instanceof z.ZodObject)) throw new TypeError('settings must be objects, or a choice between objects')
    const literal = option.shape[discriminator]
    if (!(literal instanceof z.ZodLiteral)) throw new TypeError(`${discriminator} must be a literal`)
    return { option, choice: { [discriminator]: String(literal.value) } }
  })
}

/** What can be checked before it is clear which choice is meant: the choice, and what all have in common. */
export function undecided(schema: SettingsSchema): z.ZodObject {
  if (schema instanceof z.ZodObject) return schema
  const shape = shapeOf(schema)
  const own = new Set(optionsOf(schema).flatMap(({ option }) => ownKeys(schema, option.shape)))
  const shared = Object.entries(shape).filter(([key]) => !own.has(key))
  return z.object({ ...Object.fromEntries(shared), [schema.def.discriminator]: choiceOf(schema).unwrap() })
}

/** The key that chooses, as one enumeration of all choices. */
function choiceOf(schema: z.ZodDiscriminatedUnion) {
  const { discriminator } = schema.def
  const choices = optionsOf(schema).map(({ option, choice }) => ({
    value: choice[discriminator] ?? '',
    description: descriptionOf(option.shape[discriminator]),
  }))
  return z
    .enum(choices.map(({ value }) => value))
    .optional()
    .describe(choices.map(({ value, description }) => `${value}: ${description}`).join(' '))
}

/** Keys that not all choices have. */
const ownKeys = (schema: z.ZodDiscriminatedUnion, shape: Shape) =>
  Object.keys(shape).filter((key) => optionsOf(schema).some(({ option }) => !(key in option.shape)))

function onlyWith(schema: SettingsSchema, key: string, prefix: string): string | undefined {
  if (schema instanceof z.ZodObject) return undefined
  const having = optionsOf(schema).filter(({ option }) => key in option.shape)
  if (having.length === schema.options.length) return undefined
  const values = having.map(({ choice }) => choice[schema.def.discriminator] ?? '')
  return `${prefix}${camelToUpper(schema.def.discriminator)}=${listInWords(values)}`
}

const isRequired = (field: z.ZodType | undefined) => field !== undefined && !field.safeParse(undefined).success

/** The schema without what makes it optional, gives it a default or transforms it. */
export function unwrap(schema: z.ZodType): z.ZodType {
  const inner = innerOf(schema)
  return inner ? unwrap(inner) : schema
}

export function descriptionOf(schema: z.ZodType | undefined): string | undefined {
  return schema && (schema.description ?? descriptionOf(innerOf(schema)))
}

/** The default as it would be written; undefined where there is none. */
export function defaultOf(schema: z.ZodType): string | undefined {
  if (schema instanceof z.ZodDefault) return String(schema.def.defaultValue)
  const inner = innerOf(schema)
  return inner && defaultOf(inner)
}

function innerOf(schema: z.ZodType): z.ZodType | undefined {
  const inner =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
      ? schema.unwrap()
      : schema instanceof z.ZodPipe && schema.in
  return inner instanceof z.ZodType && !(inner instanceof z.ZodTransform) ? inner : undefined
}

/** What a value must be, in words that follow "Expected": the schema's meta `expected`, or what its type says. */
export function expectationOf(schema: z.ZodType): string {
  const said = schema.meta()?.expected
  if (typeof said === 'string') return said
  const inner = innerOf(schema)
  return inner ? expectationOf(inner) : typeInWords(schema)
}

function typeInWords(inner: z.ZodType): string {
  if (inner instanceof z.ZodEnum) return listInWords(inner.options.map(String))
  if (inner instanceof z.ZodLiteral) return listInWords([...inner.values].map(String))
  if (inner instanceof z.ZodNumber) return `a number${boundsOf(inner)}`
  if (inner instanceof z.ZodBoolean) return 'true or false'
  if (inner instanceof z.ZodArray) return 'a list'
  if (inner instanceof z.ZodURL) return 'an address such as https://host.example'
  if (isSettings(inner) || inner instanceof z.ZodRecord) return 'keys with values'
  return 'text'
}

function boundsOf({ minValue, maxValue }: z.ZodNumber): string {
  const from = minValue === null || minValue <= Number.MIN_SAFE_INTEGER ? '' : ` from ${minValue}`
  const to = maxValue === null || maxValue >= Number.MAX_SAFE_INTEGER ? '' : ` to ${maxValue}`
  return from + to
}

const camelToUpper = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
