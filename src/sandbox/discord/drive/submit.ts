/** Filling in, submitting and closing the open modal (discord-api-docs, interactions/receiving-and-responding, "Modal Submit Data Structure"). */
import { type DriveAnswer, DriveRefusal } from '../../drive-call.ts'
import type { Channel, Person } from '../directory.ts'
import { interactionTypes, type OpenModal } from '../interaction-store.ts'
import { nothingChosen, resolve } from '../interactions/payload.ts'
import { boundsOf, type Chooser, chooseAll, chosenBefore, type Menu, menuTypes, optionsOf } from './choose.ts'
import { findPerson, outcomeToAnswer, type Stage, sendInteraction } from './stage.ts'

export interface SubmitRequest {
  user: string
  /** By custom_id or label; what is not named stays as it stands there. */
  values: Readonly<Record<string, unknown>>
}

const fieldTypes = { row: 1, textInput: 4, textDisplay: 10, label: 18, fileUpload: 19, checkbox: 23 } as const
const maxTextLength = 4000

interface Field {
  /** Read above it. */
  label: string
  component: Menu & { custom_id?: unknown }
}

/** The modal stays open, with Discord's words, when nothing takes it or a field does not hold. */
export async function submit(stage: Stage, request: SubmitRequest): Promise<DriveAnswer> {
  const { server } = stage
  const person = findPerson(stage, request.user)
  const modal = findModal(stage, person)
  const channel = server.directory.channel(modal.channelId)
  if (!channel) throw new DriveRefusal(404, 'The channel of the form is no more.')
  const fields = modal.data.components.flatMap(fieldsOf)
  const given = nameFields(fields, request.values)
  const chosen = nothingChosen()
  const errors: Record<string, string> = {}
  const states = new Map<object, Record<string, unknown>>()
  for (const field of fields) {
    const state = fill(field, given.get(field), { server, person, channel, chosen })
    states.set(field.component, state)
    const error = findError(field, state)
    if (error) errors[String(field.component.custom_id)] = error
  }
  if (Object.keys(errors).length > 0) return { ok: false, error: Object.values(errors).join(' '), errors }
  const resolved = resolve(server, person.id, chosen)
  const data = {
    custom_id: modal.data.custom_id,
    components: modal.data.components.map((component) => submittedComponent(component, states)),
    ...(resolved && { resolved }),
  }
  const message = modal.messageId === undefined ? undefined : server.messages.find(channel.id, modal.messageId)
  const draft = { type: interactionTypes.modalSubmit, person, channel, data, message }
  const outcome = await sendInteraction(stage, draft)
  if (outcome.ok && server.interactions.modals.get(person.id) === modal) server.interactions.modals.delete(person.id)
  return outcomeToAnswer(outcome)
}

export function closeModal(stage: Stage, { user }: { user: string }): { ok: true } {
  const person = findPerson(stage, user)
  findModal(stage, person)
  stage.server.interactions.modals.delete(person.id)
  return { ok: true }
}

export function readModal(stage: Stage, { user }: { user: string }) {
  const person = findPerson(stage, user)
  return { ok: true, modal: stage.server.interactions.modals.get(person.id)?.data ?? null }
}

function findModal({ server }: Stage, person: Person): OpenModal {
  const modal = server.interactions.modals.get(person.id)
  if (modal) return modal
  throw new DriveRefusal(404, `${person.name} has no form open.`)
}

/** The field of a top-level component; texts have none. */
function fieldsOf(component: Record<string, unknown>): Field[] {
  const inner = component.type === fieldTypes.row ? component.components : [component.component]
  if (!Array.isArray(inner)) return []
  return inner
    .filter((one): one is Field['component'] => typeof one === 'object' && one !== null)
    .map((one) => ({ label: String(component.label ?? one.label ?? ''), component: one }))
}

function nameFields(fields: readonly Field[], values: SubmitRequest['values']): Map<Field, unknown> {
  const given = new Map<Field, unknown>()
  for (const [name, value] of Object.entries(values)) {
    const found =
      fields.find(({ component }) => component.custom_id === name) ?? fields.find(({ label }) => label === name)
    if (!found) {
      const known = fields.map(({ component, label }) => `${String(component.custom_id)}: ${label}`)
      throw new DriveRefusal(404, `The form has no field "${name}".`, known)
    }
    given.set(found, value)
  }
  return given
}

/** What is sent for the field: `value` or `values`. */
function fill({ component }: Field, given: unknown, chooser: Chooser & { channel: Channel }): Record<string, unknown> {
  switch (component.type) {
    case fieldTypes.textInput:
      return { value: given === undefined ? String(component.value ?? '') : asText(given) }
    case fieldTypes.checkbox: {
      const value = given ?? component.default ?? false
      if (typeof value !== 'boolean') throw new DriveRefusal(400, 'A checkbox takes true or false.')
      return { value }
    }
    case fieldTypes.fileUpload:
      if (given !== undefined) throw new DriveRefusal(409, 'Files cannot be uploaded here.')
      return { values: [] }
    case menuTypes.radio: {
      if (given === undefined) return { value: chosenBefore(component, chooser.chosen)[0] ?? null }
      if (given === null) return { value: null }
      return { value: chooseAll(component, [asText(given)], chooser)[0] ?? null }
    }
    default: {
      if (given === undefined) return { values: chosenBefore(component, chooser.chosen) }
      const named = given === null ? [] : Array.isArray(given) ? given.map(asText) : [asText(given)]
      return { values: chooseAll(component, named, chooser) }
    }
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value
  throw new DriveRefusal(400, 'A text is needed, or a list of texts where several can be chosen.')
}

function findError({ component }: Field, state: Record<string, unknown>): string | undefined {
  const isRequired = component.required !== false
  if (component.type === fieldTypes.checkbox) return undefined
  if (component.type === fieldTypes.textInput) return findTextError(component, String(state.value), isRequired)
  if (component.type === menuTypes.radio) {
    return isRequired && state.value === null ? 'This field is required.' : undefined
  }
  const count = Array.isArray(state.values) ? state.values.length : 0
  if (count === 0) return isRequired ? 'This field is required.' : undefined
  const { min, max } = boundsOf(component)
  if (count < min) return `Choose at least ${min}.`
  return count > Math.min(max, optionsOf(component).length || max) ? `Choose at most ${max}.` : undefined
}

function findTextError(component: Menu, text: string, isRequired: boolean): string | undefined {
  const { min_length: min, max_length: max } = component
  if (text.trim() === '' && isRequired) return 'This field is required.'
  if (component.style === 1 && text.includes('\n')) return 'This field takes one line.'
  if (text !== '' && typeof min === 'number' && text.length < min) return `Must be at least ${min} characters.`
  const most = typeof max === 'number' ? max : maxTextLength
  return text.length > most ? `Must be ${most} or fewer characters.` : undefined
}

function submittedComponent(component: Record<string, unknown>, states: ReadonlyMap<object, Record<string, unknown>>) {
  const { type, id } = component
  const submitted = (inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || !('type' in inner)) return inner
    const { type: ownType, id: ownId, custom_id } = inner as Record<string, unknown>
    return { type: ownType, id: ownId, custom_id, ...states.get(inner) }
  }
  if (type === fieldTypes.label) return { type, id, component: submitted(component.component) }
  if (type === fieldTypes.row && Array.isArray(component.components)) {
    return { type, id, components: component.components.map(submitted) }
  }
  return { type, id }
}
