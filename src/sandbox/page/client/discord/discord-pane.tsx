/** The Discord server as the acting person sees it: its channels, the one that is open, a modal above. */
import { useCallback, useState } from 'react'
import { useActing } from '../acting.tsx'
import { shownName } from '../person.ts'
import { ChannelView } from './channel-view.tsx'
import { toSidebar } from './channels.ts'
import { DirectoryProvider, useDirectory } from './directory.tsx'
import { OpenModal } from './modal/open-modal.tsx'
import { Sidebar, SidebarDrawer } from './sidebar.tsx'

export function DiscordPane() {
  const [open, setOpen] = useState('')
  const go = useCallback((channel: string) => setOpen(channel), [])
  return (
    <DirectoryProvider go={go}>
      <Server open={open} />
    </DirectoryProvider>
  )
}

function Server({ open }: { readonly open: string }) {
  const { person } = useActing()
  const { me, people, channels } = useDirectory()
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const channel = channels.find(({ id }) => id === open) ?? toSidebar(channels).text[0]?.channel
  if (people.length > 0 && !me) {
    return <p className="dc-outside">{shownName(person)} is not in the Discord server. Be somebody else to look in.</p>
  }
  if (!channel) return null
  return (
    <div className="dc-frame">
      <Sidebar open={channel.id} />
      <ChannelView key={channel.id} channel={channel} onMenu={() => setDrawerOpen(true)} />
      <SidebarDrawer open={channel.id} isOpen={isDrawerOpen} onOpenChange={setDrawerOpen} />
      <OpenModal />
    </div>
  )
}
