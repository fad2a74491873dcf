/** PortSIP's `filter` query option: a subset of OData, as the "Query Options Overview" of its OpenAPI file shows it by examples. */
import { dateTimeToInstant } from './date-time.ts'
import { invalid } from './wire.ts'

type Value = string | number | boolean | null
export type Item = Readonly<Record<string, unknown>>
export type Predicate = (item: Item) => boolean

interface Token {
  kind: 'word' | 'literal' | '(' | ')' | ','
  value: Value
}

const tokenPattern = /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?![\w.])|([A-Za-z_]\w*)|([(),]))/y

const comparisons: ReadonlyMap<string, (order: number) => boolean> = new Map([
  ['eq', (order) => order === 0],
  ['ne', (order) => order !== 0],
  ['gt', (order) => order > 0],
  ['ge', (order) => order >= 0],
  ['lt', (order) => order < 0],
  ['le', (order) => order <= 0],
])

const textFunctions: ReadonlyMap<string, (value: string, part: string) => boolean> = new Map([
  ['contains', (value, part) => value.includes(part)],
  ['startswith', (value, part) => value.startsWith(part)],
  ['endswith', (value, part) => value.endsWith(part)],
])

/**
 * `field eq|ne|gt|ge|lt|le literal`, `contains|startswith|endswith(field, 'text')`, `and`, `or` (and binds tighter) and
 * parentheses. A literal is quoted with single quotes (doubled inside), a number, true, false or null.
 * Throws a Refusal on anything else, and on a field that is not among `fields`.
 */
export function parseFilter(expression: string, fields: ReadonlySet<string>): Predicate {
  const tokens = tokenize(expression)
  let position = 0
  const peek = () => tokens[position]
  const next = (kind: Token['kind']): Token => {
    const token = tokens[position]
    if (token?.kind !== kind) throw invalid(`filter: ${kind} expected at term ${position + 1}`)
    position += 1
    return token
  }
  const isWord = (word: string) => peek()?.kind === 'word' && peek()?.value === word

  const field = (): string => {
    const name = String(next('word').value)
    if (!fields.has(name)) throw invalid(`filter: no field ${name}`)
    return name
  }
  const joinedBy = (word: 'and' | 'or', operand: () => Predicate): Predicate => {
    const operands = [operand()]
    while (isWord(word)) {
      position += 1
      operands.push(operand())
    }
    return (item) => (word === 'and' ? operands.every((test) => test(item)) : operands.some((test) => test(item)))
  }
  const anyOf = (): Predicate => joinedBy('or', allOf)
  const allOf = (): Predicate => joinedBy('and', single)
  const single = (): Predicate => {
    if (peek()?.kind === '(') {
      next('(')
      const inner = anyOf()
      next(')')
      return inner
    }
    const matches = textFunctions.get(String(peek()?.value))
    if (matches && tokens[position + 1]?.kind === '(') {
      position += 2
      const name = field()
      next(',')
      const part = next('literal').value
      next(')')
      if (typeof part !== 'string') throw invalid('filter: a quoted text expected')
      return (item) => {
        const value = item[name]
        return typeof value === 'string' && matches(value, part)
      }
    }
    const name = field()
    const operator = String(next('word').value)
    const holds = comparisons.get(operator)
    if (!holds) throw invalid(`filter: no operator ${operator}`)
    const literal = next('literal').value
    return (item) => compare(item[name], literal, operator, holds)
  }

  const whole = anyOf()
  if (position < tokens.length) throw invalid(`filter: nothing more expected at term ${position + 1}`)
  return whole
}

function tokenize(expression: string): Token[] {
  const tokens: Token[] = []
  const end = expression.trimEnd().length
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < end) {
    const from = tokenPattern.lastIndex
    const [, quoted, number, word, sign] = tokenPattern.exec(expression) ?? []
    if (quoted !== undefined) tokens.push({ kind: 'literal', value: quoted.replaceAll("''", "'") })
    else if (number !== undefined) tokens.push({ kind: 'literal', value: Number(number) })
    else if (word !== undefined) tokens.push(wordToToken(word))
    else if (sign === '(' || sign === ')' || sign === ',') tokens.push({ kind: sign, value: sign })
    else throw invalid(`filter: cannot be read from character ${from + 1}`)
  }
  return tokens
}

function wordToToken(word: string): Token {
  if (word === 'null') return { kind: 'literal', value: null }
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' }
  return { kind: 'word', value: word }
}

/** As in OData, null equals only null and has no order. */
function compare(value: unknown, literal: Value, operator: string, holds: (order: number) => boolean): boolean {
  if (value === null || literal === null) {
    const same = value === literal
    return (operator === 'eq' && same) || (operator === 'ne' && !same)
  }
  const order = compareValues(value, literal)
  return order !== undefined && holds(order)
}

/** Negative, zero or positive; numbers and booleans may stand in quotes, date-times are compared as instants. */
export function compareValues(left: unknown, right: unknown): number | undefined {
  if (typeof left === 'number') {
    const number = Number(right)
    return Number.isNaN(number) ? undefined : left - number
  }
  const [leftText, rightText] = [String(left), String(right)]
  const [leftAt, rightAt] = [dateTimeToInstant(leftText), dateTimeToInstant(rightText)]
  if (leftAt !== undefined && rightAt !== undefined) return leftAt - rightAt
  if (leftText === rightText) return 0
  return leftText < rightText ? -1 : 1
}
