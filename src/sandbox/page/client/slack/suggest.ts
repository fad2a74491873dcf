/** What is offered while somebody types: the app's commands and their words, people, groups, channels, and what was typed before. */

export interface Suggestion {
  readonly id: string
  readonly kind: 'command' | 'word' | 'earlier' | 'person' | 'app' | 'group' | 'channel'
  readonly label: string
  readonly detail: string
  /** Stands in place of what was typed. */
  readonly insert: string
}

export interface Suggestions {
  readonly items: readonly Suggestion[]
  /** The part of the text that a choice replaces. */
  readonly from: number
  readonly to: number
  /** Whether Enter takes the first one: not where what stands there already makes sense. */
  readonly isFirstChosen: boolean
}

export interface SlashCommand {
  readonly command: string
  readonly description: string
  readonly usageHint: string
}

export interface Suggestible {
  readonly commands: readonly SlashCommand[]
  readonly people: readonly { readonly name: string; readonly realName: string; readonly isBot: boolean }[]
  readonly groups: readonly { readonly handle: string; readonly name: string }[]
  /** Names without `#`. */
  readonly channels: readonly string[]
  /** What this person has sent, newest first. */
  readonly earlier: readonly string[]
}

const mostEarlier = 3

/** Null where nothing is offered. `caret` counts UTF-16 units, as text boxes do. */
export function suggest(text: string, caret: number, known: Suggestible): Suggestions | null {
  const before = text.slice(0, caret)
  const found = text.startsWith('/')
    ? (suggestName(before, known) ?? suggestLine(text, caret, known))
    : suggestName(before, known)
  return found && found.items.length > 0 ? found : null
}

/** A whole line that begins with a command. */
function suggestLine(text: string, caret: number, known: Suggestible): Suggestions | null {
  if (caret !== text.length) return null
  const [, command = '', gap = '', word = '', rest = ''] = /^(\/\S*)(\s*)(\S*)([\s\S]*)$/.exec(text) ?? []
  const lines = known.earlier
    .filter((line) => line.startsWith(text) && line.trim() !== text.trim())
    .slice(0, gap === '' ? 0 : mostEarlier)
    .map(
      (line): Suggestion => ({
        id: `earlier ${line}`,
        kind: 'earlier',
        label: line,
        detail: 'typed before',
        insert: line,
      }),
    )
  const whole = { from: 0, to: text.length }
  if (gap === '') {
    const commands = known.commands.filter((one) => one.command.startsWith(command.toLowerCase()))
    const items = commands.map((one): Suggestion => {
      const label = `${one.command} ${one.usageHint}`.trim()
      return { id: one.command, kind: 'command', label, detail: one.description, insert: `${one.command} ` }
    })
    return { ...whole, items, isFirstChosen: commands.every((one) => one.command !== command) }
  }
  const found = known.commands.find((one) => one.command === command.toLowerCase())
  const words =
    rest === '' && found ? hintToWords(found.usageHint).filter((one) => one.startsWith(word.toLowerCase())) : []
  const isComplete = words.includes(word.toLowerCase())
  const offered = words.filter((one) => !(isComplete && one === word.toLowerCase()))
  const items = offered.map((one): Suggestion => {
    return { id: `word ${one}`, kind: 'word', label: one, detail: '', insert: `${command} ${one} ` }
  })
  return {
    ...whole,
    items: [...lines, ...items],
    isFirstChosen: word !== '' && !isComplete && lines.length === 0 && rest === '',
  }
}

/** `[start | end]` offers its words; a hint of another shape none. */
function hintToWords(usageHint: string): string[] {
  const [, list] = /^\[([^[\]]+)\]$/.exec(usageHint.trim()) ?? []
  if (list === undefined) return []
  const words = list.split('|').map((word) => word.trim())
  return words.every((word) => /^[\w-]+$/.test(word)) ? words : []
}

/** The name of somebody or of a channel, which ends at the caret. */
function suggestName(before: string, known: Suggestible): Suggestions | null {
  const [whole, , mark, typed = ''] = /(^|[\s,;("“])([@#])([\p{L}\p{N}._-]*)$/u.exec(before) ?? []
  if (whole === undefined) return null
  const wanted = typed.toLowerCase()
  const all =
    mark === '@'
      ? [...known.people.map(personToSuggestion), ...known.groups.map(groupToSuggestion)]
      : known.channels.map(channelToSuggestion)
  const names = (one: Suggestion) =>
    [one.label.slice(1), ...(mark === '@' ? one.detail.split(' ') : [])].map((name) => name.toLowerCase())
  const items = all.filter((one) => names(one).some((name) => name.startsWith(wanted)))
  const isComplete = items.some((one) => one.label === `${mark}${typed}`)
  if (isComplete && items.length === 1) return null
  return { items, from: before.length - typed.length - 1, to: before.length, isFirstChosen: !isComplete }
}

const personToSuggestion = ({ name, realName, isBot }: Suggestible['people'][number]): Suggestion => ({
  id: `person ${name}`,
  kind: isBot ? 'app' : 'person',
  label: `@${name}`,
  detail: isBot ? 'app' : realName,
  insert: `@${name} `,
})

const groupToSuggestion = ({ handle, name }: Suggestible['groups'][number]): Suggestion => ({
  id: `group ${handle}`,
  kind: 'group',
  label: `@${handle}`,
  detail: name,
  insert: `@${handle} `,
})

const channelToSuggestion = (name: string): Suggestion => ({
  id: `channel ${name}`,
  kind: 'channel',
  label: `#${name}`,
  detail: '',
  insert: `#${name} `,
})
