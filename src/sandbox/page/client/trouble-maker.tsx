/** Chooses what a service does wrong, and how often; says what is still to come, and takes it back. */
import { useState } from 'react'
import {
  Button,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  NumberField,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components'
import { Icon } from './icon.tsx'
import { type PlannedFault, plannedToWords, type Trouble } from './trouble-kinds.ts'
import { useLive } from './use-live.ts'
import { useMeddle } from './use-meddle.ts'

interface TroubleMakerProps {
  /** Whose trouble it is. */
  readonly of: string
  /** Where its calls lie in the API. */
  readonly path: string
  readonly troubles: readonly Trouble[]
}

const none: readonly never[] = []

export function TroubleMaker({ of, path, troubles }: TroubleMakerProps) {
  const meddle = useMeddle()
  const { faults = none } = useLive<{ faults: readonly PlannedFault[] }>(`${path}/faults`) ?? {}
  const [chosen, setChosen] = useState(troubles[0]?.id)
  const [times, setTimes] = useState(3)
  const fault = troubles.find(({ id }) => id === chosen)?.fault
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form's
    <div className="trouble" role="group" aria-label={`Trouble of ${of}`}>
      <Select className="phone-field" value={chosen ?? null} onChange={(id) => setChosen(String(id))}>
        <Label>{of}</Label>
        <Button className="phone-box trouble-kind">
          <SelectValue />
          <Icon name="chevron" />
        </Button>
        <Popover className="popover" placement="bottom start">
          <ListBox className="menu" items={troubles}>
            {({ name }) => <ListBoxItem className="menu-item">{name}</ListBoxItem>}
          </ListBox>
        </Popover>
      </Select>
      <NumberField className="phone-field" minValue={1} maxValue={1000} value={times} onChange={setTimes}>
        <Label>Times</Label>
        <Input className="phone-box trouble-times" />
      </NumberField>
      <Button
        className="small-button"
        isDisabled={!fault || Number.isNaN(times)}
        onPress={() => void meddle(`${path}/fault`, { match: '', ...fault, times })}
      >
        Start
      </Button>
      <div className="trouble-planned" role="status">
        {faults.map((one) => (
          <p key={`${one.match} ${one.kind} ${one.retryAfter}`}>{plannedToWords(one, troubles)}</p>
        ))}
        {faults.length > 0 && (
          <Button className="small-button" onPress={() => void meddle(`${path}/mend`, {})}>
            Take it back
          </Button>
        )}
      </div>
    </div>
  )
}
