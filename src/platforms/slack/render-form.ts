/**
 * A form as a modal. Each field is an input block whose block_id is the field's name, so that problems can be shown at it; the
 * place and what is carried along travel in private_metadata. Pure.
 */
import type { InputBlockElement, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import { splitPeople } from '#command-kit/chosen-people.ts'
import type { Place } from '#core/actor.ts'
import { cleanText, cutText } from '#lib/clean-text.ts'
import type { Language } from '#text/format.ts'
import { say } from '#text/message.ts'
import type { Form, FormField } from '#view/form.ts'
import {
  backActionId,
  fieldActionId,
  formCallbackId,
  metadataToString,
  peopleBlockId,
  placeBlockId,
} from './form-values.ts'
import { limits } from './limits.ts'
import { selectOptions } from './render-actions.ts'
import { joinLines, labelText, lineToElements, richText } from './render-text.ts'

export interface FormOptions {
  readonly language?: Language
  readonly isFromHome?: boolean | undefined
}

/** `place` null: the form asks for the conversation. Throws a RangeError when Slack cannot hold the fields or what is carried. */
export function renderForm(
  form: Form,
  place: Place | null,
  workspaceId: string,
  { language = 'en', isFromHome }: FormOptions = {},
): ModalView {
  const label = (words: Form['title'], max: number) => labelText(words, max, language)
  const blocks: KnownBlock[] = []
  if (form.note !== undefined) blocks.push({ type: 'context', elements: [label(form.note, limits.textObject)] })
  blocks.push(...lineBlocks(form.lines ?? [], language))
  if (!place) blocks.push(placeBlock(language))
  blocks.push(...form.fields.flatMap((field) => fieldBlocks(form.path, field, language)))
  if (form.confirms) blocks.push(backBlock(language))
  if (blocks.length > limits.blocksPerView) throw new RangeError(`form ${form.path} has ${blocks.length} blocks`)
  return {
    type: 'modal',
    callback_id: formCallbackId,
    title: label(form.title, limits.viewTitle),
    // Compulsory beside inputs, and else the way to say yes.
    ...((form.confirms || blocks.some((block) => block.type === 'input')) && {
      submit: label(form.submit, limits.viewTitle),
    }),
    close: label(say('slack.form.close'), limits.viewTitle),
    private_metadata: metadataToString({
      path: form.path,
      carried: form.carried,
      workspaceId,
      place,
      ...(form.confirms && { confirms: true }),
      ...(isFromHome && { isFromHome }),
    }),
    blocks,
  }
}

const linesPerBlock = 10

function lineBlocks(lines: NonNullable<Form['lines']>, language: Language): KnownBlock[] {
  const drawn = lines.map((line) => lineToElements(line, { language, mentions: 'native' }, limits.listRow))
  const blocks: KnownBlock[] = []
  for (let first = 0; first < drawn.length; first += linesPerBlock)
    blocks.push(richText(joinLines(drawn.slice(first, first + linesPerBlock))))
  return blocks
}

/** What it goes back with is carried by the form. */
const backBlock = (language: Language): KnownBlock => ({
  type: 'actions',
  elements: [
    {
      type: 'button',
      action_id: backActionId,
      text: labelText(say('form.button.back'), limits.buttonText, language),
    },
  ],
})

const placeBlock = (language: Language): KnownBlock => ({
  type: 'input',
  block_id: placeBlockId,
  label: labelText(say('slack.form.place'), limits.inputLabel, language),
  element: {
    type: 'conversations_select',
    action_id: placeBlockId,
    default_to_current_conversation: true,
    filter: { include: ['public', 'private', 'mpim', 'im'], exclude_bot_users: false },
  },
})

function fieldBlocks(path: string, field: FormField, language: Language): KnownBlock[] {
  const { people, initial = '' } = field
  if (!people) return [fieldBlock(path, field, language)]
  const { typed, userIds } = splitPeople(initial, people)
  // Either of the two will do, so that Slack must not ask for the first; who gave neither is told so after submitting.
  const typedIn: FormField = { ...field, required: false, initial: typed }
  return [fieldBlock(path, typedIn, language), peopleBlock(path, field.name, people, userIds, language)]
}

function peopleBlock(
  path: string,
  name: string,
  people: NonNullable<FormField['people']>,
  userIds: readonly string[],
  language: Language,
): KnownBlock {
  const isOne = people === 'one'
  const [first] = userIds
  const action_id = fieldActionId(path, `${name}.people`)
  return {
    type: 'input',
    block_id: peopleBlockId(name),
    optional: true,
    label: labelText(say(isOne ? 'form.person' : 'form.people'), limits.inputLabel, language),
    hint: labelText(say(isOne ? 'form.person.hint' : 'form.people.hint'), limits.inputHint, language),
    element: isOne
      ? { type: 'users_select', action_id, ...(first !== undefined && { initial_user: first }) }
      : { type: 'multi_users_select', action_id, ...(first !== undefined && { initial_users: [...userIds] }) },
  }
}

function fieldBlock(path: string, field: FormField, language: Language): KnownBlock {
  return {
    type: 'input',
    block_id: field.name,
    optional: !field.required,
    label: labelText(field.label, limits.inputLabel, language),
    ...(field.hint !== undefined && { hint: labelText(field.hint, limits.inputHint, language) }),
    element: fieldElement(fieldActionId(path, field.name), field, language),
  }
}

function fieldElement(action_id: string, field: FormField, language: Language): InputBlockElement {
  const { initial } = field
  const placeholder =
    field.placeholder === undefined ? {} : { placeholder: labelText(field.placeholder, limits.placeholder, language) }
  const initials = initial?.split('\n').filter((value) => value !== '') ?? []
  switch (field.base) {
    case 'string':
      return field.suggests && (initial ?? '').length <= limits.optionValue
        ? {
            type: 'external_select',
            action_id,
            min_query_length: 0,
            ...placeholder,
            ...(initial && { initial_option: option(initial, initial, language) }),
          }
        : textInput(action_id, field, false, placeholder)
    case 'lines':
      return textInput(action_id, field, true, placeholder)
    case 'integer':
      return {
        type: 'number_input',
        action_id,
        is_decimal_allowed: false,
        ...placeholder,
        ...(field.min !== undefined && { min_value: String(field.min) }),
        ...(field.max !== undefined && { max_value: String(field.max) }),
        ...(isIntegerWithin(initial, field) && { initial_value: initial }),
      }
    case 'boolean':
      return {
        type: 'radio_buttons',
        action_id,
        ...choose(
          [option('yes', say('slack.form.yes'), language), option('no', say('slack.form.no'), language)],
          initials,
        ),
      }
    case 'choice': {
      const options = choiceOptions(field, language)
      if (!options) return textInput(action_id, field, false, placeholder)
      const [initial_option] = chosen(options, initials)
      return {
        type: 'static_select',
        action_id,
        ...placeholder,
        ...selectOptions(options, language),
        ...(initial_option && { initial_option }),
      }
    }
    case 'choices': {
      const options = choiceOptions(field, language)
      if (!options) return textInput(action_id, field, true, placeholder)
      const initial_options = chosen(options, initials)
      return {
        type: 'multi_static_select',
        action_id,
        ...placeholder,
        ...selectOptions(options, language),
        ...(initial_options.length > 0 && { initial_options }),
      }
    }
    case 'user': {
      const [initial_user] = ids('@', initials)
      return { type: 'users_select', action_id, ...placeholder, ...(initial_user && { initial_user }) }
    }
    case 'users': {
      // Suggestions mean that others than users of this workspace are possible: numbers, names.
      if (field.suggests) return textInput(action_id, field, true, placeholder)
      const initial_users = ids('@', initials)
      return {
        type: 'multi_users_select',
        action_id,
        ...placeholder,
        ...(initial_users.length > 0 && { initial_users }),
      }
    }
    case 'channel': {
      const [initial_conversation] = ids('#', initials)
      return {
        type: 'conversations_select',
        action_id,
        filter: { include: ['public', 'private'] },
        ...placeholder,
        ...(initial_conversation && { initial_conversation }),
      }
    }
    case 'date':
      return {
        type: 'datepicker',
        action_id,
        ...placeholder,
        ...(initial && isDate(initial) && { initial_date: initial }),
      }
    case 'time':
      return {
        type: 'timepicker',
        action_id,
        ...placeholder,
        ...(initial && /^([01]\d|2[0-3]):[0-5]\d$/.test(initial) && { initial_time: initial }),
      }
  }
}

/** Slack refuses the whole form for a day that the calendar does not have. */
function isDate(text: string): boolean {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

function textInput(
  action_id: string,
  { initial, min, max = limits.plainTextInput, required }: FormField,
  multiline: boolean,
  placeholder: object,
): InputBlockElement {
  const initial_value = cutText(cleanText(initial ?? ''), limits.plainTextInput)
  const max_length = Math.max(Math.min(max, limits.plainTextInput), 1)
  return {
    type: 'plain_text_input',
    action_id,
    multiline,
    ...placeholder,
    ...(required && min !== undefined && min > 0 && min <= max_length && { min_length: min }),
    // What is there already must fit; whether it is too long is said after submitting.
    ...(initial_value.length <= max_length && { max_length }),
    ...(initial_value !== '' && { initial_value }),
  }
}

const option = (value: string, label: Form['title'], language: Language): PlainTextOption => ({
  text: labelText(label, limits.optionText, language),
  value,
})

/** null where Slack's options cannot hold the values, so that they must be typed. */
function choiceOptions({ choices = [] }: FormField, language: Language): PlainTextOption[] | null {
  const fits = choices.length > 0 && choices.every(({ value }) => value !== '' && value.length <= limits.optionValue)
  return fits ? choices.map(({ value, label }) => option(value, label, language)) : null
}

const chosen = (options: PlainTextOption[], values: readonly string[]): PlainTextOption[] =>
  options.filter(({ value }) => value !== undefined && values.includes(value))

function choose(options: PlainTextOption[], values: readonly string[]) {
  const [initial_option] = chosen(options, values)
  return { options, ...(initial_option && { initial_option }) }
}

/** Ids in Slack's own references, `<@U…>` or `<#C…>`. */
const ids = (sign: '@' | '#', values: readonly string[]): string[] =>
  values.flatMap((value) => {
    const [, kind, id] = /^<([@#])([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(value) ?? []
    return kind === sign && id !== undefined ? [id] : []
  })

const isIntegerWithin = (initial: string | undefined, { min, max }: FormField): boolean =>
  initial !== undefined &&
  /^-?\d{1,15}$/.test(initial) &&
  Number(initial) >= (min ?? Number.NEGATIVE_INFINITY) &&
  Number(initial) <= (max ?? Number.POSITIVE_INFINITY)
