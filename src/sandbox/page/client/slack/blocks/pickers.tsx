/** Pickers of a date, of a time of day, and of both. */
import {
  CalendarDate,
  type DateValue,
  fromAbsolute,
  parseDate,
  parseDateTime,
  toCalendarDate,
  toZoned,
} from '@internationalized/date'
import { useState } from 'react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  ComboBox,
  Dialog,
  DialogTrigger,
  Heading,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components'
import { useActing } from '../../acting.tsx'
import { Icon } from '../../icon.tsx'
import { useNow } from '../../now.tsx'
import { ControlButton, type ControlNaming } from './control-button.tsx'
import { formatDate } from './date-format.ts'
import { valuesToContent } from './element-content.ts'
import type { PickerElement } from './element-shapes.ts'
import { offeredTimes, parseTimeOfDay, timeOfDayToString } from './time-of-day.ts'
import { ariaName, type ControlProps, nameOf, useChoice } from './use-choice.ts'

export function PickerView(props: ControlProps<PickerElement>) {
  const { element } = props
  const { person } = useActing()
  const { content, choose, isBusy, question } = useChoice(props)
  const [value = ''] = content.values
  const set = (next: string | undefined) => {
    if (next !== (value || undefined)) choose(valuesToContent(element.type, next === undefined ? [] : [next]))
  }
  const common = { ...nameOf(props, 'Date and time'), isBusy, isInvalid: props.isInvalid === true }
  const words = element.placeholder?.text
  switch (element.type) {
    case 'datepicker':
      return (
        <>
          <DatePart {...common} date={value} placeholder={words ?? 'Select a date'} onDate={set} />
          {question}
        </>
      )
    case 'timepicker':
      return (
        <>
          <TimePart {...common} time={value} placeholder={words ?? 'Select a time'} onTime={set} />
          {element.timezone && <p className="field-hint">{element.timezone.replaceAll('_', ' ')}</p>}
          {question}
        </>
      )
    case 'datetimepicker':
      return (
        <>
          <DateTime {...common} seconds={value} timeZone={person.timeZone} onSeconds={set} />
          {question}
        </>
      )
  }
}

interface PartProps extends ControlNaming {
  readonly isBusy: boolean
  readonly isInvalid: boolean
}

interface DatePartProps extends PartProps {
  /** `YYYY-MM-DD`, or nothing. */
  readonly date: string
  readonly placeholder: string
  readonly onDate: (date: string) => void
}

function DatePart({ date, placeholder, onDate, ...common }: DatePartProps) {
  const today = useToday()
  const [isOpen, setOpen] = useState(false)
  const chosen = date === '' ? null : parseDate(date)
  const said = chosen && formatDate(chosen.toDate('UTC').getTime() / 1000, '{date_short}', { timeZone: 'UTC', now: 0 })
  const take = (value: DateValue) => {
    onDate(new CalendarDate(value.year, value.month, value.day).toString())
    setOpen(false)
  }
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <ControlButton {...common} icon="calendar" isEmpty={!said}>
        {said ?? placeholder}
      </ControlButton>
      <Popover className="popover" placement="bottom start">
        <Dialog className="calendar-dialog" aria-label={placeholder}>
          <Calendar
            className="calendar"
            aria-label={placeholder}
            autoFocus
            value={chosen}
            defaultFocusedValue={chosen ?? today}
            onChange={take}
          >
            <header className="calendar-head">
              <Button slot="previous" className="slack-clear">
                <Icon name="back" />
              </Button>
              <Heading className="calendar-title" />
              <Button slot="next" className="slack-clear">
                <Icon name="forward" />
              </Button>
            </header>
            <CalendarGrid className="calendar-grid" weekdayStyle="short">
              {(day) => (
                <CalendarCell
                  className={day.compare(today) === 0 ? 'calendar-day is-today' : 'calendar-day'}
                  date={day}
                />
              )}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

/** By the sandbox's clock, where the acting person is. */
function useToday(): CalendarDate {
  const { person } = useActing()
  return toCalendarDate(fromAbsolute(useNow(60_000), person.timeZone))
}

interface TimePartProps extends PartProps {
  /** `HH:mm`, or nothing. */
  readonly time: string
  readonly placeholder: string
  readonly onTime: (time: string | undefined) => void
}

/** A list of half hours, in which any other time can be typed. */
function TimePart({ time, placeholder, onTime, isBusy, isInvalid, ...naming }: TimePartProps) {
  const shown = time === '' ? '' : timeOfDayToString(time)
  const [typed, setTyped] = useState<string>()
  const finish = () => {
    if (typed === undefined) return
    const parsed = parseTimeOfDay(typed)
    if (typed.trim() === '') onTime(undefined)
    else if (parsed) onTime(parsed)
    setTyped(undefined)
  }
  return (
    <ComboBox
      className="time"
      {...ariaName(naming)}
      allowsCustomValue
      menuTrigger="focus"
      isReadOnly={isBusy}
      isInvalid={isInvalid}
      inputValue={typed ?? shown}
      onInputChange={setTyped}
      value={time || null}
      onChange={(key) => {
        if (key === null) return
        setTyped(undefined)
        onTime(String(key))
      }}
      onBlur={finish}
      items={offeredTimes(time || undefined, typed === shown ? '' : typed).map((id) => ({ id }))}
    >
      <div className="slack-select is-time">
        <Icon name="clock" />
        <Input
          className="time-input"
          placeholder={placeholder}
          onKeyDown={(event) => {
            // An entry of the list that is pointed at is taken by the list itself.
            if (event.key !== 'Enter' || event.currentTarget.getAttribute('aria-activedescendant')) return
            // What was typed is taken first; only then does Enter submit the form.
            if (typed !== undefined) event.preventDefault()
            finish()
          }}
        />
      </div>
      <Popover className="popover time-popover" placement="bottom start">
        <ListBox className="menu">
          {({ id }: { id: string }) => (
            <ListBoxItem className="menu-item" id={id} textValue={timeOfDayToString(id)}>
              {timeOfDayToString(id)}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

interface DateTimeProps extends PartProps {
  /** UNIX seconds, or nothing. */
  readonly seconds: string
  readonly timeZone: string
  readonly onSeconds: (seconds: string | undefined) => void
}

/** The instant is that of the wall clock in the person's own zone, as Slack takes the device's. */
function DateTime({ seconds, timeZone, onSeconds, ...common }: DateTimeProps) {
  const today = useToday().toString()
  const whole = seconds === '' ? null : fromAbsolute(Number(seconds) * 1000, timeZone)
  const [date = '', time = ''] = whole?.toString().slice(0, 16).split('T') ?? []
  const set = (nextDate: string, nextTime: string) => {
    const wall = parseDateTime(`${nextDate}T${nextTime}`)
    onSeconds(String(Math.floor(toZoned(wall, timeZone).toDate().getTime() / 1000)))
  }
  return (
    <div className="date-time">
      <DatePart {...common} date={date} placeholder="Select a date" onDate={(next) => set(next, time || '09:00')} />
      <TimePart
        {...common}
        time={time}
        placeholder="Select a time"
        onTime={(next) => next && set(date || today, next)}
      />
    </div>
  )
}
