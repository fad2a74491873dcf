/** Typing into a menu that the bot fills (docs.slack.dev, reference/interaction-payloads/block_suggestion-payload). */
import { type DriveAnswer, DriveRefusal } from '../../drive-call.ts'
import { type AnyOption, Suggestions } from '../rules/composition.ts'
import { check } from '../rules/problems.ts'
import { interaction } from './payload.ts'
import { elementKey, findPlace, only, type PlaceName } from './place.ts'
import { findPerson, outcomeToAnswer, type Stage } from './stage.ts'

/** Slack asks the app only from so many characters on, unless the menu says otherwise. */
const defaultMinQuery = 3

export interface SuggestRequest extends PlaceName {
  user: string
  /** action_id, or the block_id or label that the menu has in a form. */
  action: string
  /** What is typed. */
  value: string
  block?: string | undefined
  team?: string | undefined
}

export async function suggest(stage: Stage, request: SuggestRequest): Promise<DriveAnswer> {
  const { workspace, courier, suggestions } = stage
  const person = findPerson(stage, request.user)
  const place = findPlace(stage, person, request)
  const external = place.elements.filter(({ element }) => element.type.endsWith('external_select'))
  const matching = external.filter(({ block, element }) => {
    if (request.block !== undefined && block.block_id !== request.block) return false
    const label = block.type === 'input' ? block.label.text : undefined
    return [element.action_id, block.block_id, label].includes(request.action)
  })
  const describe = (one: (typeof external)[number]) => `${one.element.action_id} (in block ${one.block.block_id})`
  const placed = only(matching, describe, `There is no menu "${request.action}" to type into.`, external.map(describe))
  const { block, element } = placed
  const minQuery = ('min_query_length' in element ? element.min_query_length : undefined) ?? defaultMinQuery
  if (request.value.length < minQuery) {
    throw new DriveRefusal(409, `Nothing is asked for before ${minQuery} characters are typed.`)
  }
  const { state, ...fields } = place.fields()
  const outcome = await courier.send('interactive', 'block_suggestion', {
    ...interaction(workspace, 'block_suggestion', person, request.team),
    action_id: element.action_id,
    block_id: block.block_id,
    value: request.value,
    ...fields,
  })
  if (!outcome.ok) return outcomeToAnswer(outcome)
  const { value: given, problems } = check(Suggestions, outcome.answer ?? {}, '')
  const options = given?.options ?? given?.option_groups?.flatMap((group) => group.options)
  if (!options) {
    const reasons = problems.length > 0 ? problems : ['must define either `options` or `option_groups`']
    return { ok: false, error: 'invalid_response', reason: 'options', errors: reasons, delivery: outcome.delivery }
  }
  // What was chosen from an earlier answer stays chosen when other letters are typed.
  const key = elementKey(place, placed)
  const isNew = ({ value }: AnyOption) => !options.some((option) => option.value === value)
  suggestions.set(key, [...options, ...(suggestions.get(key) ?? []).filter(isNew)])
  return {
    ...outcomeToAnswer(outcome),
    ...(given?.option_groups ? { option_groups: given.option_groups } : { options }),
  }
}
