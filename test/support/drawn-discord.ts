/** What stands in a card drawn for Discord that Discord would act on: packed commands. And the sandbox's rules for it. */
import { decodeAction } from '#command-kit/action-ref.ts'
import { readCustomId } from '#platforms/discord/custom-ids.ts'
import { type RenderedCard, renderCard } from '#platforms/discord/render-card.ts'
import { DiscordRefusal } from '#sandbox/discord/refusal.ts'
import { parseMessage } from '#sandbox/discord/rules/message.ts'
import { customIdsIn } from '#test/platforms/discord/component-rules.ts'
import type { ActionRef, Card } from '#view/card.ts'

/** Why Discord would not take the message: by the rules of the sandbox, which are written from Discord's documents alone. */
export function messageRefusal({ long: _, ...message }: RenderedCard): string | null {
  try {
    parseMessage(structuredClone(message), { use: 'create' })
    return null
  } catch (error) {
    if (!(error instanceof DiscordRefusal)) throw error
    return `${error.code} ${JSON.stringify(error.fields)}`
  }
}

/** The commands that a person could run by pressing and choosing in it. */
export function drawnActions(card: Card): ActionRef[] {
  const drawn = renderCard(card)
  return customIdsIn(drawn).flatMap((id) => {
    const read = readCustomId(id)
    if (read?.kind === 'menu') return []
    const kept = read?.kind === 'long' ? drawn.long.find(({ key }) => key === read.key) : undefined
    const action = read?.kind === 'action' ? read.ref : kept && decodeAction(kept.text)
    if (!action) throw new Error(`not one of our controls: ${id}`)
    return [action]
  })
}
