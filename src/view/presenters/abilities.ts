/** What the PBX of a conference can do: all that cards need to know of it, so that they offer nothing else. */
import { type Capability, isDone, type Pbx } from '#core/contracts/conference-provider.ts'

/** What is not named cannot be done. */
export type PbxAbilities = Readonly<Partial<Record<Capability, boolean>>> & { readonly pbxName: string }

export function abilitiesOf(pbx: Pick<Pbx, 'name' | 'definition'>): PbxAbilities {
  const answers = Object.entries(pbx.definition.capabilities).map(([capability, answer]) => [
    capability,
    isDone(answer),
  ])
  return { ...Object.fromEntries(answers), pbxName: pbx.name }
}
