/**
 * The private message of a form that is being filled in: what stands in it, what is wrong or still needed, and the controls that open
 * its sections, submit it or leave it. Pure.
 */
import {
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10'
import { type Language, spanToString } from '#text/format.ts'
import { bold, type Span, say } from '#text/message.ts'
import { actions, button, type Card, type CardNode, card, fields, type Line, note, text } from '#view/card.ts'
import type { Form, FormField } from '#view/form.ts'
import { type DraftVerb, draftCustomId } from './custom-ids.ts'
import { type Draft, isSecret } from './drafts.ts'
import { type Section, sectionsOf } from './form-sections.ts'
import { slices } from './layout.ts'
import { limits } from './limits.ts'
import { type RenderedCard, renderCard } from './render-card.ts'
import { labelText } from './render-text.ts'

type Row = readonly APIComponentInMessageActionRow[]

/** The draft in the state in which it is. */
export function renderDraft(draft: Draft, language: Language = 'en'): RenderedCard {
  if (draft.isSubmitted) return submittedMessage(draft, language)
  return draft.question ? questionMessage(draft, draft.question, language) : formMessage(draft, language)
}

function formMessage(draft: Draft, language: Language): RenderedCard {
  const { form, problems, refusal } = draft
  const sections = sectionsOf(form)
  const isOne = sections.length === 1
  const next = sections.findIndex((section) => wrongIn(section, draft).length + missingIn(section, draft).length > 0)
  // What is wrong may lie in no field, and may have passed meanwhile; a form of one modal is submitted with that.
  const isWhole = missingIn(form.fields, draft).length === 0
  const isSubmittable = isWhole && !(isOne && Object.keys(problems).length > 0)
  const saveStyle = isOne || next >= 0 ? ButtonStyle.Secondary : ButtonStyle.Success
  return draw(
    card(form.title, ...words(refusal ?? form), ...problemNodes(draft, language), ...valueNodes(draft, language)),
    [
      ...(isOne ? [] : sectionRows(draft, sections, next, language)),
      [
        ...(isOne ? [editButton(draft, language)] : []),
        ...(isSubmittable ? [control(draft, 'save', form.submit, saveStyle, language)] : []),
        control(draft, 'discard', say('discord.form.discard'), ButtonStyle.Secondary, language),
      ],
    ],
    language,
  )
}

/** What `Form.confirms` asks, in the place of what was submitted. */
function questionMessage(draft: Draft, question: Form, language: Language): RenderedCard {
  const sections = sectionsOf(draft.form).length
  return draw(
    card(question.title, ...words(question)),
    [
      [
        control(draft, 'save', question.submit, ButtonStyle.Primary, language),
        ...(sections === 0
          ? []
          : [
              control(
                draft,
                sections === 1 ? 'edit' : 'back',
                say('discord.form.edit-again'),
                ButtonStyle.Secondary,
                language,
              ),
            ]),
        control(draft, 'discard', say('discord.form.discard'), ButtonStyle.Secondary, language),
      ],
    ],
    language,
  )
}

const submittedMessage = (draft: Draft, language: Language): RenderedCard =>
  draw(
    card(draft.form.title, text(say('discord.form.submitted'))),
    [[control(draft, 'back', say('form.button.back'), ButtonStyle.Secondary, language)]],
    language,
  )

export const discardedCard = (form: Form): Card => card(say('discord.form.discarded'), actions(openButton(form)))

/** A form that has nothing to fill in: why, and the way to it. */
export const emptyFormCard = (form: Form): Card => card(form.title, ...words(form), actions(openButton(form)))

const openButton = ({ path, carried }: Form) => button(say('form.button.open'), { path, input: carried, asForm: true })

/** Lines before the note, as a card has them. */
const words = ({ note: small, lines = [] }: Pick<Form, 'note' | 'lines'>): CardNode[] => [
  ...lines.map((line) => text(...spansOf(line))),
  ...(small === undefined ? [] : [note(small)]),
]

const isSpans = (line: Line): line is readonly Span[] => Array.isArray(line)
const spansOf = (line: Line): readonly Span[] => (isSpans(line) ? line : [line])

function problemNodes({ form, problems, forgotten }: Draft, language: Language): CardNode[] {
  const told = Object.entries(problems).map(([name, problem]): CardNode => {
    const field = form.fields.find((one) => one.name === name)
    return text('• ', bold(field?.label ?? name), ': ', problem)
  })
  const again = form.fields.filter(({ name }) => forgotten.includes(name))
  return [
    ...(told.length === 0 ? [] : [text(say('discord.form.wrong-title')), ...told]),
    ...(again.length === 0 ? [] : [text(say('discord.form.forgotten', { fields: named(again, language) }))]),
  ]
}

/** Of many fields each shows less, so that all of them do. */
const manyFields = 12
const valueText = { few: 300, many: 80 }

function valueNodes(draft: Draft, language: Language): CardNode[] {
  const { form, values } = draft
  const filled = form.fields.filter(({ name }) => values[name] !== undefined)
  const max = filled.length > manyFields ? valueText.many : valueText.few
  const missing = missingIn(form.fields, draft)
  const empty = form.fields.filter((field) => !field.keeps && !filled.includes(field) && !missing.includes(field))
  return [
    ...(missing.length === 0 ? [] : [text(say('discord.form.needed', { fields: named(missing, language) }))]),
    ...(filled.length === 0
      ? []
      : [
          fields(
            ...filled.map(
              (field) => [field.label, shownValue(field, values[field.name] ?? '', max, language)] as [Span, Line],
            ),
          ),
        ]),
    ...(empty.length === 0 ? [] : [note(say('discord.form.empty', { fields: named(empty, language) }))]),
    note(say('discord.form.kept')),
  ]
}

/** What stands in a field, in the words of its choices. */
function shownValue(field: FormField, value: string, max: number, language: Language): Line {
  if (isSecret(field)) return say('discord.form.secret')
  const lines = value.split('\n').filter((line) => line !== '')
  const shown = lines.map((line) => {
    const choice = field.choices?.find((one) => one.value === line)
    return choice ? spanToString(choice.label, language) : line
  })
  return withReferences(cut(shown.join(', '), max))
}

const cut = (value: string, max: number): string =>
  value.length <= max ? value : `${value.slice(0, max).replace(/<?[@#]?!?\d*$/, '')}…`

/** People and channels that were chosen, as themselves. */
function withReferences(value: string): Span[] {
  return value.split(/(<[@#]!?\d+>)/).flatMap((part): Span[] => {
    const [, sign, id] = /^<([@#])!?(\d+)>$/.exec(part) ?? []
    if (id === undefined) return part === '' ? [] : [part]
    return sign === '#'
      ? [{ kind: 'channel', platform: 'discord', channelId: id }]
      : [{ kind: 'mention', platform: 'discord', workspaceId: '', userId: id, name: id }]
  })
}

const missingIn = (section: Section, { values }: Draft): Section =>
  section.filter(({ name, required }) => required && values[name] === undefined)

/** With a problem, or a secret that must be given again. */
const wrongIn = (section: Section, { problems, forgotten }: Draft): Section =>
  section.filter(({ name }) => problems[name] !== undefined || forgotten.includes(name))

const named = (list: Section, language: Language): string =>
  list.map(({ label }) => spanToString(label, language)).join(', ')

/** All of its fields; where there is no room for that, from the first one to the last. */
const sectionName = (section: Section, max: number, language: Language): string => {
  const all = named(section, language)
  return all.length <= max || section.length === 1
    ? all
    : [section.slice(0, 1), section.slice(-1)].map((one) => named(one, language)).join(' – ')
}

/** Rows of buttons that open sections; beyond that they are in a select. */
const maxSectionRows = 2

/**
 * Each section is called after what it asks for; `next` is the one to go on with. Buttons rather than a select: an option that was
 * chosen cannot be chosen again until another one was, so that a modal that was closed could not be opened anew
 * (discord-api-docs issue 4801).
 */
function sectionRows(draft: Draft, sections: readonly Section[], next: number, language: Language): readonly Row[] {
  if (sections.length > maxSectionRows * limits.buttonsPerRow) return [[sectionSelect(draft, sections, language)]]
  const buttons = sections.map((section, index) => {
    const style = index === next ? ButtonStyle.Primary : ButtonStyle.Secondary
    return control(draft, 'edit', sectionName(section, limits.buttonText, language), style, language, index)
  })
  return slices(buttons, limits.buttonsPerRow)
}

const sectionSelect = (
  draft: Draft,
  sections: readonly Section[],
  language: Language,
): APIComponentInMessageActionRow => ({
  type: ComponentType.StringSelect,
  custom_id: customIdOf(draft, 'sections'),
  placeholder: labelText(say('discord.form.sections'), limits.selectPlaceholder, language),
  options: sections.slice(0, limits.selectOptions).map(
    (section, index): APISelectMenuOption => ({
      value: String(index),
      label: labelText(sectionName(section, limits.selectOptionLabel, language), limits.selectOptionLabel, language),
      description: labelText(stateOf(section, draft, language), limits.selectOptionDescription, language),
    }),
  ),
})

function stateOf(section: Section, draft: Draft, language: Language): Span {
  const wrong = wrongIn(section, draft)
  const missing = missingIn(section, draft)
  if (wrong.length > 0) return say('discord.form.wrong', { fields: named(wrong, language) })
  if (missing.length > 0) return say('discord.form.needed', { fields: named(missing, language) })
  const filled = section.flatMap((field) => {
    const value = draft.values[field.name]
    return value === undefined || isSecret(field) ? [] : [plainValue(field, value, language)]
  })
  return filled.length === 0 ? say('discord.form.all-empty') : filled.join(' · ')
}

const plainValue = (field: FormField, value: string, language: Language): string => {
  const spans = spansOf(shownValue(field, value, valueText.many, language))
  return spans.map((span) => spanToString(span, language)).join('')
}

/** Of the only section. */
function editButton(draft: Draft, language: Language): APIButtonComponent {
  const { form, problems } = draft
  const isAgain = Object.keys(problems).length > 0
  const isMissing = missingIn(form.fields, draft).length > 0
  const words = isAgain ? say('discord.form.edit-again') : say(isMissing ? 'discord.form.fill-in' : 'discord.form.edit')
  return control(draft, 'edit', words, ButtonStyle.Primary, language)
}

const customIdOf = ({ id, revision }: Draft, verb: DraftVerb, section = 0): string =>
  draftCustomId({ id, verb, section, revision })

const control = (
  draft: Draft,
  verb: DraftVerb,
  words: Span,
  style: ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success,
  language: Language,
  section = 0,
): APIButtonComponent => ({
  type: ComponentType.Button,
  style,
  custom_id: customIdOf(draft, verb, section),
  label: labelText(words, limits.buttonText, language),
})

/** The card with rows of controls below it. */
function draw(content: Card, rows: readonly Row[], language: Language): RenderedCard {
  const taken = rows.reduce((sum, row) => sum + 1 + row.length, 0)
  const drawn = renderCard(content, { language, maxComponents: limits.components - taken })
  const below = rows.map((row): APIComponentInContainer => ({ type: ComponentType.ActionRow, components: [...row] }))
  return {
    ...drawn,
    components: drawn.components.map((one) =>
      one.type === ComponentType.Container ? { ...one, components: [...one.components, ...below] } : one,
    ),
  }
}
