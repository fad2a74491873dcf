/** The generated documents about PBXs, by path: for `npm run docs`, and for the test that they are fresh. */

import type { ProviderDefinition } from '#core/contracts/conference-provider.ts'
import { providers } from '#providers/index.ts'
import { type Described, fieldCatalogue } from './field-catalogue.ts'
import { pbxCatalogue } from './pbx-catalogue.ts'
import { readSeed, seedIds } from './seed-fields.ts'

const definitions: Readonly<Record<string, ProviderDefinition<never>>> = providers

/** In the order in which they are told of. */
export const describedPbxs = (): readonly Described[] =>
  seedIds.flatMap((id) => {
    const definition = definitions[id]
    return definition ? [{ definition, seed: readSeed(id) }] : []
  })

export function generatedPbxDocuments(): Readonly<Record<string, string>> {
  const described = describedPbxs()
  return {
    'docs/pbxs.md': pbxCatalogue(described.map(({ definition }) => definition)),
    'docs/room-fields.md': fieldCatalogue(described),
  }
}
