/** How long something lasts by now, ticking. */
import { useNow } from '../now.tsx'
import { durationToText } from './duration.ts'

export function Lasting({ since }: { readonly since: string }) {
  const now = useNow(1000)
  return (
    <time className="lasting" dateTime={since}>
      {durationToText(now - Date.parse(since))}
    </time>
  )
}
