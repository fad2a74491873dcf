/** The sandbox's clock: what time it is for the acting person, and how it is moved, which goes forward only. */
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components'
import { useActing } from './acting.tsx'
import { ChosenMoment } from './chosen-moment.tsx'
import { aheadToWords, dayIn, timeIn, zoneToCity } from './clock-words.ts'
import { Icon } from './icon.tsx'
import { useNow } from './now.tsx'
import { useLive } from './use-live.ts'

const steps = [
  ['1 min', 60],
  ['15 min', 900],
  ['1 h', 3600],
  ['1 day', 86_400],
] as const

export function Clock() {
  const { person } = useActing()
  const { offsetSeconds = 0 } = useLive<{ offsetSeconds: number }>('clock') ?? {}
  const now = useNow(1000)
  const { timeZone } = person
  const ahead = offsetSeconds >= 1 ? aheadToWords(offsetSeconds) : ''
  return (
    <DialogTrigger>
      <Button className="clock-button" data-moved={ahead !== ''}>
        <span className="unseen">Clock</span>
        <Icon name="clock" />
        <span className="clock-time">{timeIn(timeZone, now)}</span>
        <span className="clock-more">
          {zoneToCity(timeZone)}
          {ahead !== '' && <span className="clock-ahead">{ahead}</span>}
        </span>
        <Icon name="chevron" />
      </Button>
      <Popover className="popover clock-popover" placement="bottom end">
        <Dialog className="clock-dialog">
          <Heading slot="title">The sandbox’s clock</Heading>
          <ClockFace timeZone={timeZone} now={now} ahead={ahead} />
          <Steps />
          <ChosenMoment timeZone={timeZone} now={now} />
          <p className="clock-note">
            It only goes forward: what has happened has happened. Start over leaves it where it is.
          </p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function ClockFace({
  timeZone,
  now,
  ahead,
}: {
  readonly timeZone: string
  readonly now: number
  readonly ahead: string
}) {
  const zones = timeZone === 'Etc/UTC' ? [timeZone] : [timeZone, 'Etc/UTC']
  return (
    <>
      <dl className="clock-face">
        {zones.map((zone) => (
          <div key={zone}>
            <dt>{zoneToCity(zone)}</dt>
            <dd>
              {timeIn(zone, now)} <span>{dayIn(zone, now)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="clock-offset" role="status">
        {ahead === '' ? 'As this machine’s clock.' : `${ahead} of this machine’s clock.`}
      </p>
    </>
  )
}

function Steps() {
  const { act } = useActing()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form's
    <div className="clock-steps" role="group" aria-label="Move forward by">
      {steps.map(([name, seconds]) => (
        <Button key={name} className="small-button" onPress={() => void act('clock/advance', { seconds })}>
          +{name}
        </Button>
      ))}
    </div>
  )
}
