/** Several PBXs, one of them shown at a time. What is not shown goes on: a telephone that was picked up there stays in the hand. */
import { useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { activityToWords } from './activity.ts'
import { PbxPanel } from './pbx-panel.tsx'
import type { Pbx } from './shapes.ts'
import { showPbx } from './shown-pbx.ts'

interface PbxTabsProps {
  readonly pbxs: readonly Pbx[]
  readonly shown: Pbx
}

export function PbxTabs({ pbxs, shown }: PbxTabsProps) {
  const { person } = useActing()
  // Nothing is read of a PBX before somebody has looked at it.
  const [seen, setSeen] = useState<readonly string[]>([])
  if (!seen.includes(shown.name)) setSeen([...seen, shown.name])
  return (
    <Tabs
      className="pbx-tabs"
      selectedKey={shown.name}
      onSelectionChange={(name) => showPbx(person.id, String(name))}
      keyboardActivation="manual"
    >
      <TabList className="pbx-tab-list" aria-label="PBX">
        {pbxs.map((pbx) => (
          <Tab key={pbx.name} id={pbx.name} className="pbx-tab" data-ringing={pbx.ringing > 0}>
            {pbx.name}
            {pbx.calls > 0 && (
              <>
                {' '}
                <span className="pbx-tab-calls">{pbx.calls}</span>
                <span className="unseen">{activityToWords(pbx).slice(String(pbx.calls).length)}</span>
              </>
            )}
          </Tab>
        ))}
      </TabList>
      {pbxs.map((pbx) => (
        <TabPanel key={pbx.name} id={pbx.name} className="pbx-tab-panel" shouldForceMount>
          {seen.includes(pbx.name) && (
            <PbxPanel pbx={pbx} isShown={pbx === shown} tip={pbx === pbxs[0] ? '' : ` pbx:${pbx.name}`} />
          )}
        </TabPanel>
      ))}
    </Tabs>
  )
}
