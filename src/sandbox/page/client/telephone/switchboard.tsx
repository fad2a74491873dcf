/** The telephone network: each PBX with its telephones, what numbers do, and what goes wrong on purpose. */
import { Icon } from '../icon.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { Legend } from './legend.tsx'
import { PbxPanel } from './pbx-panel.tsx'
import type { Pbx } from './shapes.ts'

const none: readonly never[] = []

export function Switchboard() {
  const { pbxs = none } = useLive<{ pbxs: readonly Pbx[] }>('pbx') ?? {}
  return (
    <div className="switchboard">
      <header className="switchboard-head">
        <h2>
          <Icon name="phone" />
          Telephones
        </h2>
      </header>
      <div className="switchboard-body">
        {pbxs.map((pbx) => (
          <PbxPanel key={pbx.name} pbx={pbx} isOnly={pbxs.length === 1} />
        ))}
        <footer className="switchboard-foot">
          <Legend />
          <Trouble pbxs={pbxs} />
        </footer>
      </div>
    </div>
  )
}
