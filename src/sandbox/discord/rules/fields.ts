/** The small parts that components, messages and commands are made of. */
import { z } from 'zod'
import { isSnowflake } from '../snowflake.ts'

export const Snowflake = z.string().refine(isSnowflake, {
  error: 'Value is not snowflake.',
  params: { code: 'NUMBER_TYPE_COERCE' },
})

/** A text with something in it besides spaces, of so many characters at most. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.trim() !== '', {
      error: 'This field is required',
      params: { code: 'BASE_TYPE_REQUIRED' },
    })

/** Optional identifier of a component; 0 counts as absent. */
export const ComponentId = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .optional()

export const customId = text(100)

/** A partial emoji: a Unicode one by name, a custom one by id. */
export const Emoji = z.strictObject({
  id: Snowflake.nullish(),
  name: z.string().nullish(),
  animated: z.boolean().optional(),
})

/** An address that the client opens. */
export const Url = z
  .string()
  .max(512)
  .refine((value) => /^(https?|discord):\/\//.test(value) && URL.canParse(value), {
    error: 'Not a well formed URL.',
    params: { code: 'URL_TYPE_INVALID_URL' },
  })

/** A picture or file: an address, or one that came along (`attachment://name`). */
export const MediaItem = z.strictObject({
  url: z
    .string()
    .max(2048)
    .refine((value) => /^(https?|attachment):\/\/./.test(value), {
      error: "Scheme must be one of ('http', 'https', 'attachment').",
      params: { code: 'URL_TYPE_INVALID_SCHEME' },
    }),
})

/** ISO 8601 with an offset or Z. */
export const Instant = z.iso.datetime({ offset: true })
