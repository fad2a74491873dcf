/** What the elements of one message or view hold for the acting person, and how their choices get to the app. */
import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react'
import { useActing } from '../../acting.tsx'
import type { Place } from '../place.ts'
import type { ViewState } from '../shapes.ts'
import type { Block } from './block-shapes.ts'
import { type Content, contentToValue, initialContent, stateToContent } from './element-content.ts'
import type { Element, ExternalSelect, InputElement, Option, OptionGroup } from './element-shapes.ts'

type AnyElement = Element | InputElement

/** What was entered on the page, by block_id and action_id. */
export type Edits = Readonly<Record<string, Content>>

export interface Suggested {
  readonly options?: readonly Option[]
  readonly option_groups?: readonly OptionGroup[]
}

interface Holding {
  readonly place: Place
  readonly errors: Readonly<Record<string, string>>
  readonly read: (blockId: string, element: AnyElement) => Content
  readonly hold: (blockId: string, element: AnyElement, content: Content) => void
  /** A click, or a choice with what is chosen. Whether the app has it. */
  readonly send: (blockId: string, element: AnyElement, value?: unknown) => Promise<boolean>
  /** Undefined when nothing usable came back. */
  readonly suggest: (blockId: string, element: ExternalSelect, typed: string) => Promise<Suggested | undefined>
}

const Context = createContext<Holding | null>(null)

export function useHolding(): Holding {
  const holding = use(Context)
  if (!holding) throw new Error('used outside of its provider')
  return holding
}

interface HoldingProps {
  readonly blocks: readonly Block[]
  readonly place: Place
  readonly children: ReactNode
  /** What the sandbox says that the elements hold; messages do not tell. */
  readonly state?: ViewState
  readonly errors?: Readonly<Record<string, string>>
}

const noErrors = {}

export function HoldingProvider(props: HoldingProps) {
  const [edits, setEdits] = useState<Edits>({})
  return <EditedHoldingProvider {...props} edits={edits} setEdits={setEdits} />
}

interface EditedProps extends HoldingProps {
  readonly edits: Edits
  readonly setEdits: (change: (before: Edits) => Edits) => void
}

/** For whoever keeps the edits longer than the elements are on the page. */
export function EditedHoldingProvider({ blocks, place, children, state, errors, edits, setEdits }: EditedProps) {
  const { act, setNotice } = useActing()
  const filled = useRef('')
  const placeKey = JSON.stringify(place)

  /** An app is told what stands in all fields, not only of the one that was used. */
  const fillIn = useCallback(async () => {
    const values = editedValues(blocks, edits)
    const text = JSON.stringify(values)
    if (!('view' in place) || Object.keys(values).length === 0 || filled.current === text) return
    filled.current = text
    await act('slack/fill', { view: place.view, values })
  }, [act, blocks, edits, place])

  // The place is a new object at each drawing; what it says counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: placeKey stands for place
  const holding = useMemo((): Holding => {
    const send = async (blockId: string, element: AnyElement, value?: unknown) => {
      await fillIn()
      const chosen = value === undefined ? {} : { value }
      const answer = await act('slack/click', { ...place, block: blockId, action: element.action_id, ...chosen })
      if (answer.error?.startsWith('There is no action')) setNotice('This has changed meanwhile, and nothing was done.')
      return answer.ok
    }
    return {
      place,
      errors: errors ?? noErrors,
      read(blockId, element) {
        const edited = edits[editKey(blockId, element)]
        if (edited?.type === element.type) return edited
        const known = state?.[blockId]?.[element.action_id]
        return known ? stateToContent(known) : initialContent(element)
      },
      hold: (blockId, element, content) => setEdits((before) => ({ ...before, [editKey(blockId, element)]: content })),
      send,
      async suggest(blockId, element, typed) {
        await fillIn()
        const body = { ...place, block: blockId, action: element.action_id, value: typed }
        const answer = await act<Suggested>('slack/options', body)
        return answer.ok ? answer : undefined
      },
    }
  }, [placeKey, errors, edits, state, setEdits, fillIn, act, setNotice])
  return <Context value={holding}>{children}</Context>
}

const editKey = (blockId: string, element: AnyElement) => `${blockId} ${element.action_id}`

/** What was entered in the fields of a form, by block_id. */
export function editedValues(blocks: readonly Block[], edits: Edits): Record<string, unknown> {
  return Object.fromEntries(
    blocks.flatMap((block) => {
      if (block.type !== 'input') return []
      const edited = edits[editKey(block.block_id, block.element)]
      return edited?.type === block.element.type ? [[block.block_id, contentToValue(edited)]] : []
    }),
  )
}
