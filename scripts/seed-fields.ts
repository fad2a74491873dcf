/**
 * What the vendors' own pages name: data made from the pages alone, beside the adapters. `seed-fields.json` in each folder of
 * `test/fixtures/providers/` has every parameter of every call on that vendor's page.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Parameter = z.strictObject({
  /** As the page writes it; nested ones by a dotted path. */
  name: z.string(),
  in: z.enum(['header', 'path', 'query', 'body', 'reply']),
  type: z.enum(['string', 'integer', 'boolean', 'array', 'object']),
  required: z.literal(true).optional(),
  /** What it is of; absent: of the call itself. A group holds fields, which stand beside it or not. */
  of: z.enum(['room', 'server', 'group']).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** As the page says it: one more than may be. */
  lessThan: z.number().optional(),
  choices: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  onlyWith: z.strictObject({ field: z.string(), values: z.array(z.string()) }).optional(),
  requires: z.string().optional(),
})
export type SeedParameter = z.output<typeof Parameter>

const Call = z.strictObject({
  /** `POST /conference_rooms/{id}`. */
  call: z.string(),
  /** The adapter's method that makes it; null: none does. */
  method: z.string().nullable(),
  why: z.string().optional(),
  note: z.string().optional(),
  parameters: z.array(Parameter),
})

const Seed = z.strictObject({
  page: z.string(),
  source: z.string(),
  calls: z.array(Call),
  /** Codes that can be keyed in a call. */
  keypad: z
    .array(
      z.strictObject({
        code: z.string(),
        does: z.string(),
        moderator: z.boolean(),
        capability: z.string().optional(),
      }),
    )
    .optional(),
  /** By field: why its limit is declared otherwise than the page has it. */
  otherwise: z.record(z.string(), z.string()).optional(),
})
export type Seed = z.output<typeof Seed>

/** In the order in which they are told of. */
export const seedIds = ['portsip', 'yeastar-p', 'yeastar-s', 'ringme', 'kazoo'] as const
export type SeedId = (typeof seedIds)[number]

export const seedFolder = 'test/fixtures/providers'

export function readSeed(id: SeedId): Seed {
  const file = new URL(`../${seedFolder}/${id}/seed-fields.json`, import.meta.url)
  return Seed.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** The fields of rooms or servers that the page names, each once, with all that it says of it, in its order. */
export function seedFields(seed: Seed, of: 'room' | 'server'): SeedParameter[] {
  const byName = new Map<string, SeedParameter>()
  for (const parameter of seed.calls.flatMap(({ parameters }) => parameters)) {
    if (parameter.of === of) byName.set(parameter.name, { ...parameter, ...byName.get(parameter.name) })
  }
  return [...byName.values()]
}
