/** The messages of a conversation, day by day. */
import type { ReactNode } from 'react'
import { useActing } from '../acting.tsx'
import { MessageFrame } from '../chat/message-frame.tsx'
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
  /** How often something was sent from here. */
  readonly sent?: number
}

export function MessageList({ label, channel, messages, intro, isThread = false, sent = 0 }: MessageListProps) {
  const { person } = useActing()
  const now = useNow(60_000)
  const newest = messages.at(-1)

  return (
    <>
      <MessageFrame
        label={label}
        newest={newest && { order: Number(newest.ts), isOwn: newest.user === person.id }}
        sent={sent}
      >
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
      </MessageFrame>
      <Announcements messages={messages} />
    </>
  )
}

const dayName = (message: Message | undefined, timeZone: string, now: number) =>
  message && formatDate(Number(message.ts), '{day_divider_pretty}', { timeZone, now })
