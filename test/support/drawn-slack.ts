/** What stands in drawn blocks that Slack would act on: packed commands, links, people, markup. And the sandbox's rules for them. */
import type { ModalView } from '@slack/types'
import { decodeAction } from '#command-kit/action-ref.ts'
import { type RenderedCard, renderCard } from '#platforms/slack/render-card.ts'
import { SlackRefusal } from '#sandbox/slack/refusal.ts'
import { checkBlockTextLength, parseMessageBlocks } from '#sandbox/slack/rules/message.ts'
import { parseView } from '#sandbox/slack/rules/view.ts'
import type { ActionRef, Card } from '#view/card.ts'

export interface Live {
  /** Values of buttons and of menu entries. */
  readonly values: readonly string[]
  readonly urls: readonly string[]
  readonly users: readonly string[]
  readonly mrkdwn: readonly string[]
  /** Types of rich text elements. */
  readonly elements: ReadonlySet<string>
}

const fieldSelects = /_select$|^radio_buttons$|^checkboxes$/

/** Of fields in a form the values are the person's to choose, so they are no actions. */
export function liveParts(blocks: unknown): Live {
  const found = { values: [] as string[], urls: [] as string[], users: [] as string[], mrkdwn: [] as string[] }
  const elements = new Set<string>()
  const walk = (value: unknown, inInput: boolean): void => {
    if (Array.isArray(value)) for (const inner of value) walk(inner, inInput)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    const part = value as Record<string, unknown>
    if (typeof part.value === 'string' && !inInput) found.values.push(part.value)
    if (typeof part.url === 'string') found.urls.push(part.url)
    if (typeof part.user_id === 'string') found.users.push(part.user_id)
    if (part.type === 'mrkdwn') found.mrkdwn.push(String(part.text))
    if (typeof part.type === 'string') elements.add(part.type)
    for (const inner of Object.values(part)) walk(inner, inInput || fieldSelects.test(String(part.type)))
  }
  walk(blocks, false)
  return { ...found, elements }
}

/** Rich text that notifies or names others than people; confbot writes none. */
export const liveElements = ['broadcast', 'usergroup', 'channel', 'team', 'emoji', 'color'] as const

/** Why Slack would not take the message: by the rules of the sandbox, which are written from Slack's documents alone. */
export function messageRefusal({ blocks }: RenderedCard): string | null {
  return refusalOf(() => checkBlockTextLength(parseMessageBlocks(structuredClone(blocks))))
}

export const viewRefusal = (view: ModalView): string | null =>
  refusalOf(() => parseView(structuredClone(view), 'modal'))

function refusalOf(check: () => unknown): string | null {
  try {
    check()
    return null
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    return `${error.code} ${JSON.stringify(error.fields)}`
  }
}

/** The commands that a person could run by clicking in it. */
export function drawnActions(card: Card): ActionRef[] {
  return liveParts(renderCard(card).blocks).values.map((value) => {
    const action = decodeAction(value)
    if (!action) throw new Error(`not one of our buttons: ${value}`)
    return action
  })
}
