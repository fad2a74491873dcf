/** The box that the messages of a chat scroll in. It stays with the newest unless somebody has scrolled up. */
import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import { stepBetweenMessages } from './step-between-messages.ts'
import { type Newest, useStayAtEnd } from './use-stay-at-end.ts'

interface MessageFrameProps {
  readonly label: string
  readonly className?: string
  readonly newest: Newest | undefined
  /** How often something was sent from here: each time the box goes to its end, where the answer comes. */
  readonly sent: number
  readonly children: ReactNode
}

export function MessageFrame({ label, className = '', newest, sent, children }: MessageFrameProps) {
  const { list, onScroll, toEnd, hasNewBelow } = useStayAtEnd(newest, sent)
  return (
    <div className="messages-frame">
      <section
        ref={list}
        className={`messages ${className}`}
        aria-label={label}
        onKeyDown={stepBetweenMessages}
        onScroll={onScroll}
      >
        <div className="messages-inner">{children}</div>
      </section>
      {hasNewBelow && (
        <button type="button" className="new-below" onClick={toEnd}>
          New messages <Icon name="chevron" />
        </button>
      )}
    </div>
  )
}
