/** What people, PBXs and forgers may send to do harm, as arbitraries: texts up to 10,000 characters, names, JSON of any shape. */
import fc from 'fast-check'

/** Each of these must be read as it is written, wherever it is shown. */
export const hostileTexts = [
  '<!channel> <!here> <!everyone> <!subteam^S012AB3>',
  '@here @channel @everyone #general',
  '*b* _i_ ~s~ `c` > q',
  '&lt;b&gt; &amp; <b>',
  '<http://evil.example|your bank> [your bank](http://evil.example)',
  '<@U999> <#C999>',
  ':rotating_light: **x** __y__ ||z|| ```q```',
  '<@999999999999999999> <@&999999999999999999> <#999999999999999999> </conf end:999999999999999999>',
  '<t:0:R> <id:customize> <:wave:999999999999999999> <a:wave:999999999999999999>',
  '# https://evil.example <https://evil.example> discord.gg/evil',
  '-# small',
  '- > 1. item',
  '1. >>> quote',
] as const

const pieces = [
  ...hostileTexts,
  '<@U0ALICE>',
  '<@U0ALICE|alice>',
  '<!subteam^S0LEADS|@leads>',
  '<!date^0^{date}|x>',
  '<#C0GENERAL|general>',
  '<http://evil.example|bank>',
  '<mailto:a@evil.example|b>',
  '<tel:+4930901800|+49 30 901800>',
  'https://evil.example/?a=1&b=2#c',
  '<',
  '>',
  '&',
  '&lt;!channel&gt;',
  '*',
  '_',
  '~',
  '`',
  '```',
  '# ',
  '-# ',
  '>>> ',
  '1. ',
  '~~',
  '||',
  '@everyone',
  '<@999999999999999999>',
  '<t:0:R>',
  '<:wave:999999999999999999>',
  '</conf end:999999999999999999>',
  '<id:guide>',
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u009b2J',
  '\r\n',
  '\u2028',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u200b',
  '\u200d',
  '\ufeff',
  '\ud83d',
  '\udc4d',
  '👍🏽',
  '🏃‍♀️',
  '🇩🇪',
  'e\u0301\u0301\u0301',
  'مراجعة السباق',
  'שלום',
  '１００１',
  '!conf end?in=k3x9ab',
  'conf kick?who=p1&in=k3x9ab',
  '{name}',
  '{count, plural, other {#}}',
  "'{'",
  '%s%n%00',
  '#{7*7}',
  '"',
  '“',
  "'",
  '’',
  '\\',
  ',',
  ':',
  '=',
  '--',
  '—in ',
  'in:',
  ' ',
  '\n',
  '+4930901800',
  '112',
  '1001',
  '99999999999999999999999999',
  '-1',
  '1e309',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  'null',
  '',
] as const

export const maxTextLength = 10_000

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...pieces) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  // Any UTF-16 code unit, halves of characters too.
  fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
)

/** A few words' worth. */
export const hostileLine: fc.Arbitrary<string> = fc
  .array(piece, { maxLength: 8 })
  .map((parts) => parts.join('').slice(0, 400))

/** Mostly lines, now and then as long as a text may be. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: hostileLine },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(piece, { minLength: 1, maxLength: 6 }), fc.constantFrom(100, 2_999, 3_001, maxTextLength))
      .map(([parts, length]) => repeatTo(parts.join('') || 'x', length)),
  },
)

const repeatTo = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length)

/** Names of properties that every object has, or that somebody's code may trust. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'then', 'length', ''),
  hostileLine,
)

const hostileLeaf = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, Number.MAX_SAFE_INTEGER, 0.1, [], {}, [[]]),
  fc.integer(),
)

/** JSON of any shape, as it stands after parsing; `__proto__` is a property of its own, as JSON.parse makes it. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    hostileLeaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(hostileName, tie('value')), { maxLength: 5 }).map(pairsToObject),
  ),
})).value

function pairsToObject(pairs: readonly (readonly [string, unknown])[]): unknown {
  const made = {}
  for (const [name, value] of pairs)
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true })
  return made
}

/** Which parts of something get what in their place; `undefined` takes a part out. */
export type Spoiling = readonly (readonly [part: number, value: unknown])[]
export const spoiling: fc.Arbitrary<Spoiling> = fc.array(
  fc.tuple(fc.nat(), fc.option(hostileJson, { nil: undefined, freq: 4 })),
  { minLength: 1, maxLength: 3 },
)

export function spoil(whole: unknown, changes: Spoiling): unknown {
  const paths = pathsOf(whole)
  return changes.reduce((made, [part, value]) => withPart(made, paths[part % paths.length] ?? [], value), whole)
}

type Path = readonly string[]

function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [[]]
  return [[], ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner).map((path) => [name, ...path]))]
}

function withPart(whole: unknown, [name, ...rest]: Path, part: unknown): unknown {
  if (name === undefined) return part ?? null
  if (typeof whole !== 'object' || whole === null) return whole
  const made = Array.isArray(whole) ? [...whole] : { ...whole }
  const inner = withPart(Reflect.get(whole, name), rest, part)
  if (rest.length === 0 && part === undefined) Reflect.deleteProperty(made, name)
  else Reflect.set(made, name, inner)
  return made
}
