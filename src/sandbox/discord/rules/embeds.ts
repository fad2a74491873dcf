/** Embeds of messages without Components V2 (resources/message, "Embed Limits"). */
import { z } from 'zod'
import type { Problem } from '../refusal.ts'
import { Instant, Url } from './fields.ts'

const Field = z.strictObject({
  name: z.string().min(1).max(256),
  value: z.string().min(1).max(1024),
  inline: z.boolean().optional(),
})
const Picture = z.strictObject({ url: z.string() })

const Embed = z.strictObject({
  title: z.string().max(256).optional(),
  type: z.literal('rich').optional(),
  description: z.string().max(4096).optional(),
  url: Url.optional(),
  timestamp: Instant.optional(),
  color: z.int().min(0).max(0xffffff).nullish(),
  footer: z.strictObject({ text: z.string().max(2048), icon_url: z.string().optional() }).optional(),
  image: Picture.optional(),
  thumbnail: Picture.optional(),
  author: z
    .strictObject({ name: z.string().max(256), url: Url.optional(), icon_url: z.string().optional() })
    .optional(),
  fields: z.array(Field).max(25).optional(),
})
export const Embeds = z.array(Embed).max(10)

const maxTotal = 6000

/** All texts of a message's embeds count together. */
export function findEmbedProblems(embeds: z.infer<typeof Embeds>, at: Problem['path']): Problem[] {
  const texts = embeds.flatMap(({ title, description, footer, author, fields }) => [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
  ])
  if (texts.join('').length <= maxTotal) return []
  return [{ path: at, code: 'MAX_EMBED_SIZE_EXCEEDED', message: `Embed size exceeds maximum size of ${maxTotal}` }]
}
