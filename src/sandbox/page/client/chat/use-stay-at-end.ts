/** Keeps a list of messages at its newest unless somebody has scrolled up; then it tells that something new stands below. */
import { type RefObject, type UIEvent, useCallback, useLayoutEffect, useRef, useState } from 'react'

export interface Newest {
  /** Rises from message to message. */
  readonly order: number
  /** The reader wrote it. */
  readonly isOwn: boolean
}

interface EndOfList {
  /** Of the box that scrolls. */
  readonly list: RefObject<HTMLDivElement | null>
  readonly onScroll: (event: UIEvent<HTMLElement>) => void
  readonly toEnd: () => void
  readonly hasNewBelow: boolean
}

/** How far from its end a list still counts as at its end, in CSS pixels. */
const nearEndPx = 48

const isNearEnd = ({ scrollHeight, scrollTop, clientHeight }: Element) =>
  scrollHeight - scrollTop - clientHeight < nearEndPx

/** `sent`: how often something was sent from here: each time the list goes to its end, where the answer comes. */
export function useStayAtEnd(newest: Newest | undefined, sent: number): EndOfList {
  const list = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  /** As last seen by the observer: whoever scrolls does not change it, a card that grows does. */
  const height = useRef(0)
  const [hasNewBelow, setHasNewBelow] = useState(false)
  const order = newest?.order ?? 0
  const isOwn = newest?.isOwn ?? false
  const newestOrder = useRef(order)

  const toEnd = useCallback(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
    isAtEnd.current = true
    setHasNewBelow(false)
  }, [])

  useLayoutEffect(() => {
    // When the newest is put away, the one before it is no news.
    const isNew = order > newestOrder.current
    newestOrder.current = order
    if (isAtEnd.current || (isNew && isOwn)) toEnd()
    else if (isNew) setHasNewBelow(true)
  }, [order, isOwn, toEnd])

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

  return {
    list,
    toEnd,
    hasNewBelow,
    onScroll({ currentTarget }) {
      if (currentTarget.scrollHeight !== height.current) return
      isAtEnd.current = isNearEnd(currentTarget)
      if (isAtEnd.current) setHasNewBelow(false)
    },
  }
}
