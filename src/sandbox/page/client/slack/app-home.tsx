/** The app's own place: what it shows to each person, and the messages between the two. */
import { useEffect } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { Avatar } from '../avatar.tsx'
import { HomeView } from './blocks/home-view.tsx'
import { ConversationBody } from './conversation.tsx'
import { MenuButton } from './conversation-head.tsx'
import type { Conversation } from './conversations.ts'
import { useDirectory } from './directory.tsx'
import { useUnreadOf } from './unread.ts'

interface AppHomeProps {
  readonly tab: 'home' | 'messages'
  /** Between the app and the acting person. */
  readonly conversation: Conversation
  readonly onMenu: () => void
}

export function AppHome({ tab, conversation, onMenu }: AppHomeProps) {
  const { act } = useActing()
  const { go } = useDirectory()
  const unread = useUnreadOf([conversation])(conversation)
  // Slack tells the app each time that somebody opens it.
  useEffect(() => {
    void act('slack/home', { tab })
  }, [act, tab])
  return (
    <section className="talk" aria-label={conversation.name}>
      <header className="talk-head">
        <MenuButton onMenu={onMenu} />
        <h2>
          <Avatar person={conversation.person} size="small" />
          <span>{conversation.name}</span>
        </h2>
        <span className="badge">APP</span>
      </header>
      <Tabs
        className="home-tabs"
        selectedKey={tab}
        onSelectionChange={(key) => go(key === 'home' ? 'home' : conversation.key)}
      >
        <TabList className="tab-list" aria-label={conversation.name}>
          <Tab className="tab" id="home">
            Home
          </Tab>
          <Tab className="tab" id="messages">
            Messages
            {tab === 'home' && unread > 0 && (
              <span className="side-count">
                {unread}
                <span className="unseen"> unread</span>
              </span>
            )}
          </Tab>
        </TabList>
        <TabPanel className="home-panel" id="home">
          <HomeView />
        </TabPanel>
        <TabPanel className="home-messages" id="messages">
          <ConversationBody conversation={conversation} />
        </TabPanel>
      </Tabs>
    </section>
  )
}
