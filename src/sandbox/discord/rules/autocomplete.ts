/** The choices that answer an autocompletion (interactions/receiving-and-responding, "Autocomplete"). */
import { z } from 'zod'
import type { Problem } from '../refusal.ts'
import { text } from './fields.ts'
import { check } from './problems.ts'

const Choices = z.strictObject({
  choices: z
    .array(
      z.strictObject({
        name: text(100),
        name_localizations: z.record(z.string(), z.string()).nullish(),
        value: z.union([z.string().max(100), z.number()]),
      }),
    )
    .max(25),
})

/** `at` leads to the data within the body. Throws 50035. */
export function parseAutocomplete(value: unknown, at: Problem['path'] = ['data']): z.infer<typeof Choices>['choices'] {
  return check(Choices, value, at).choices
}
