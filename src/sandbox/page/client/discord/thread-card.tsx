/** Below the message that a thread was made from: the thread's name, which opens it. */
import { Icon } from '../icon.tsx'
import { useDirectory } from './directory.tsx'
import type { Message } from './shapes.ts'

export function ThreadCard({ thread }: { readonly thread: NonNullable<Message['thread']> }) {
  const { go } = useDirectory()
  const { id, name, message_count: count = 0 } = thread
  return (
    <button type="button" className="dc-thread-card" onClick={() => go(id)}>
      <Icon name="thread" />
      <b>{name}</b>
      <span className="dc-thread-more">
        {count > 0 ? `${count} ${count === 1 ? 'message' : 'messages'}` : 'See thread'} ›
      </span>
    </button>
  )
}
