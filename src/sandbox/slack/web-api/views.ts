/** The views methods (docs.slack.dev, reference/methods/views.*; surfaces/modals). */
import { SlackRefusal, schemaRefusal } from '../refusal.ts'
import { problem } from '../rules/problems.ts'
import { parseView } from '../rules/view.ts'
import type { OpenView } from '../view-store.ts'
import type { Call, Method } from './method.ts'

const answer = ({ workspace }: Call, view: OpenView) => ({ view: workspace.views.present(view) })

/** The trigger is used up only by a call that passes every check. */
function open(call: Call): Record<string, unknown> {
  const { args, workspace } = call
  const trigger = workspace.triggers.read(args.required('trigger_id'))
  const given = parseView(args.structure('view'), 'modal')
  const view = workspace.views.open(trigger.user, given, trigger.channel)
  trigger.use()
  return answer(call, view)
}

function push(call: Call): Record<string, unknown> {
  const { args, workspace } = call
  const trigger = workspace.triggers.read(args.required('trigger_id'))
  const from = trigger.viewId === undefined ? undefined : workspace.views.find(trigger.viewId)
  if (from?.given.type === 'home') {
    const mismatch = "must match the `type` of the root view whose stack we're pushing onto"
    throw schemaRefusal('invalid_arguments', [problem(mismatch, '/view/type')])
  }
  const given = parseView(args.structure('view'), 'modal')
  const view = workspace.views.push(trigger.user, given)
  trigger.use()
  return answer(call, view)
}

function update(call: Call): Record<string, unknown> {
  const { args, workspace } = call
  const id = args.text('view_id')
  const externalId = args.text('external_id')
  if (id === undefined && externalId === undefined) {
    throw schemaRefusal('invalid_arguments', ['missing required field: view_id'])
  }
  const view = id === undefined ? workspace.views.findExternal(externalId ?? '') : workspace.views.find(id)
  if (!view) throw new SlackRefusal('not_found')
  const given = parseView(args.structure('view'), view.given.type)
  workspace.views.update(view, given, args.text('hash'))
  return answer(call, view)
}

function publish(call: Call): Record<string, unknown> {
  const { args, workspace } = call
  const person = workspace.directory.person(args.required('user_id'))
  if (!person) throw schemaRefusal('invalid_arguments', [problem('unknown user', '/user_id')])
  const given = parseView(args.structure('view'), 'home')
  return answer(call, workspace.views.publish(person.id, given, args.text('hash')))
}

export const viewMethods: Record<string, Method> = {
  'views.open': { tier: 'tier4', run: open },
  'views.push': { tier: 'tier4', run: push },
  'views.update': { tier: 'tier4', run: update },
  'views.publish': { tier: 'tier4', run: publish },
}
