/** Submitting and closing forms, and what the bot's answer does to them (docs.slack.dev, reference/interaction-payloads/view-interactions-payload; surfaces/modals). */

import { z } from 'zod'
import { type DriveAnswer, DriveRefusal } from '../../drive-call.ts'
import type { Person } from '../directory.ts'
import { SlackRefusal } from '../refusal.ts'
import { parseView } from '../rules/view.ts'
import type { OpenView } from '../view-store.ts'
import type { Workspace } from '../workspace.ts'
import { isNothing } from './command.ts'
import { type FillRequest, fillIn, findInputErrors } from './fill.ts'
import { interaction } from './payload.ts'
import { findPlace, type Place } from './place.ts'
import { findPerson, findView, outcomeToAnswer, type Stage } from './stage.ts'

export interface SubmitRequest extends FillRequest {
  team?: string | undefined
}

/** `invalid_input`: the client keeps the form back. `invalid_response`: the person reads "We had some trouble connecting. Try again?". */
export async function submit(stage: Stage, request: SubmitRequest): Promise<DriveAnswer> {
  const { workspace, courier } = stage
  const person = findPerson(stage, request.user)
  const view = findView(stage, request.view, person)
  if (view.given.type !== 'modal' || !view.given.submit) throw new DriveRefusal(409, 'This view has nothing to submit.')
  const place = findPlace(stage, person, { view: view.id })
  fillIn(stage, place, person.id, request.values)
  const errors = findInputErrors(place)
  if (Object.keys(errors).length > 0) return { ok: false, error: 'invalid_input', errors }
  view.errors = {}
  const outcome = await courier.send('interactive', 'view_submission', {
    ...interaction(workspace, 'view_submission', person, request.team),
    trigger_id: workspace.triggers.issue(person.id, { viewId: view.id, channel: view.channel }),
    view: workspace.views.present(view),
    response_urls: responseUrls(workspace, place, person),
  })
  if (!outcome.ok) return outcomeToAnswer(outcome)
  try {
    return { ...outcomeToAnswer(outcome), ...applyAnswer(workspace, view, outcome.answer) }
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    return { ok: false, error: 'invalid_response', reason: error.code, ...error.fields, delivery: outcome.delivery }
  }
}

const ViewAnswer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
])

function applyAnswer({ views }: Workspace, view: OpenView, answer: unknown): Record<string, unknown> {
  if (isNothing(answer)) {
    views.close(view)
    return { form: 'closed' }
  }
  const parsed = ViewAnswer.safeParse(answer)
  if (!parsed.success) throw new SlackRefusal('response_action')
  const given = parsed.data
  switch (given.response_action) {
    case 'clear':
      views.closeAll(view.user)
      return { form: 'cleared' }
    case 'update':
      views.update(view, parseView(given.view, 'modal'))
      return { form: 'updated' }
    case 'push':
      views.push(view.user, parseView(given.view, 'modal'))
      return { form: 'pushed' }
    case 'errors': {
      const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id))
      const unknown = Object.keys(given.errors).filter((id) => !inputs.has(id))
      if (unknown.length > 0 || Object.keys(given.errors).length === 0) throw new SlackRefusal('errors', { unknown })
      view.errors = given.errors
      return { form: 'errors', errors: given.errors }
    }
  }
}

/** One for each conversation menu that asks for it. */
function responseUrls(workspace: Workspace, place: Place, person: Person) {
  return place.elements.flatMap(({ block, element }) => {
    if (!('response_url_enabled' in element) || !element.response_url_enabled) return []
    const state = place.state[block.block_id ?? '']?.[element.action_id ?? '']
    const channel = state?.selected_conversation ?? state?.selected_channel
    if (typeof channel !== 'string') return []
    return [
      {
        block_id: block.block_id,
        action_id: element.action_id,
        channel_id: channel,
        response_url: workspace.responseUrls.issue({ channel, user: person.id }),
      },
    ]
  })
}

export interface CloseRequest {
  user: string
  view?: string | undefined
  /** The whole stack, by the cross in its corner. */
  all?: boolean | undefined
}

/** The bot hears of the views that asked for it, from the top down; the answer is that of the last one told. */
export async function closeForm(stage: Stage, request: CloseRequest): Promise<DriveAnswer | { ok: true; sent: false }> {
  const { workspace, courier } = stage
  const person = findPerson(stage, request.user)
  const top = findView(stage, request.view, person)
  if (top.given.type !== 'modal') throw new DriveRefusal(409, 'A Home tab is not closed.')
  const isCleared = request.all === true || top.given.clear_on_close === true
  const closed = isCleared ? [...workspace.views.stack(person.id)].reverse() : [top]
  if (isCleared) workspace.views.closeAll(person.id)
  else workspace.views.close(top)
  let answer: DriveAnswer | { ok: true; sent: false } = { ok: true, sent: false }
  for (const view of closed) {
    if (view.given.type !== 'modal' || !view.given.notify_on_close) continue
    const body = {
      ...interaction(workspace, 'view_closed', person, undefined),
      view: workspace.views.present(view),
      is_cleared: isCleared,
    }
    answer = outcomeToAnswer(await courier.send('interactive', 'view_closed', body))
  }
  return answer
}
