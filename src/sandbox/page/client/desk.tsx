/** The whole page: who acts and what time it is on top, the chat and the telephone network beside each other below. */
import { useActing } from './acting.tsx'
import { Boundary } from './boundary.tsx'
import { useChanges } from './changes.ts'
import { Clock } from './clock.tsx'
import { Icon } from './icon.tsx'
import { PersonPicker } from './person-picker.tsx'
import { shownPane } from './shown-pane.ts'
import { SlackPane } from './slack/slack-pane.tsx'
import { Switchboard } from './telephone/switchboard.tsx'
import { ViewMenu } from './view-menu.tsx'

/** On a narrow screen one at a time. A further chat service is one more line. */
const panes = [
  { id: 'slack', name: 'Slack', icon: 'message', Pane: SlackPane },
  { id: 'telephone', name: 'Telephones', icon: 'phone', Pane: Switchboard },
] as const

export function Desk() {
  const shown = shownPane.use()
  return (
    <>
      <header className="desk-head">
        <span className="desk-sign">
          <Icon name="phone" />
        </span>
        <h1>
          confbot <span className="desk-kind">sandbox</span>
        </h1>
        <p className="desk-note">Phone conferences from chat, to try out. Nobody is really called.</p>
        <div className="desk-tools">
          <Clock />
          <PersonPicker />
          <ViewMenu />
        </div>
      </header>
      <Notice />
      <main className="desk" data-shown={shown}>
        {panes.map(({ id, name, Pane }) => (
          <section key={id} className={`pane pane-${id}`} aria-label={name}>
            <Boundary what="side of the page">
              <Pane />
            </Boundary>
          </section>
        ))}
      </main>
      <nav className="desk-switch" aria-label="Shown side">
        {panes.map(({ id, name, icon }) => (
          <button key={id} type="button" aria-pressed={shown === id} onClick={() => shownPane.set(id)}>
            <Icon name={icon} />
            {name}
          </button>
        ))}
      </nav>
    </>
  )
}

function Notice() {
  const { notice, setNotice } = useActing()
  const { lost } = useChanges()
  const said = lost || notice
  return (
    <div className="desk-notice" role="status">
      {said !== '' && (
        <p>
          {said}
          {lost === '' && (
            <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => setNotice('')}>
              <Icon name="close" />
            </button>
          )}
        </p>
      )}
    </div>
  )
}
