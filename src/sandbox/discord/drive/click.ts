/** Clicking a button and choosing from a menu of a message (discord-api-docs, components/reference; interactions/receiving-and-responding, "Message Component Data Structure"). */
import { type DriveAnswer, DriveRefusal } from '../../drive-call.ts'
import { interactionTypes } from '../interaction-store.ts'
import { nothingChosen, resolve } from '../interactions/payload.ts'
import type { StoredMessage } from '../message-store.ts'
import { walk } from '../rules/across-components.ts'
import { boundsOf, chooseAll, type Menu } from './choose.ts'
import { findMessage, findPerson, type MessageName, outcomeToAnswer, type Stage, sendInteraction } from './stage.ts'

export interface ClickRequest {
  user: string
  message: MessageName
  /** custom_id, the label of a button, or the placeholder of a menu. */
  action: string
  /** What is chosen from a menu. */
  values?: readonly string[] | undefined
}

const buttonType = 2
const linkStyle = 5
const menuTypes: readonly number[] = [3, 5, 6, 7, 8]

export async function click(stage: Stage, request: ClickRequest): Promise<DriveAnswer> {
  const person = findPerson(stage, request.user)
  const { channel, message } = findMessage(stage, request.message, person)
  const component = findComponent(message, request.action)
  if (component.disabled === true) throw new DriveRefusal(409, `"${request.action}" is disabled.`)
  if (component.style === linkStyle) throw new DriveRefusal(409, `"${request.action}" is a link to ${component.url}.`)
  const chosen = nothingChosen()
  const data: Record<string, unknown> = {
    custom_id: component.custom_id,
    component_type: component.type,
    id: component.id,
  }
  if (component.type === buttonType) {
    if (request.values) throw new DriveRefusal(400, 'Nothing is chosen with a button.')
  } else {
    if (!request.values) throw new DriveRefusal(400, 'Say with "values" what is chosen.')
    const values = chooseAll(component, request.values, { server: stage.server, person, channel, chosen })
    const { min, max } = boundsOf(component)
    if (values.length < min || values.length > max) {
      throw new DriveRefusal(409, `From this menu ${min === max ? min : `${min} to ${max}`} can be chosen.`)
    }
    data.values = values
  }
  const resolved = resolve(stage.server, person.id, chosen)
  if (resolved) data.resolved = resolved
  const draft = { type: interactionTypes.component, person, channel, data, message }
  return outcomeToAnswer(await sendInteraction(stage, draft))
}

/** By custom_id first, then by what can be read. */
function findComponent(message: StoredMessage, action: string): Menu {
  const clickable = [...walk(message.components)]
    .map(({ node }) => node)
    .filter((node): node is Menu => node.type === buttonType || menuTypes.includes(Number(node.type)))
  const named = clickable.filter(({ custom_id }) => custom_id === action)
  const readable = clickable.filter(({ label, placeholder }) => label === action || placeholder === action)
  const found = named.length > 0 ? named : readable
  const known = clickable.map(({ custom_id, label, placeholder, url }) => {
    return `${String(custom_id ?? url)}: ${String(label ?? placeholder ?? '')}`
  })
  if (found.length > 1) throw new DriveRefusal(409, `There are several "${action}" to click.`, known)
  if (found[0]) return found[0]
  throw new DriveRefusal(404, `There is no "${action}" to click.`, known)
}
