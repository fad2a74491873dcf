/** The whole page: who acts and what time it is on top, the chat and the telephone network beside each other below. */
import { useState } from 'react'
import { useActing } from './acting.tsx'
import { useChanges } from './changes.ts'
import { Clock } from './clock.tsx'
import { PersonPicker } from './person-picker.tsx'
import { SlackPane } from './slack/slack-pane.tsx'
import { Switchboard } from './telephone/switchboard.tsx'

/** On a narrow screen one at a time. A further chat service is one more line. */
const panes = [
  { id: 'slack', name: 'Slack', Pane: SlackPane },
  { id: 'telephone', name: 'Telephones', Pane: Switchboard },
] as const

export function Desk() {
  const { notice } = useActing()
  const { isLost } = useChanges()
  const [shown, setShown] = useState<(typeof panes)[number]['id']>('slack')
  return (
    <>
      <header className="desk-head">
        <h1>confbot sandbox</h1>
        <p className="desk-note">Nobody is really called: workspace and telephone network are simulated.</p>
        <PersonPicker />
        <Clock />
        <nav className="desk-switch" aria-label="Shown side">
          {panes.map(({ id, name }) => (
            <button key={id} type="button" aria-pressed={shown === id} onClick={() => setShown(id)}>
              {name}
            </button>
          ))}
        </nav>
      </header>
      <main className="desk" data-shown={shown}>
        {panes.map(({ id, name, Pane }) => (
          <section key={id} className={`pane pane-${id}`} aria-label={name}>
            <Pane />
          </section>
        ))}
      </main>
      <div className="desk-notice" role="status">
        {isLost ? 'The sandbox has stopped or cannot be reached. The page goes on as soon as it is back.' : notice}
      </div>
    </>
  )
}
