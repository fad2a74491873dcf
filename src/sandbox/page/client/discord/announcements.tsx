/** Tells screen readers of each new message once, and nothing of messages that change: a live card is not read out again and again. */
import { useEffect, useRef, useState } from 'react'
import { useActing } from '../acting.tsx'
import { useDirectory } from './directory.tsx'
import { isPrivateTo, isThinking, type Message } from './shapes.ts'
import { messageToSpeech } from './speech.ts'

export function Announcements({ messages }: { readonly messages: readonly Message[] }) {
  const { person } = useActing()
  const { me, personName, channelName, roleName } = useDirectory()
  const [said, setSaid] = useState('')
  const heard = useRef(new Set(messages.map(({ id }) => id)))
  useEffect(() => {
    // What is still being thought about is told once it says something.
    const fresh = messages.filter((message) => !heard.current.has(message.id) && !isThinking(message))
    for (const { id } of fresh) heard.current.add(id)
    const sentences = fresh
      .filter(({ author }) => author.id !== me?.id)
      .map((message) => {
        const now = Date.parse(message.timestamp)
        const listener = { timeZone: person.timeZone, now, personName, channelName, roleName }
        const whose = isPrivateTo(message) ? ', only you can see this' : ''
        return `${personName(message.author.id)}${whose}: ${messageToSpeech(message, listener)}`
      })
    if (sentences.length > 0) setSaid(sentences.join('\n'))
  }, [messages, me, person.timeZone, personName, channelName, roleName])
  return (
    <div className="unseen" role="status">
      {said}
    </div>
  )
}
