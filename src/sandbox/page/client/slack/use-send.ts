/** Sends what was typed: a slash command to its app, anything else as a message. */
import { useState } from 'react'
import { useActing } from '../acting.tsx'
import { useSlackApp } from './use-slack-app.ts'

interface SendPlace {
  readonly channel: string
  readonly thread: string | undefined
}

/** `send` resolves with whether the text is gone from the box. */
export function useSend({ channel, thread }: SendPlace) {
  const { act, setNotice } = useActing()
  const { commands } = useSlackApp()
  const [isSending, setSending] = useState(false)

  const deliver = async (text: string): Promise<boolean> => {
    const place = { channel, ...(thread !== undefined && { thread }) }
    if (!text.startsWith('/')) {
      const { ok, ts, error } = await act<{ ts: string }>('slack/say', { ...place, text })
      // It is written, although the app does not hear of it.
      if (error === 'not_in_channel' && ts !== undefined)
        setNotice('confbot is not in this channel, so it hears nothing. Add it above.')
      return ok || ts !== undefined
    }
    const [name = ''] = /^\S+/.exec(text) ?? []
    if (!commands.some(({ command }) => command === name)) {
      const known = commands.map(({ command }) => command).join(' and ')
      setNotice(`"${name}" is not a command of this workspace. There is ${known}; a space in front makes it a message.`)
      return false
    }
    return (await act('slack/command', { ...place, text })).ok
  }

  const send = async (text: string): Promise<boolean> => {
    if (isSending) return false
    setSending(true)
    try {
      return await deliver(text)
    } finally {
      setSending(false)
    }
  }
  return { send, isSending }
}
