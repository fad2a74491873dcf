/**
 * Reads a text as Discord's client does (developers/reference, Message Formatting; the support article "Markdown Text 101"), as
 * far as confbot writes such: headings, subtext, bullets, bold, strike-through, italics, code, moments, links. Anything else that
 * would come to life is a problem.
 */
export interface ReadText {
  /** What the reader sees. Moments are written in UTC, as in plain text. */
  readonly words: string
  /** What it links to. */
  readonly links: readonly string[]
  readonly problems: readonly string[]
}

const momentText = (seconds: string, style: string): string => {
  const iso = new Date(Number(seconds) * 1000).toISOString()
  return style === 't' ? `${iso.slice(11, 16)} UTC` : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

interface Rule {
  readonly at: RegExp
  readonly read: (...groups: string[]) => string
  readonly links?: (...groups: string[]) => string
}

/** Tried in this order at each place; each at its very beginning. */
const rules: readonly Rule[] = [
  { at: /^```\n([\s\S]*?)\n```/, read: (_, text = '') => text },
  // Any sign; a letter, a digit or white space is not escaped, and the backslash is seen.
  { at: /^\\([^0-9A-Za-z\s])/, read: (_, sign = '') => sign },
  { at: /^`([^`]+)`(?!`)/, read: (_, text = '') => text },
  { at: /^<t:(\d{1,13}):([tfR])>/, read: (_, seconds = '', style = '') => momentText(seconds, style) },
  { at: /^<@(\d+)>/, read: (_, id = '') => `@${id}` },
  { at: /^<@&(\d+)>/, read: (_, id = '') => `@${id}` },
  { at: /^<#(\d+)>/, read: (_, id = '') => `#${id}` },
  {
    at: /^\[([^[\]\\*_~`|<>@\n]+)\]\(<(https?:\/\/[^\s<>()]+)>\)/,
    read: (_, label = '', url = '') => `${label} (${url})`,
    links: (_, _label, url = '') => url,
  },
  { at: /^<(https?:\/\/[^\s<>]+)>/, read: (_, url = '') => url, links: (_, url = '') => url },
]

const alive: readonly [RegExp, string][] = [
  [/^<[@#:/aidt]/, 'a reference'],
  [/^[_|<>[\]]/, 'a sign'],
  [/^@/, 'a mention'],
  [/^(https?|steam|discord|mailto|tel):/i, 'an address'],
  [/^:[\w+~-]+:/, 'an emoji'],
  [/^`/, 'code'],
]

export function readMarkdown(content: string): ReadText {
  const problems: string[] = []
  const links: string[] = []
  let words = ''
  let isLineStart = true
  const open: string[] = []
  for (let rest = content; rest !== ''; ) {
    if (isLineStart) {
      const [marks = ''] = /^(?:### |-# )?(?:- )?/.exec(rest) ?? []
      rest = rest.slice(marks.length)
      const [odd] = /^[^\S\n]*(?:-?#{1,3}\s|[-+]\s|\d+[.)]\s|>)/.exec(rest) ?? []
      if (odd !== undefined) problems.push(`alive at the beginning of a line: ${rest.slice(0, 20)}`)
      isLineStart = false
    }
    const found = rules.map((rule) => ({ rule, match: rule.at.exec(rest) })).find(({ match }) => match)
    if (found?.match) {
      words += found.rule.read(...found.match)
      if (found.rule.links) links.push(found.rule.links(...found.match))
      rest = rest.slice(found.match[0].length)
      continue
    }
    const [mark] = /^(\*\*\*|\*\*|~~|\*)/.exec(rest) ?? []
    if (mark !== undefined) {
      if (open.at(-1) === mark) open.pop()
      else if (open.includes(mark)) problems.push(`${mark} is closed before what stands in it`)
      else open.push(mark)
      rest = rest.slice(mark.length)
      continue
    }
    const isWithinWord = /\w$/.test(words)
    for (const [pattern, what] of alive)
      if (pattern.test(rest) && !(what === 'an address' && isWithinWord)) problems.push(`${what}: ${rest.slice(0, 30)}`)
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0)
    words += character
    rest = rest.slice(character.length)
    isLineStart = character === '\n'
  }
  if (open.length > 0) problems.push(`${open.join()} is not closed`)
  return { words, links, problems }
}
