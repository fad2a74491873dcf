/** Clicking a button, choosing from a menu, in a message or a view (docs.slack.dev, reference/interaction-payloads/block_actions-payload). */
import { type DriveAnswer, DriveRefusal } from '../../drive-call.ts'
import { chooseState, pick } from '../element-state.ts'
import { optionsOf, type PlacedElement } from '../rules/across-blocks.ts'
import { actionTs, interaction } from './payload.ts'
import { choosing, findPlace, only, type Place, type PlaceName, suggestionsFor } from './place.ts'
import { findPerson, outcomeToAnswer, type Stage } from './stage.ts'

export interface ClickRequest extends PlaceName {
  user: string
  /** An action_id, or the visible text of a button or of a menu's entry. */
  action: string
  /** What is chosen or entered, where the action alone does not say it. */
  value?: unknown
  /** block_id, where the same action stands several times. */
  block?: string | undefined
  /** False: the question that the element asks first is answered with no. */
  confirm?: boolean | undefined
  team?: string | undefined
}

interface Choice {
  placed: PlacedElement
  value: unknown
}

export async function click(stage: Stage, request: ClickRequest): Promise<DriveAnswer | { ok: true; sent: false }> {
  const { workspace, courier } = stage
  const person = findPerson(stage, request.user)
  const place = findPlace(stage, person, request)
  const { placed, value } = findChoice(place, request)
  const { block, element } = placed
  if (block.type === 'input' && block.dispatch_action !== true) {
    throw new DriveRefusal(409, 'This field sends nothing until the form is submitted.')
  }
  const question = 'confirm' in element ? element.confirm : undefined
  if (request.confirm === false) {
    if (!question) throw new DriveRefusal(409, 'Nothing is asked before this action.')
    return { ok: true, sent: false }
  }

  const action = {
    type: element.type,
    block_id: block.block_id,
    action_id: element.action_id,
    ...choosing(() => chosenFields(stage, place, placed, value, person.id)),
    ...(question && { confirm: question }),
    ...('placeholder' in element && element.placeholder && { placeholder: element.placeholder }),
    action_ts: actionTs(workspace),
  }
  const responseUrl = place.responseUrl()
  const body = {
    ...interaction(workspace, 'block_actions', person, request.team),
    trigger_id: workspace.triggers.issue(person.id, { viewId: place.viewId, channel: place.channel }),
    ...place.fields(),
    ...(responseUrl !== undefined && { response_url: responseUrl }),
    actions: [action],
  }
  return outcomeToAnswer(await courier.send('interactive', 'block_actions', body))
}

/** By action_id first, then by what can be read; a value tells equal action_ids apart. */
function findChoice(place: Place, { action, value, block }: ClickRequest): Choice {
  const here = place.elements.filter((placed) => block === undefined || placed.block.block_id === block)
  const named = here.filter((placed) => placed.element.action_id === action)
  const known = here.flatMap(describeAll)
  const sentence = `There is no action "${action}" to click.`
  if (named.length > 0) {
    const offering = value === undefined ? named : named.filter((placed) => offers(placed, value))
    const placed = only(offering.length > 0 ? offering : named, describe, sentence, known)
    return { placed, value: value ?? (placed.element.type === 'button' ? placed.element.value : undefined) }
  }
  const readable = here.flatMap((placed): Choice[] => {
    if (placed.element.type === 'button') {
      return placed.element.text.text === action ? [{ placed, value: placed.element.value }] : []
    }
    const option = optionsOf(placed.element).find((one) => one.text.text === action)
    return option && (value === undefined || value === option.value) ? [{ placed, value: option.value }] : []
  })
  return only(readable, (choice) => describe(choice.placed), sentence, known)
}

function offers({ element }: PlacedElement, value: unknown): boolean {
  if (element.type === 'button') return element.value === value
  return optionsOf(element).some((option) => option.value === value || option.text.text === value)
}

function describe({ block, element }: PlacedElement): string {
  return `${element.action_id} (in block ${block.block_id})`
}

function describeAll({ element }: PlacedElement): string[] {
  if (element.type === 'button') return [`${element.action_id}: ${element.text.text}`]
  const texts = optionsOf(element).map((option) => option.text.text)
  return [`${element.action_id}: ${texts.join(' | ') || element.type}`]
}

/** What the action says about the choice; it is kept where the element keeps it. */
function chosenFields(stage: Stage, place: Place, placed: PlacedElement, value: unknown, user: string) {
  const { block, element } = placed
  if (element.type === 'button') {
    const { text, value: ownValue, url, style } = element
    return { text, ...(ownValue !== undefined && { value: ownValue }), ...(url && { url }), ...(style && { style }) }
  }
  if (element.type === 'overflow') return { selected_option: pick(element.options, value) }
  if (value === undefined) throw new DriveRefusal(400, 'A value is needed to choose something here.')
  const context = { directory: stage.workspace.directory, user, suggested: suggestionsFor(stage, place, placed) }
  const state = chooseState(element, value, context)
  const inBlock = block.block_id === undefined ? undefined : place.state[block.block_id]
  if (inBlock && element.action_id !== undefined) inBlock[element.action_id] = state
  return state
}
