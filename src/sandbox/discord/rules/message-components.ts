/** The components of messages, those of Components V2 and the earlier ones, with every limit that Discord states (components/reference). */
import { z } from 'zod'
import { ComponentId, customId, Emoji, MediaItem, Snowflake, text, Url } from './fields.ts'
import { selects } from './selects.ts'

const buttonFace = { label: z.string().max(80).optional(), emoji: Emoji.optional() }
const buttonState = { id: ComponentId, disabled: z.boolean().optional() }
const button = z.literal(2)

/** Which fields a button has follows from its style. */
const Button = z.discriminatedUnion('style', [
  z.strictObject({
    type: button,
    style: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    custom_id: customId,
    ...buttonFace,
    ...buttonState,
  }),
  z.strictObject({ type: button, style: z.literal(5), url: Url, ...buttonFace, ...buttonState }),
  z.strictObject({ type: button, style: z.literal(6), sku_id: Snowflake, ...buttonState }),
])

const ActionRow = z.strictObject({
  type: z.literal(1),
  id: ComponentId,
  components: z
    .array(z.discriminatedUnion('type', [Button, ...selects]))
    .min(1)
    .max(5),
})

export const TextDisplay = z.strictObject({ type: z.literal(10), id: ComponentId, content: text(4000) })

const Thumbnail = z.strictObject({
  type: z.literal(11),
  id: ComponentId,
  media: MediaItem,
  description: z.string().max(1024).nullish(),
  spoiler: z.boolean().optional(),
})

const Section = z.strictObject({
  type: z.literal(9),
  id: ComponentId,
  components: z.array(TextDisplay).min(1).max(3),
  accessory: z.discriminatedUnion('type', [Button, Thumbnail]),
})

const MediaGallery = z.strictObject({
  type: z.literal(12),
  id: ComponentId,
  items: z
    .array(
      z.strictObject({
        media: MediaItem,
        description: z.string().max(1024).nullish(),
        spoiler: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(10),
})

const File = z.strictObject({
  type: z.literal(13),
  id: ComponentId,
  file: z.strictObject({
    url: z.string().refine((value) => value.startsWith('attachment://'), {
      error: "Scheme must be one of ('attachment',).",
      params: { code: 'URL_TYPE_INVALID_SCHEME' },
    }),
  }),
  spoiler: z.boolean().optional(),
})

const Separator = z.strictObject({
  type: z.literal(14),
  id: ComponentId,
  divider: z.boolean().optional(),
  spacing: z.union([z.literal(1), z.literal(2)]).optional(),
})

const contained = [ActionRow, TextDisplay, Section, MediaGallery, Separator, File] as const

const Container = z.strictObject({
  type: z.literal(17),
  id: ComponentId,
  components: z.array(z.discriminatedUnion('type', contained)).min(1),
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler: z.boolean().optional(),
})

/** Of a message with IS_COMPONENTS_V2. */
export const ComponentsV2 = z.array(z.discriminatedUnion('type', [...contained, Container])).max(40)

/** Of any other message. */
export const LegacyComponents = z.array(z.discriminatedUnion('type', [ActionRow])).max(5)
