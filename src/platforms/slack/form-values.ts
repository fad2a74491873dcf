/** What a modal carries and what comes back from it: the counterpart of `render-form.ts`. */
import type { types, ViewOutput } from '@slack/bolt'
import { z } from 'zod'
import { joinPeople, splitPeople } from '#command-kit/chosen-people.ts'
import type { Place } from '#core/actor.ts'
import { limits } from './limits.ts'

export const formCallbackId = 'confbot_form'
/** Of the button that leads from a question back to its form. */
export const backActionId = 'confbot_back'
/** No option's name begins so. */
export const placeBlockId = '_place'
const peoplePrefix = '_people.'
/** Of the menu of people beside the field of this name. */
export const peopleBlockId = (name: string): string => `${peoplePrefix}${name}`

export interface FormMetadata {
  readonly path: string
  readonly carried: Readonly<Record<string, string>>
  readonly workspaceId: string
  /** null: asked in the form. */
  readonly place: Place | null
  /** Who submits it has been asked. */
  readonly confirms?: true
  /** It was opened from the App Home, which shows what comes of it. */
  readonly isFromHome?: true
}

const WrittenMetadata = z.object({
  path: z.string(),
  carried: z.record(z.string(), z.string()),
  workspaceId: z.string(),
  place: z
    .object({
      channelId: z.string(),
      threadId: z.string().optional(),
      kind: z.enum(['channel', 'direct', 'people']),
      isPrivate: z.literal(true).optional(),
    })
    .nullable(),
  confirms: z.literal(true).optional(),
  isFromHome: z.literal(true).optional(),
})

export function metadataToString({ path, carried, workspaceId, place, confirms, isFromHome }: FormMetadata): string {
  const written: z.infer<typeof WrittenMetadata> = {
    path,
    carried: { ...carried },
    workspaceId,
    place: place && {
      channelId: place.channelId,
      threadId: place.threadId,
      kind: place.kind,
      isPrivate: place.isPrivate,
    },
    confirms,
    isFromHome,
  }
  const text = JSON.stringify(written)
  if (text.length > limits.privateMetadata) throw new RangeError(`form ${path} carries too much: ${text.length}`)
  return text
}

/** null when it is not one of our forms. */
export function stringToMetadata(text: string): FormMetadata | null {
  const parsed = WrittenMetadata.safeParse(jsonOf(text))
  if (!parsed.success) return null
  const { path, carried, workspaceId, place, confirms, isFromHome } = parsed.data
  const form = { path, carried, workspaceId, ...(confirms && { confirms }), ...(isFromHome && { isFromHome }) }
  if (!place) return { ...form, place: null }
  const { channelId, threadId, kind, isPrivate } = place
  return {
    ...form,
    place: {
      platform: 'slack',
      workspaceId,
      channelId,
      kind,
      ...(threadId !== undefined && { threadId }),
      ...(isPrivate && { isPrivate }),
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type State = ViewOutput['state']['values']
type StateValue = State[string][string]

/**
 * Text by field name, as a person would type it; several values are separated by line breaks, and people who were chosen beside
 * a field are joined to it. Empty fields are left out.
 */
export function stateToValues(state: State): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, elements] of Object.entries(state)) {
    if (name === placeBlockId || name.startsWith(peoplePrefix)) continue
    const text = textOf(elements)
    if (text !== '') values[name] = text
  }
  for (const [blockId, elements] of Object.entries(state)) {
    if (!blockId.startsWith(peoplePrefix)) continue
    const name = blockId.slice(peoplePrefix.length)
    const userIds = splitPeople(textOf(elements), 'several').userIds
    if (userIds.length > 0) values[name] = joinPeople({ typed: values[name] ?? '', userIds })
  }
  return values
}

function textOf(elements: State[string]): string {
  const [element] = Object.values(elements)
  return element ? valueToText(element) : ''
}

/** The conversation that was chosen in the form. */
export const stateToChannel = (state: State): string | null =>
  Object.values(state[placeBlockId] ?? {})[0]?.selected_conversation ?? null

function valueToText(value: StateValue): string {
  const several = (list: readonly string[] | undefined) => list?.join('\n') ?? ''
  switch (value.type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return value.selected_option?.value ?? ''
    case 'multi_static_select':
      return several(value.selected_options?.map((option) => option.value))
    case 'users_select':
      return value.selected_user ? `<@${value.selected_user}>` : ''
    case 'multi_users_select':
      return several(value.selected_users?.map((id) => `<@${id}>`))
    case 'conversations_select':
      return value.selected_conversation ? `<#${value.selected_conversation}>` : ''
    case 'datepicker':
      return value.selected_date ?? ''
    case 'timepicker':
      return value.selected_time ?? ''
    default:
      return value.value ?? ''
  }
}

/** Tells, when suggestions are asked for, which option of which command is meant. */
export const fieldActionId = (path: string, name: string): string => `${path}#${name}`

export function actionIdToField(actionId: string): { readonly path: string; readonly option: string } | null {
  const [, path, option] = /^(.+)#([^#]+)$/.exec(actionId) ?? []
  return path !== undefined && option !== undefined ? { path, option } : null
}

/** `errors` of a view_submission, by block_id. What belongs to no field of the view is said at the first one. */
export function problemsToErrors(
  problems: readonly (readonly [name: string, problem: string])[],
  blockIds: readonly string[],
): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const [name, problem] of problems) {
    const at = blockIds.includes(name) ? name : blockIds[0]
    if (at === undefined) continue
    const words = at === name ? problem : `${name}: ${problem}`
    errors[at] = errors[at] === undefined ? words : `${errors[at]} ${words}`
  }
  return errors
}

export const inputBlockIds = (view: Pick<ViewOutput, 'blocks'>): string[] =>
  view.blocks.flatMap(({ type, block_id }: types.Block) =>
    type === 'input' && block_id !== undefined ? [block_id] : [],
  )
