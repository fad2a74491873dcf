/** Which PBX: named, else the channel's, else the default; and only one that this chat may use. */
import type { Place } from '../actor.ts'
import type { Pbx } from '../contracts/conference-provider.ts'
import { admitToPbx } from '../door.ts'
import { channelScope, type Verbs } from './deps.ts'

export async function pbxFor(
  verbs: Pick<Verbs, 'store' | 'pbxOf' | 'defaultPbx'>,
  place: Place,
  named: string | undefined,
): Promise<Pbx> {
  const name = named ?? (await verbs.store.settings.get(channelScope(place), 'pbx')) ?? verbs.defaultPbx
  const pbx = verbs.pbxOf(name)
  admitToPbx(place, pbx)
  return pbx
}
