/** What a click on a telephone number does: it is copied, to be dialled from one of the page's telephones. */
import { useActing } from '../../acting.tsx'

export function useDial(): (number: string) => Promise<void> {
  const { setNotice } = useActing()
  return async (number) => {
    try {
      await navigator.clipboard.writeText(number)
      setNotice(`${number} is copied. Dial it from a telephone.`)
    } catch {
      setNotice(`Dial ${number} from a telephone.`)
    }
  }
}
