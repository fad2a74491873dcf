/** A card as one Container of Discord's components (developers/components/reference, Components V2). Pure. */
import { type APIMessage, type APIMessageTopLevelComponent, ComponentType, MessageFlags } from 'discord-api-types/v10'
import type { Language } from '#text/format.ts'
import type { Card } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import type { LongAction } from './custom-ids.ts'
import { limits } from './limits.ts'

export interface RenderedCard {
  /** IS_COMPONENTS_V2; an edit must carry it, too. */
  readonly flags: number
  /** One Container. */
  readonly components: APIMessageTopLevelComponent[]
  /** Nobody is notified, whatever the text says. */
  readonly allowed_mentions: { readonly parse: [] }
  /** Commands longer than a custom_id: to be kept under their keys before the message is sent. */
  readonly long: readonly LongAction[]
}

export interface RenderOptions {
  readonly language?: Language
  /** Numeric ids (int32, from 1) of the Container and of its first Text Display, by which a message of ours is found again. */
  readonly ids?: readonly [container: number, text: number]
  /** All components of the message, nested ones included; 40 unless told. */
  readonly maxComponents?: number
}

export function renderCard(card: Card, { language = 'en', ids }: RenderOptions = {}): RenderedCard {
  const content = cardToPlainText(card, { language, actions: false, maxLength: limits.messageText })
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [
      {
        type: ComponentType.Container,
        ...(ids && { id: ids[0] }),
        components: [{ type: ComponentType.TextDisplay, ...(ids && { id: ids[1] }), content }],
      },
    ],
    allowed_mentions: { parse: [] },
    long: [],
  }
}

/** The live conference, by id, that a message with this card shows; null when it is none of ours, or shows none. */
export function shownIn(_message: Pick<APIMessage, 'components'>): string | null {
  return null
}
