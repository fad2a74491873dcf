/** Moves an event by hand, as an administrator does in Discord's own client: the bot is told and has not done it. */
import { parseAbsolute, type ZonedDateTime } from '@internationalized/date'
import { type SyntheticEvent, useState } from 'react'
import { Button, DateField, DateInput, DateSegment, Dialog, DialogTrigger, Label, Popover } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import type { ScheduledEvent } from './shapes.ts'
import { useActAloud } from './use-act.ts'

export function EventTime({ event }: { readonly event: ScheduledEvent }) {
  const { person } = useActing()
  const act = useActAloud()
  const { id, scheduled_start_time: start, scheduled_end_time: end } = event
  const [chosen, setChosen] = useState<ZonedDateTime | null>(null)
  const move = async (submitted: SyntheticEvent, close: () => void) => {
    submitted.preventDefault()
    if (!chosen) return
    const moved = chosen.toDate().getTime()
    const lasts = end === null ? null : Date.parse(end) - Date.parse(start)
    const change = {
      scheduled_start_time: new Date(moved).toISOString(),
      ...(lasts !== null && { scheduled_end_time: new Date(moved + lasts).toISOString() }),
    }
    if ((await act('event', { event: id, change })).ok) close()
  }
  return (
    <DialogTrigger>
      <Button className="dc-button" data-style="secondary">
        Edit time
      </Button>
      <Popover className="popover dc-theme" placement="bottom start">
        <Dialog className="dc-thread-dialog" aria-label="Edit time">
          {({ close }) => (
            <form onSubmit={(submitted) => void move(submitted, close)}>
              <DateField
                className="dc-text-field"
                granularity="minute"
                hourCycle={24}
                hideTimeZone
                value={chosen ?? parseAbsolute(start, person.timeZone)}
                onChange={setChosen}
              >
                <Label className="dc-field-label">Start</Label>
                <DateInput className="dc-input dc-date">
                  {(segment) => <DateSegment className="clock-segment" segment={segment} />}
                </DateInput>
              </DateField>
              <Button className="dc-button is-wide" data-style="primary" type="submit" isDisabled={chosen === null}>
                Save changes
              </Button>
            </form>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
