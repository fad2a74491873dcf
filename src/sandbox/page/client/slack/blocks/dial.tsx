/** What a click on a telephone number does: whoever has a telephone at hand provides it; else the number is copied. */
import { createContext, use } from 'react'
import { useActing } from '../../acting.tsx'

export const DialContext = createContext<((number: string) => void) | null>(null)

export function useDial(): (number: string) => void {
  const dial = use(DialContext)
  const { setNotice } = useActing()
  if (dial) return dial
  return async (number) => {
    try {
      await navigator.clipboard.writeText(number)
      setNotice(`${number} is copied: dial it from a telephone.`)
    } catch {
      setNotice(`Dial ${number} from a telephone.`)
    }
  }
}
