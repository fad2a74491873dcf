/** The telephone network: a PBX with its telephones, what numbers do, and what goes wrong on purpose. */
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { Legend } from './legend.tsx'
import { PbxPanel } from './pbx-panel.tsx'
import { PbxTabs } from './pbx-tabs.tsx'
import type { Pbx } from './shapes.ts'
import { useShownPbx } from './shown-pbx.ts'

const none: readonly never[] = []

export function Switchboard() {
  const { person } = useActing()
  const { pbxs = none } = useLive<{ pbxs: readonly Pbx[] }>('pbx') ?? {}
  const shown = useShownPbx(person.id, pbxs)
  return (
    <div className="switchboard">
      <header className="switchboard-head">
        <h2>
          <Icon name="phone" />
          Telephones
        </h2>
      </header>
      <div className="switchboard-body">
        {shown && (pbxs.length === 1 ? <PbxPanel pbx={shown} isShown tip="" /> : <PbxTabs pbxs={pbxs} shown={shown} />)}
        <footer className="switchboard-foot">
          <Legend />
          <Trouble pbx={shown} />
        </footer>
      </div>
    </div>
  )
}
