/** From text, as a file or the environment gives it, to the settings of one part: unknown keys, types, and what the schema says. */
import { z } from 'zod'
import type { Environment } from './environment.ts'
import { nearest } from './nearest.ts'
import type { Problem } from './problem.ts'
import {
  descriptionOf,
  expectationOf,
  isSettings,
  type Leaf,
  optionFor,
  type SettingsSchema,
  type Shape,
  shapeOf,
  undecided,
  unwrap,
} from './schema-facts.ts'

/** What the file holds: YAML read without guessing at types, so that `0123` stays `0123`. */
export type Tree = string | readonly Tree[] | TreeMap
export interface TreeMap {
  readonly [key: string]: Tree
}
export const isTreeMap = (tree: Tree | undefined): tree is TreeMap => typeof tree === 'object' && !Array.isArray(tree)

/** Names a key as the person has written it, or could. */
export type KeyName = (path: readonly string[]) => string

/** `tree` with what the environment says in the place of what it said. */
export function withEnvironment(tree: TreeMap, leaves: readonly Leaf[], environment: Environment): TreeMap {
  let merged = tree
  for (const { envName, path } of leaves) {
    const value = environment.get(envName)
    if (value !== undefined) merged = withValue(merged, path, value)
  }
  return merged
}

function withValue(tree: TreeMap, [key = '', ...rest]: readonly string[], value: string): TreeMap {
  const below = tree[key]
  return { ...tree, [key]: rest.length === 0 ? value : withValue(isTreeMap(below) ? below : {}, rest, value) }
}

/** Reports every key that none of the schemas knows, with the nearest that one does. */
export function reportUnknownKeys(
  tree: TreeMap,
  schemas: readonly SettingsSchema[],
  keyName: KeyName,
  problems: Problem[],
  alsoKnown: readonly string[] = [],
  path: readonly string[] = [],
): void {
  const known: Shape = Object.assign({}, ...schemas.map(shapeOf))
  for (const [key, value] of Object.entries(tree)) {
    const at = [...path, key]
    const field = known[key] && unwrap(known[key])
    if (!field) problems.push({ key: keyName(at), what: unknownKey(key, [...Object.keys(known), ...alsoKnown]) })
    else if (isSettings(field) && isTreeMap(value)) reportUnknownKeys(value, [field], keyName, problems, [], at)
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known)
  return meant ? `is not known. Did you mean ${meant}?` : `is not known. Known here: ${known.join(', ')}.`
}

/** The settings that `schema` makes of its part of `tree`; undefined when there is a problem, which is reported. */
export function readSettings<Output>(
  schema: SettingsSchema & z.ZodType<Output>,
  tree: TreeMap,
  keyName: KeyName,
  problems: Problem[],
): Output | undefined {
  const given = textToObject(shapeOf(schema), tree)
  const report = (issues: readonly z.core.$ZodIssue[]) => {
    for (const issue of issues) {
      const { path, field, value } = settingAt(schema, issue.path, given)
      const key = keyName(path)
      if (problems.some((problem) => problem.key === key)) continue
      problems.push({ key, what: issueToText(issue, field, value), where: descriptionOf(field) })
    }
  }
  const meant = optionFor(schema, given)
  if (!meant) {
    report(undecided(schema).safeParse(given).error?.issues ?? [])
    return undefined
  }
  // What another choice would use (`SLACK_SIGNING_SECRET` with Socket Mode) may be set all the same.
  const own = Object.entries({ ...given, ...meant.choice }).filter(([key]) => key in meant.option.shape)
  const result = schema.safeParse(Object.fromEntries(own))
  if (result.success) return result.data
  report(result.error.issues)
  return undefined
}

/** The setting in which an issue lies: a list's element is reported as the list. */
function settingAt(schema: SettingsSchema, issuePath: readonly PropertyKey[], given: unknown) {
  const path: string[] = []
  let field: z.ZodType = schema
  let value = given
  for (const part of issuePath.map(String)) {
    const inner = unwrap(field)
    const next = isSettings(inner) ? shapeOf(inner)[part] : undefined
    if (!next) break
    path.push(part)
    field = next
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined
  }
  return { path, field, value }
}

function issueToText(issue: z.core.$ZodIssue, field: z.ZodType, value: unknown): string {
  if (issue.code === 'custom') return `is not valid. ${issue.message}`
  const expected = expectationOf(field)
  if (value === undefined) return `is missing. Expected ${expected}.`
  const saysMore = !['invalid_type', 'invalid_value'].includes(issue.code) && !(unwrap(field) instanceof z.ZodNumber)
  return `is not valid. Expected ${expected}${saysMore ? ` (${issue.message.replace(/^Invalid string: /, '')})` : ''}.`
}

function textToObject(shape: Shape, tree: TreeMap): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).flatMap(([key, field]) => {
      const text = tree[key]
      return text === undefined || text === '' ? [] : [[key, textToValue(unwrap(field), text)]]
    }),
  )
}

/** What the schema asks for, where the text says it; else the text, for the schema to refuse. */
function textToValue(schema: z.ZodType, tree: Tree): unknown {
  if (isSettings(schema)) return isTreeMap(tree) ? textToObject(shapeOf(schema), tree) : tree
  if (schema instanceof z.ZodArray) {
    const items = typeof tree === 'string' ? tree.split(/[\s,]+/).filter(Boolean) : tree
    const { element } = schema
    return Array.isArray(items) && element instanceof z.ZodType
      ? items.map((item) => textToValue(unwrap(element), item))
      : items
  }
  if (typeof tree !== 'string') return tree
  if (schema instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(tree) ? Number(tree) : tree
  if (schema instanceof z.ZodBoolean) return booleans.get(tree.toLowerCase()) ?? tree
  return tree
}

const booleans = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
])
