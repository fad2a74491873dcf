/** Arrow keys, Enter, Tab and Escape for a list that is offered while somebody types. */
import { useState } from 'react'
import type { Offer } from './offer-list.tsx'

interface OfferKeys {
  readonly chosen: number | undefined
  /** Whether the key was for the list. */
  readonly press: (key: string, hasShift: boolean) => boolean
}

interface OfferKeysOptions {
  readonly offers: readonly Offer[]
  /** Rises or differs with what is typed: then the first is chosen again, or none. */
  readonly typed: string
  readonly isFirstChosen: boolean
  readonly onTake: (offer: Offer) => void
  readonly onShut: () => void
}

export function useOfferKeys({ offers, typed, isFirstChosen, onTake, onShut }: OfferKeysOptions): OfferKeys {
  /** Where somebody has moved to, while the same stands in the box. */
  const [moved, setMoved] = useState<{ readonly typed: string; readonly to: number }>()
  const at = moved?.typed === typed ? moved.to : isFirstChosen ? 0 : undefined
  const chosen = at !== undefined && at < offers.length ? at : undefined
  const move = (step: 1 | -1) => {
    const from = chosen ?? (step === 1 ? -1 : 0)
    setMoved({ typed, to: (from + step + offers.length) % offers.length })
  }
  return {
    chosen,
    press(key, hasShift) {
      if (offers.length === 0 || hasShift) return false
      if (key === 'ArrowDown') move(1)
      else if (key === 'ArrowUp') move(-1)
      else if (key === 'Escape') onShut()
      else {
        const offer = key === 'Enter' || key === 'Tab' ? offers[chosen ?? -1] : undefined
        if (!offer) return false
        onTake(offer)
      }
      return true
    },
  }
}
