/** The sandbox's clock, which can be moved forward. */
import { useActing } from './acting.tsx'
import { useLive } from './use-live.ts'

export function Clock() {
  const { act } = useActing()
  const clock = useLive<{ now: string; offsetSeconds: number }>('clock')
  return (
    <div className="clock">
      <time dateTime={clock?.now}>{clock?.now}</time>
      <button type="button" onClick={() => act('clock/advance', { seconds: 60 })}>
        +1 min
      </button>
    </div>
  )
}
