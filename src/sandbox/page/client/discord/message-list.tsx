/** The messages of a channel, day by day, and below them the commands that came to nothing. */
import { type ReactNode, useRef } from 'react'
import { useActing } from '../acting.tsx'
import { MessageFrame } from '../chat/message-frame.tsx'
import { Icon } from '../icon.tsx'
import { Announcements } from './announcements.tsx'
import { focusComposer } from './composer/focus.ts'
import { useDirectory } from './directory.tsx'
import { type Failure, putFailureAway, useFailures } from './failures.ts'
import { messagesToDays } from './message-days.ts'
import { MessageRow } from './message-row.tsx'
import type { Message } from './shapes.ts'

interface MessageListProps {
  readonly label: string
  readonly channel: string
  readonly messages: readonly Message[]
  readonly intro: ReactNode
  /** How often something was sent from here. */
  readonly sent: number
}

export function MessageList({ label, channel, messages, intro, sent }: MessageListProps) {
  const { person } = useActing()
  const { me } = useDirectory()
  const failures = useFailures(person.id, channel)
  const newest = messages.at(-1)
  const order = useOrder(messages, failures)
  const isOwn = failures.length > 0 || newest?.author.id === me?.id
  return (
    <>
      <MessageFrame label={label} className="dc-messages" newest={{ order, isOwn }} sent={sent}>
        {intro}
        {messagesToDays(messages, person.timeZone).map(({ date, messages: ofDay }) => (
          <section key={date} aria-label={dayName(date)}>
            <div className="dc-day">
              <span>{dayName(date)}</span>
            </div>
            <ol>
              {ofDay.map(({ message, hasHead }) => (
                <MessageRow key={message.id} message={message} hasHead={hasHead} isStop={message === newest} />
              ))}
            </ol>
          </section>
        ))}
        {failures.map((failure) => (
          <FailureRow key={failure.id} failure={failure} />
        ))}
      </MessageFrame>
      <Announcements messages={messages} />
    </>
  )
}

/** Rises with each message and failure that comes. Messages that change keep it. */
function useOrder(messages: readonly Message[], failures: readonly Failure[]): number {
  const seen = useRef({ newest: '', failure: 0, order: 0 })
  const newest = messages.at(-1)?.id ?? ''
  const failure = failures.at(-1)?.id ?? 0
  const before = seen.current
  const isNew = BigInt(newest || 0) > BigInt(before.newest || 0) || failure > before.failure
  if (isNew || newest !== before.newest || failure !== before.failure)
    seen.current = { newest, failure, order: before.order + (isNew ? 1 : 0) }
  return seen.current.order
}

function FailureRow({ failure: { id, command, sentence } }: { readonly failure: Failure }) {
  const dismiss = () => {
    putFailureAway(id)
    focusComposer()
  }
  return (
    <div className="dc-failure" role="alert">
      <p className="dc-asked">
        You used <span className="dc-mention">{command}</span>
      </p>
      <p className="dc-failed">
        <Icon name="alert" /> {sentence}
      </p>
      <p className="dc-only-you">
        <Icon name="eye" /> Only you can see this •{' '}
        <button type="button" className="dc-link" onClick={dismiss}>
          Dismiss message
        </button>
      </p>
    </div>
  )
}

/** `November 21, 2026`; the date is a day of the reader's already. */
const dayName = (date: string) =>
  new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' }).format(Date.parse(date))
