/** The messages of a conversation, day by day. It stays with the newest unless somebody has scrolled up. */
import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'
import { useNow } from '../now.tsx'
import { Announcements } from './announcements.tsx'
import { formatDate } from './blocks/date-format.ts'
import { messagesToDays } from './message-days.ts'
import { MessageRow } from './message-row.tsx'
import type { Message } from './shapes.ts'
import { stepBetweenMessages } from './step-between-messages.ts'

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

/** How far from its end a list still counts as at its end, in CSS pixels. */
const nearEndPx = 48

const isNearEnd = ({ scrollHeight, scrollTop, clientHeight }: Element) =>
  scrollHeight - scrollTop - clientHeight < nearEndPx

export function MessageList({ label, channel, messages, intro, isThread = false, sent = 0 }: MessageListProps) {
  const { person } = useActing()
  const now = useNow(60_000)
  const list = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  /** As last seen by the observer: whoever scrolls does not change it, a card that grows does. */
  const height = useRef(0)
  const [hasNewBelow, setHasNewBelow] = useState(false)
  const newest = messages.at(-1)
  const newestTs = useRef(newest?.ts)

  const toEnd = useCallback(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
    isAtEnd.current = true
    setHasNewBelow(false)
  }, [])

  useLayoutEffect(() => {
    // When the newest is put away, the one before it is no news.
    const isNew = newest !== undefined && Number(newest.ts) > Number(newestTs.current ?? 0)
    newestTs.current = newest?.ts
    if (isAtEnd.current || (isNew && newest.user === person.id)) toEnd()
    else if (isNew) setHasNewBelow(true)
  }, [newest, person.id, toEnd])

  // biome-ignore lint/correctness/useExhaustiveDependencies: again at each sending
  useLayoutEffect(toEnd, [sent, toEnd])

  useLayoutEffect(() => {
    if (!list.current) return
    // Cards grow and shrink, and so does the box below.
    const observer = new ResizeObserver(() => {
      if (!list.current) return
      height.current = list.current.scrollHeight
      if (isAtEnd.current || isNearEnd(list.current)) toEnd()
    })
    observer.observe(list.current)
    for (const child of list.current.children) observer.observe(child)
    return () => observer.disconnect()
  }, [toEnd])

  return (
    <div className="messages-frame">
      <section
        ref={list}
        className="messages"
        aria-label={label}
        onKeyDown={stepBetweenMessages}
        onScroll={({ currentTarget }) => {
          if (currentTarget.scrollHeight !== height.current) return
          isAtEnd.current = isNearEnd(currentTarget)
          if (isAtEnd.current) setHasNewBelow(false)
        }}
      >
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
