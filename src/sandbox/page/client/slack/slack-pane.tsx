/** The Slack workspace as the acting person sees it. */
import { useState } from 'react'
import { DirectoryProvider } from './directory.tsx'

export function SlackPane() {
  const [open, setOpen] = useState('C0GENERAL')
  return (
    <DirectoryProvider go={setOpen}>
      <p>{open}</p>
    </DirectoryProvider>
  )
}
