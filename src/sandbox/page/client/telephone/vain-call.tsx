/** A call of the bot's that came to nothing: it stands for a while with its outcome. */
import { Icon } from '../icon.tsx'
import { groupNumber } from './number.ts'
import { outcomeToWords } from './outcome.ts'
import type { Call, Pbx } from './shapes.ts'

export function VainCall({ pbx, call }: { readonly pbx: Pbx; readonly call: Call }) {
  const name = pbx.names[call.number]
  return (
    <li className="line" data-state="vain">
      <span className="line-phone">
        <Icon name="phone" />
      </span>
      <div className="line-who">
        <span className="line-name">{name ?? groupNumber(call.number)}</span>
        <span className="line-facts">
          {name !== undefined && <span>{call.number}</span>}
          <span className="line-state">{outcomeToWords(call.outcome)}</span>
        </span>
      </div>
    </li>
  )
}
