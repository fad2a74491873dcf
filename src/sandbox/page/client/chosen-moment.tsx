/** Moves the sandbox's clock to a moment that is typed in the acting person's time. */
import { fromAbsolute, type ZonedDateTime } from '@internationalized/date'
import { useState } from 'react'
import { Button, DateField, DateInput, DateSegment, FieldError, Form, Label } from 'react-aria-components'
import { useActing } from './acting.tsx'

export function ChosenMoment({ timeZone, now }: { readonly timeZone: string; readonly now: number }) {
  const { act } = useActing()
  const [chosen, setChosen] = useState<ZonedDateTime | null>(null)
  const present = fromAbsolute(now, timeZone).set({ second: 0, millisecond: 0 })
  const isPast = chosen !== null && chosen.toDate().getTime() <= now
  const go = () => {
    if (chosen === null || isPast) return
    void act('clock/advance', { seconds: (chosen.toDate().getTime() - now) / 1000 })
    setChosen(null)
  }
  return (
    <Form
      className="clock-chosen"
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <DateField
        className="phone-field"
        granularity="minute"
        hourCycle={24}
        hideTimeZone
        placeholderValue={present}
        value={chosen}
        onChange={setChosen}
        isInvalid={isPast}
      >
        <Label>Or to a moment</Label>
        <DateInput className="phone-box clock-input">
          {(segment) => <DateSegment className="clock-segment" segment={segment} />}
        </DateInput>
        <FieldError className="clock-error">This moment is over. Choose a later one.</FieldError>
      </DateField>
      <Button type="submit" className="small-button" isDisabled={chosen === null || isPast}>
        Go there
      </Button>
    </Form>
  )
}
