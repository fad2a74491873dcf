/** The Slack workspace as the acting person sees it: conversations, the one that is open, a thread beside it, forms above. */
import { useCallback, useMemo, useState } from 'react'
import { useActing } from '../acting.tsx'
import { isTheApp } from '../person.ts'
import { AppHome } from './app-home.tsx'
import { Conversation } from './conversation.tsx'
import { findConversation, toConversations } from './conversations.ts'
import { DirectoryProvider, useDirectory } from './directory.tsx'
import { OpenForms } from './form/open-forms.tsx'
import { Jump } from './jump.tsx'
import { Sidebar, SidebarDrawer } from './sidebar.tsx'
import { Thread } from './thread.tsx'

/** `at`: key or id of a conversation, or `home`; the first conversation where there is no such one. */
interface Open {
  readonly at: string
  readonly thread?: string
}

export function SlackPane() {
  const [open, setOpen] = useState<Open>({ at: '' })
  const go = useCallback((at: string, thread?: string) => setOpen({ at, ...(thread && { thread }) }), [])
  return (
    <DirectoryProvider go={go}>
      <Workspace open={open} />
    </DirectoryProvider>
  )
}

function Workspace({ open }: { readonly open: Open }) {
  const { person } = useActing()
  const { people, channels, personName, go } = useDirectory()
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const conversations = useMemo(
    () => toConversations(channels, people, person, personName),
    [channels, people, person, personName],
  )
  const app = conversations.find(({ person: other }) => other && isTheApp(other))
  const isHome = open.at === 'home'
  const conversation = (isHome ? app : findConversation(conversations, open.at)) ?? conversations[0]
  if (!conversation) return null
  const side = { conversations, openKey: conversation.key }
  const onMenu = () => setDrawerOpen(true)
  return (
    <div className="workspace" data-thread={open.thread !== undefined || undefined}>
      <Sidebar {...side} />
      {conversation === app ? (
        <AppHome tab={isHome ? 'home' : 'messages'} conversation={conversation} onMenu={onMenu} />
      ) : (
        <Conversation key={conversation.key} conversation={conversation} onMenu={onMenu} />
      )}
      {open.thread !== undefined && (
        <Thread key={open.thread} conversation={conversation} ts={open.thread} onClose={() => go(conversation.key)} />
      )}
      <SidebarDrawer {...side} isOpen={isDrawerOpen} onOpenChange={setDrawerOpen} />
      <Jump conversations={conversations} />
      <OpenForms />
    </div>
  )
}
