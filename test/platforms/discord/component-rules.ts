/**
 * Why Discord would not take a message of components, or would bring text of people to life. What discord.js's builders check
 * they check here; the rules that they do not check are written down from developers/components/reference.
 */

import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ComponentType,
  ContainerBuilder,
  SectionBuilder,
  SeparatorBuilder,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
  TextDisplayBuilder,
} from 'discord.js'
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APIMessageComponent,
  APIStringSelectComponent,
} from 'discord-api-types/v10'
import type { RenderedCard } from '#platforms/discord/render-card.ts'
import { readMarkdown } from './read-markdown.ts'

/** All of them, nested ones included, in reading order. */
export function everyComponent(components: readonly APIMessageComponent[]): APIMessageComponent[] {
  return components.flatMap((one): APIMessageComponent[] => {
    switch (one.type) {
      case ComponentType.Container:
      case ComponentType.ActionRow:
        return [one, ...everyComponent(one.components)]
      case ComponentType.Section:
        return [one, ...everyComponent(one.components), ...everyComponent([one.accessory])]
      default:
        return [one]
    }
  })
}

export const componentsOf = <Type extends ComponentType>(
  { components }: Pick<RenderedCard, 'components'>,
  type: Type,
) => everyComponent(components).filter((one): one is Extract<APIMessageComponent, { type: Type }> => one.type === type)

export function messageProblems(message: RenderedCard): string[] {
  const { flags, components, allowed_mentions } = message
  const all = everyComponent(components)
  const found: string[] = []
  const check = (isGood: boolean, what: string) => {
    if (!isGood) found.push(what)
  }
  check(flags === 1 << 15, `flags ${flags}`)
  check(JSON.stringify(allowed_mentions) === '{"parse":[]}', 'mentions are allowed')
  check(all.length <= 40, `${all.length} components`)
  check(components.length === 1 && components[0]?.type === ComponentType.Container, 'not one container')

  const ids = all.flatMap(({ id }) => (id === undefined ? [] : [id]))
  check(new Set(ids).size === ids.length, 'an id twice')
  for (const id of ids) check(Number.isInteger(id) && id >= 1 && id < 2 ** 31, `id ${id}`)

  const customIds = all.flatMap((one) => ('custom_id' in one ? [one.custom_id] : []))
  check(new Set(customIds).size === customIds.length, 'a custom_id twice')

  const texts = all.flatMap((one) => (one.type === ComponentType.TextDisplay ? [one.content] : []))
  const length = texts.reduce((sum, { length }) => sum + length, 0)
  check(length <= 4000, `${length} characters`)
  for (const text of texts) {
    check(text.trim() !== '', 'an empty text')
    found.push(...readMarkdown(text).problems)
  }
  for (const words of shownTexts(all)) {
    check(words.isWellFormed(), 'half a character')
    check(!/[^\P{Cc}\n\t]/u.test(words), 'a control character')
  }
  for (const one of all) {
    if (one.type === ComponentType.ActionRow) found.push(...rowProblems(one))
    try {
      const built = rebuilt(one)
      check(
        built === undefined || JSON.stringify(sorted(built)) === JSON.stringify(sorted(one)),
        `fields of ${one.type}`,
      )
    } catch (error) {
      found.push(`${ComponentType[one.type]}: ${String(error)}`)
    }
  }
  return found
}

function rowProblems({ components }: APIActionRowComponent<APIComponentInMessageActionRow>): string[] {
  const buttons = components.filter(({ type }) => type === ComponentType.Button).length
  const found: string[] = []
  if (components.length === 0) found.push('an empty row')
  if (buttons > 5) found.push(`${buttons} buttons in a row`)
  if (buttons < components.length && components.length > 1) found.push('a select beside something')
  for (const one of components) {
    if (one.type !== ComponentType.StringSelect) continue
    const values = one.options.map(({ value }) => value)
    if (new Set(values).size < values.length) found.push('a value twice in a select')
  }
  return found
}

/** As discord.js would make it: its setters refuse what Discord would. undefined for what only holds others. */
function rebuilt(one: APIMessageComponent): object | undefined {
  switch (one.type) {
    case ComponentType.TextDisplay:
      return { ...new TextDisplayBuilder().setContent(one.content).toJSON(), ...(one.id && { id: one.id }) }
    case ComponentType.Button:
      return button(one).toJSON()
    case ComponentType.StringSelect:
      return select(one).toJSON()
    case ComponentType.Separator:
      return new SeparatorBuilder(one).toJSON()
    case ComponentType.Section: {
      const texts = one.components.map((text) => new TextDisplayBuilder(text))
      const section = new SectionBuilder().addTextDisplayComponents(texts)
      if (one.accessory.type === ComponentType.Button) section.setButtonAccessory(button(one.accessory))
      return section.toJSON()
    }
    case ComponentType.ActionRow:
      return new ActionRowBuilder(one).toJSON()
    case ComponentType.Container: {
      const container = new ContainerBuilder(one)
      if (typeof one.accent_color === 'number') container.setAccentColor(one.accent_color)
      return container.toJSON()
    }
    default:
      throw new Error('confbot draws none of these')
  }
}

function button(one: APIButtonComponent): ButtonBuilder {
  const built = new ButtonBuilder().setStyle(one.style)
  if (one.style === ButtonStyle.Premium) throw new Error('confbot sells nothing')
  built.setLabel(one.label ?? '')
  return one.style === ButtonStyle.Link ? built.setURL(one.url) : built.setCustomId(one.custom_id)
}

function select(one: APIStringSelectComponent): StringSelectMenuBuilder {
  const options = one.options.map(({ label, value, description }) => {
    const built = new StringSelectMenuOptionBuilder().setLabel(label).setValue(value)
    return description === undefined ? built : built.setDescription(description)
  })
  return new StringSelectMenuBuilder()
    .setCustomId(one.custom_id)
    .setPlaceholder(one.placeholder ?? '')
    .addOptions(options)
}

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([one], [other]) => (one < other ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        )
      : value

function shownTexts(all: readonly APIMessageComponent[]): string[] {
  return all.flatMap((one): string[] => {
    switch (one.type) {
      case ComponentType.TextDisplay:
        return [readMarkdown(one.content).words]
      case ComponentType.Button:
        return 'label' in one ? [one.label ?? ''] : []
      case ComponentType.StringSelect:
        return [
          one.placeholder ?? '',
          ...one.options.flatMap(({ label, description }) => [
            label,
            ...(description === undefined ? [] : [description]),
          ]),
        ]
      default:
        return []
    }
  })
}

/** Of all that can be pressed or chosen: custom_ids of buttons and selects, and values of options. */
export const customIdsIn = ({ components }: Pick<RenderedCard, 'components'>): string[] =>
  everyComponent(components).flatMap((one) => [
    ...('custom_id' in one ? [one.custom_id] : []),
    ...(one.type === ComponentType.StringSelect ? one.options.map(({ value }) => value) : []),
  ])

/** All words that a reader of the message sees, in reading order. */
export const shownWords = ({ components }: Pick<RenderedCard, 'components'>): string =>
  shownTexts(everyComponent(components)).join('\n')
