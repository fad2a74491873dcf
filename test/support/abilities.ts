/** What a PortSIP PBX can do, less what the test takes away. */
import type { Capability } from '#core/contracts/conference-provider.ts'
import { portsip } from '#providers/portsip/index.ts'
import { abilitiesOf, type PbxAbilities } from '#view/presenters/abilities.ts'

export const abilities = (...without: Capability[]): PbxAbilities => ({
  ...abilitiesOf({ name: 'berlin', definition: portsip }),
  ...Object.fromEntries(without.map((capability) => [capability, false])),
})
