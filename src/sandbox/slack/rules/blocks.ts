/** The blocks of messages, modals and Home tabs (docs.slack.dev, reference/block-kit/blocks). */
import { z } from 'zod'
import { anyText, BlockId, chars, longestText, plainText } from './composition.ts'
import { Accessory, ActionElement, ImageElement, InputElement, imageSource } from './elements.ts'
import { RichText } from './rich-text.ts'

const identified = { block_id: BlockId.optional() }

const Section = z
  .strictObject({
    type: z.literal('section'),
    ...identified,
    text: anyText(longestText).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: Accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((section) => section.text !== undefined || section.fields !== undefined, {
    error: 'must define either `text` or `fields`',
    path: ['type'],
  })

const Context = z.strictObject({
  type: z.literal('context'),
  ...identified,
  elements: z
    .array(z.discriminatedUnion('type', [ImageElement, anyText(longestText)]))
    .min(1)
    .max(10),
})

const Input = z.strictObject({
  type: z.literal('input'),
  ...identified,
  label: plainText(2000),
  element: InputElement,
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
})

const Image = z.strictObject({
  type: z.literal('image'),
  ...identified,
  alt_text: chars(2000),
  title: plainText(2000).optional(),
  ...imageSource,
})

const common = [
  Section,
  Context,
  Input,
  Image,
  RichText,
  z.strictObject({ type: z.literal('divider'), ...identified }),
  z.strictObject({ type: z.literal('header'), ...identified, text: plainText(150) }),
  z.strictObject({ type: z.literal('actions'), ...identified, elements: z.array(ActionElement).min(1).max(25) }),
] as const

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  RichText,
])
const Table = z.strictObject({
  type: z.literal('table'),
  ...identified,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
        .nullable(),
    )
    .max(20)
    .optional(),
})
const Markdown = z.strictObject({ type: z.literal('markdown'), ...identified, text: chars(12_000) })

const MessageBlock = z.discriminatedUnion('type', [...common, Table, Markdown])
const ViewBlock = z.discriminatedUnion('type', [...common])
export type Block = z.infer<typeof MessageBlock>

export const MessageBlocks = z.array(MessageBlock).max(50)
export const ViewBlocks = z.array(ViewBlock).max(100)
