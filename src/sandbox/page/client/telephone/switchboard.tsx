/** The telephone network: a PBX with its telephones, what numbers do, and what goes wrong on purpose. Of real PBXs only that they are. */
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'
import { Trouble } from '../trouble.tsx'
import { Legend } from './legend.tsx'
import { PbxPanel } from './pbx-panel.tsx'
import { PbxTabs } from './pbx-tabs.tsx'
import { realCallsToWords } from './real-calls.ts'
import { useShownPbx } from './shown-pbx.ts'
import { usePbxs } from './use-pbxs.ts'

export function Switchboard() {
  const { person } = useActing()
  const { pbxs, real } = usePbxs()
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
        {real.length > 0 && <p className="quiet">{realCallsToWords(real)}</p>}
        <footer className="switchboard-foot">
          {real.length === 0 && <Legend />}
          <Trouble pbx={shown} />
        </footer>
      </div>
    </div>
  )
}
