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
  const shown = described.map(({ definition }) => definition)
  // Their rooms are confbot's own: there is no page of a vendor to go by.
  const others = Object.values(definitions).filter((definition) => !shown.includes(definition))
  return {
    'docs/pbxs.md': pbxCatalogue([...shown, ...others]),
    'docs/room-fields.md': fieldCatalogue(described),
  }
}
