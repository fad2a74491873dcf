/** Keys for a list that React draws again with each version of a message. */
import { useLayoutEffect, useMemo, useRef } from 'react'
import { carryKeys, type Keyed, type Marked } from './carry-keys.ts'

/** One key for each of `items`, in their order. */
export function useCarriedKeys<T>(items: readonly T[], toMarked: (item: T) => Marked): readonly string[] {
  const before = useRef<readonly Keyed[]>([])
  const keyed = useMemo(() => carryKeys(before.current, items.map(toMarked)), [items, toMarked])
  useLayoutEffect(() => {
    before.current = keyed
  }, [keyed])
  return keyed.map(({ key }) => key)
}
