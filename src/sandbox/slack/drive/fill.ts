/** Filling in a form's fields, and what Slack's own client says about them before anything is sent. */
import { DriveRefusal } from '../../drive-call.ts'
import { chooseState, type ElementState, isEmptyState } from '../element-state.ts'
import type { PlacedElement } from '../rules/across-blocks.ts'
import type { InteractiveElement } from '../rules/elements.ts'
import { choosing, findPlace, type Place, suggestionsFor } from './place.ts'
import { findPerson, findView, type Stage } from './stage.ts'

export interface FillRequest {
  user: string
  view?: string | undefined
  /** By block_id or label; see `chooseState` for what a value may be. */
  values: Record<string, unknown>
}

/** Keeps the values in the form without sending anything. */
export function fill(stage: Stage, request: FillRequest): { ok: true } {
  const person = findPerson(stage, request.user)
  const view = findView(stage, request.view, person)
  fillIn(stage, findPlace(stage, person, { view: view.id }), person.id, request.values)
  return { ok: true }
}

export function fillIn(stage: Stage, place: Place, user: string, values: Record<string, unknown>): void {
  const inputs = place.elements.filter(({ block }) => block.type === 'input')
  for (const [name, value] of Object.entries(values)) {
    const placed = findInput(inputs, name)
    const { block, element } = placed
    const context = { directory: stage.workspace.directory, user, suggested: suggestionsFor(stage, place, placed) }
    const state = choosing(() => chooseState(element, value, context))
    const inBlock = place.state[block.block_id ?? '']
    if (inBlock && element.action_id !== undefined) inBlock[element.action_id] = state
  }
}

function findInput(inputs: readonly PlacedElement[], name: string): PlacedElement {
  const found = inputs.find(({ block }) => block.block_id === name) ?? inputs.find((placed) => labelOf(placed) === name)
  if (found) return found
  const known = inputs.map((placed) => `${placed.block.block_id}: ${labelOf(placed)}`)
  throw new DriveRefusal(404, `The form has no field "${name}".`, known)
}

function labelOf({ block }: PlacedElement): string | undefined {
  return block.type === 'input' ? block.label.text : undefined
}

/** By block_id; empty when the form can be sent. */
export function findInputErrors(place: Place): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { block, element } of place.elements) {
    if (block.type !== 'input' || block.block_id === undefined) continue
    const state = place.state[block.block_id]?.[element.action_id ?? '']
    const error = state && inputError(element, state, block.optional === true)
    if (error) errors[block.block_id] = error
  }
  return errors
}

function inputError(element: InteractiveElement, state: ElementState, isOptional: boolean): string | undefined {
  if (isEmptyState(state)) return isOptional ? undefined : 'Please complete this required field.'
  const text = String(state.value)
  switch (element.type) {
    case 'plain_text_input':
      if (text.length < (element.min_length ?? 0)) return `At least ${element.min_length} characters are needed.`
      if (text.length > (element.max_length ?? 3000)) return `At most ${element.max_length ?? 3000} characters fit.`
      return undefined
    case 'number_input':
      return numberError(element, text)
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'This is no e-mail address.'
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'This is no URL.'
    default: {
      const most = 'max_selected_items' in element ? element.max_selected_items : undefined
      const isTooMany = Object.values(state).some((held) => Array.isArray(held) && held.length > (most ?? held.length))
      return isTooMany ? `At most ${most} can be chosen.` : undefined
    }
  }
}

function numberError(element: InteractiveElement & { type: 'number_input' }, text: string): string | undefined {
  const number = Number(text)
  if (!Number.isFinite(number)) return 'This is no number.'
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'A whole number is needed.'
  if (element.min_value !== undefined && number < Number(element.min_value)) return `At least ${element.min_value}.`
  if (element.max_value !== undefined && number > Number(element.max_value)) return `At most ${element.max_value}.`
  return undefined
}
