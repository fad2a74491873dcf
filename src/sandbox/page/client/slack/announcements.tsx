/** Tells screen readers of each new message once, and nothing of messages that change: a live card is not read out again and again. */
import { useEffect, useRef, useState } from 'react'
import { useActing } from '../acting.tsx'
import { useDirectory } from './directory.tsx'
import type { Message } from './shapes.ts'
import { textToSpeech } from './speech.ts'

export function Announcements({ messages }: { readonly messages: readonly Message[] }) {
  const { person } = useActing()
  const directory = useDirectory()
  const [said, setSaid] = useState('')
  const heard = useRef(messages.at(-1)?.ts ?? '')
  useEffect(() => {
    const fresh = messages.filter(({ ts, user }) => ts > heard.current && user !== person.id)
    heard.current = messages.at(-1)?.ts ?? heard.current
    if (fresh.length === 0) return
    const sentences = fresh.map(({ user, text, is_ephemeral: isPrivate }) => {
      const author = directory.personName(user)
      return `${author}${isPrivate ? ', only visible to you' : ''}: ${textToSpeech(text, directory)}`
    })
    setSaid(sentences.join('\n'))
  }, [messages, person.id, directory])
  return (
    <div className="unseen" role="status">
      {said}
    </div>
  )
}
