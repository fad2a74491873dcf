/** The whole page: who acts and what time it is on top, the chats and the telephone network beside each other below. */
import { useActing } from './acting.tsx'
import { Boundary } from './boundary.tsx'
import { useChanges } from './changes.ts'
import { Clock } from './clock.tsx'
import { DiscordPane } from './discord/discord-pane.tsx'
import { Icon } from './icon.tsx'
import { PersonPicker } from './person-picker.tsx'
import { showPane, useShownPanes } from './shown-pane.ts'
import { SlackPane } from './slack/slack-pane.tsx'
import { Switchboard } from './telephone/switchboard.tsx'
import { usePbxs } from './telephone/use-pbxs.ts'
import { ViewMenu } from './view-menu.tsx'

/** A further chat service is one more line. */
const panes = [
  { id: 'slack', name: 'Slack', icon: 'message', Pane: SlackPane },
  { id: 'discord', name: 'Discord', icon: 'game', Pane: DiscordPane },
  { id: 'telephone', name: 'Telephones', icon: 'phone', Pane: Switchboard },
] as const

export function Desk() {
  const { isShown } = useShownPanes()
  const { pbxs, real } = usePbxs()
  return (
    <>
      <header className="desk-head">
        <span className="desk-sign">
          <Icon name="phone" />
        </span>
        <h1>
          confbot <span className="desk-kind">sandbox</span>
        </h1>
        <p className="desk-note">
          Phone conferences from chat, to try out.
          {pbxs.length > 0 && ' Nobody is really called.'}
          {real.length > 0 && ' Calls are real.'}
        </p>
        <div className="desk-tools">
          <Clock />
          <PersonPicker />
          <ViewMenu />
        </div>
      </header>
      <Notice />
      <Switch />
      <main className="desk">
        {panes.map(({ id, name, Pane }) => (
          // What is not shown goes on: nothing that was begun there is lost.
          <section key={id} className={`pane pane-${id}`} aria-label={name} hidden={!isShown(id)}>
            <Boundary what="side of the page">
              <Pane />
            </Boundary>
          </section>
        ))}
      </main>
    </>
  )
}

/** Where not all sides have room: which one is shown. */
function Switch() {
  const { offered, isShown } = useShownPanes()
  if (offered.length === 0) return null
  return (
    <nav className="desk-switch" aria-label="Shown side">
      {panes
        .filter(({ id }) => offered.includes(id))
        .map(({ id, name, icon }) => (
          <button key={id} type="button" aria-pressed={isShown(id)} onClick={() => showPane(id)}>
            <Icon name={icon} />
            {name}
          </button>
        ))}
    </nav>
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
