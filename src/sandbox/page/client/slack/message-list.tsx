/** The messages of a conversation, day by day. It stays with the newest unless somebody has scrolled up. */
import type { ReactNode } from 'react'
import { useActing } from '../acting.tsx'
import { stepBetweenMessages } from '../chat/step-between-messages.ts'
import { useStayAtEnd } from '../chat/use-stay-at-end.ts'
import { Icon } from '../icon.tsx'
import { useNow } from '../now.tsx'
import { Announcements } from './announcements.tsx'
import { formatDate } from './blocks/date-format.ts'
import { messagesToDays } from './message-days.ts'
import { MessageRow } from './message-row.tsx'
import type { Message } from './shapes.ts'

interface MessageListProps {
  readonly label: string
  /** The channel's id. */
  readonly channel: string
  readonly messages: readonly Message[]
  readonly intro: ReactNode
  readonly isThread?: boolean
  /** How often something was sent from here: each time the list goes to its end, where the answer comes. */
  readonly sent?: number
}

export function MessageList({ label, channel, messages, intro, isThread = false, sent = 0 }: MessageListProps) {
  const { person } = useActing()
  const now = useNow(60_000)
  const newest = messages.at(-1)
  const { list, onScroll, toEnd, hasNewBelow } = useStayAtEnd(
    newest && { order: Number(newest.ts), isOwn: newest.user === person.id },
    sent,
  )

  return (
    <div className="messages-frame">
      <section ref={list} className="messages" aria-label={label} onKeyDown={stepBetweenMessages} onScroll={onScroll}>
        <div className="messages-inner">
          {intro}
          {messagesToDays(messages, person.timeZone).map(({ date, messages: ofDay }) => (
            <section key={date} className="day" aria-label={dayName(ofDay[0]?.message, person.timeZone, now)}>
              <div className="day-line">
                <span className="day-name">{dayName(ofDay[0]?.message, person.timeZone, now)}</span>
              </div>
              <ol>
                {ofDay.map(({ message, hasHead }) => (
                  <MessageRow
                    key={message.ts}
                    channel={channel}
                    message={message}
                    hasHead={hasHead}
                    isStop={message === newest}
                    isInThread={isThread}
                  />
                ))}
              </ol>
            </section>
          ))}
        </div>
      </section>
      {hasNewBelow && (
        <button type="button" className="new-below" onClick={toEnd}>
          New messages <Icon name="chevron" />
        </button>
      )}
      <Announcements messages={messages} />
    </div>
  )
}

const dayName = (message: Message | undefined, timeZone: string, now: number) =>
  message && formatDate(Number(message.ts), '{day_divider_pretty}', { timeZone, now })
