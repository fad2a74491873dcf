/** What the PBX of a conference can do: all that cards need to know of it, so that they offer nothing else. */
import { type Capability, isDone, type Pbx } from '#core/contracts/conference-provider.ts'

/** What is not named cannot be done. */
export type PbxAbilities = Readonly<Partial<Record<Capability, boolean>>> & {
  readonly pbxName: string
  /** It does not tell who is in a room. */
  readonly hidesRoster?: boolean
  /** It does not tell who is muted. */
  readonly hidesMutes?: boolean
}

export function abilitiesOf(pbx: Pick<Pbx, 'name' | 'definition'>): PbxAbilities {
  const answers = Object.entries(pbx.definition.capabilities).map(([capability, answer]) => [
    capability,
    isDone(answer),
  ])
  const { roster, muteState } = pbx.definition.traits
  return { ...Object.fromEntries(answers), pbxName: pbx.name, hidesRoster: !roster, hidesMutes: !muteState }
}
