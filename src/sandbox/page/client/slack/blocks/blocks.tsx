/** The blocks of a message, or of a view, one below the other. */
import { useLayoutEffect, useRef } from 'react'
import type { Place } from '../place.ts'
import { BlockView } from './block.tsx'
import type { Block } from './block-shapes.ts'
import { blockToMarked } from './carry-keys.ts'
import { HoldingProvider } from './holding.tsx'
import { useCarriedKeys } from './use-carried-keys.ts'

interface BlocksProps {
  readonly blocks: readonly Block[]
  readonly place: Place
}

export function Blocks({ blocks, place }: BlocksProps) {
  return (
    <HoldingProvider blocks={blocks} place={place}>
      <BlockList blocks={blocks} />
    </HoldingProvider>
  )
}

/** For whoever provides what the elements hold. */
export function BlockList({ blocks }: { readonly blocks: readonly Block[] }) {
  const ref = useRef<HTMLDivElement>(null)
  const hadFocus = useRef(false)
  const keys = useCarriedKeys(blocks, blockToMarked)
  // The focus must not fall out of a message in which the button that was pressed is gone.
  useLayoutEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) ref.current?.focus({ preventScroll: true })
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches where the focus goes
    <div
      className="blocks"
      ref={ref}
      tabIndex={-1}
      onFocus={() => {
        hadFocus.current = true
      }}
      onBlur={({ relatedTarget }) => {
        hadFocus.current = relatedTarget === null && !document.hasFocus()
      }}
    >
      {blocks.map((block, index) => (
        <BlockView key={keys[index]} block={block} />
      ))}
    </div>
  )
}
