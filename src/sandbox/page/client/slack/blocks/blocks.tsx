/** The blocks of a message, or of a view, one below the other. */
import { FocusKeeper } from '../../chat/focus-keeper.tsx'
import { useCarriedKeys } from '../../chat/use-carried-keys.ts'
import type { Place } from '../place.ts'
import { BlockView } from './block.tsx'
import { blockToMarked } from './block-marks.ts'
import type { Block } from './block-shapes.ts'
import { HoldingProvider } from './holding.tsx'

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
  const keys = useCarriedKeys(blocks, blockToMarked)
  return (
    <FocusKeeper className="blocks">
      {blocks.map((block, index) => (
        <BlockView key={keys[index]} block={block} />
      ))}
    </FocusKeeper>
  )
}
