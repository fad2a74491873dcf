/** Below a message that was replied to: who did, how often and when last; it opens the thread. */
import { useActing } from '../acting.tsx'
import { Avatar } from '../avatar.tsx'
import { useNow } from '../now.tsx'
import { formatDate } from './blocks/date-format.ts'
import { useDirectory } from './directory.tsx'
import type { Message } from './shapes.ts'

const shownFaces = 4

export function ThreadSummary({ channel, message }: { readonly channel: string; readonly message: Message }) {
  const { find, person } = useActing()
  const { go } = useDirectory()
  const now = useNow(60_000)
  const { replies = [] } = message
  const last = replies.at(-1)
  if (!last) return null
  const faces = [...new Set(replies.map(({ user }) => user))].slice(0, shownFaces)
  const reader = { timeZone: person.timeZone, now }
  return (
    <button type="button" className="thread-summary" onClick={() => go(channel, message.ts)}>
      {faces.map((id) => (
        <Avatar key={id} person={find(id)} size="small" />
      ))}
      <span className="thread-count">
        {replies.length} {replies.length === 1 ? 'reply' : 'replies'}
      </span>
      <span className="thread-last">
        Last reply{' '}
        {formatDate(Number(last.ts), '{date_short_pretty}', reader)?.replace(/^To|^Yes/, (start) =>
          start.toLowerCase(),
        )}{' '}
        at {formatDate(Number(last.ts), '{time}', reader)}
      </span>
    </button>
  )
}
