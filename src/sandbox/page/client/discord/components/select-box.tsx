/** A control that shows what is chosen, and the list to choose from below it: one entry, or several. */
import { useId, useState } from 'react'
import { Button, Dialog, DialogTrigger, ListBox, ListBoxItem, Popover, type Selection } from 'react-aria-components'
import { fewChoices, SearchableList } from '../../chat/searchable-list.tsx'
import { Icon } from '../../icon.tsx'
import { Face } from '../face.tsx'
import { type Choice, filterChoices } from './choices.ts'

interface SelectBoxProps {
  /** Ids of what names and explains it; else it is named by what it shows. */
  readonly labelledBy?: string
  readonly describedBy?: string | undefined
  readonly placeholder: string
  readonly choices: readonly Choice[]
  readonly chosen: readonly string[]
  readonly min: number
  readonly max: number
  readonly isDisabled?: boolean
  readonly isBusy?: boolean
  readonly isInvalid?: boolean
  /** With each choice of one; of several when the list closes. */
  readonly onChoose: (values: readonly string[]) => void
}

export function SelectBox(props: SelectBoxProps) {
  const { labelledBy, describedBy, placeholder, choices, chosen, max, isDisabled = false, isBusy, isInvalid } = props
  const { onChoose } = props
  const valueId = useId()
  const [isOpen, setOpen] = useState(false)
  /** While the list is open. */
  const [picked, setPicked] = useState<readonly string[]>(chosen)
  const isMulti = max > 1
  const shown = (isOpen && isMulti ? picked : chosen).map(
    (value) => choices.find((choice) => choice.value === value) ?? { value, label: value },
  )
  const name = [placeholder, ...shown.map(({ label }) => label)].join(', ')
  const toggle = (next: boolean) => {
    setOpen(next)
    if (next) setPicked(chosen)
    else if (isMulti && picked.join('\n') !== chosen.join('\n')) onChoose(picked)
  }
  const take = (values: readonly string[]) => {
    if (isMulti) return setPicked(values)
    setOpen(false)
    onChoose(values)
  }
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={toggle}>
      <Button
        className="dc-select"
        // Both names: what it is for, and what it shows.
        {...(labelledBy ? { 'aria-labelledby': `${labelledBy} ${valueId}` } : { 'aria-label': name })}
        {...(describedBy && { 'aria-describedby': describedBy })}
        data-invalid={isInvalid || undefined}
        data-busy={isBusy || undefined}
        isDisabled={isDisabled}
      >
        <span id={valueId} className="dc-select-value" data-placeholder={shown.length === 0 || undefined}>
          {shown.length === 0 && placeholder}
          {shown.map(({ value, label, face }) => (
            <span key={value} className={isMulti ? 'dc-pill' : 'dc-only'}>
              {face && <Face name={face} size="small" />}
              {label}
            </span>
          ))}
        </span>
        <Icon name="chevron" />
      </Button>
      <Popover className="popover dc-theme select-popover" placement="bottom start">
        <Dialog className="select-dialog" aria-label={placeholder}>
          <ChoiceList {...props} picked={isMulti ? picked : chosen} onTake={take} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

interface ChoiceListProps extends SelectBoxProps {
  readonly picked: readonly string[]
  readonly onTake: (values: readonly string[]) => void
}

function ChoiceList({ placeholder, choices, min, max, picked, onTake }: ChoiceListProps) {
  const [typed, setTyped] = useState('')
  const isMulti = max > 1
  const isSearchable = choices.length >= fewChoices || choices.some(({ face }) => face !== undefined)
  const offered = filterChoices(choices, typed)
  const isFull = isMulti && picked.length >= max
  const select = (selection: Selection) => {
    if (selection === 'all') return
    const values = choices.map(({ value }) => value).filter((value) => selection.has(value))
    // What was searched for does not take away what was chosen before.
    const kept = isMulti ? picked.filter((value) => !offered.some((one) => one.value === value)) : []
    const next = [...kept, ...values.filter((value) => !kept.includes(value))]
    // Whoever chooses the same entry again means it.
    onTake(next.length === 0 && !isMulti ? (min > 0 ? picked : []) : next)
  }
  return (
    <SearchableList isSearchable={isSearchable} typed={typed} onType={setTyped} reached={isFull ? max : undefined}>
      <ListBox
        className="menu"
        aria-label={placeholder}
        autoFocus={!isSearchable}
        escapeKeyBehavior="none"
        selectionMode={isMulti ? 'multiple' : 'single'}
        selectedKeys={picked}
        onSelectionChange={select}
        disabledKeys={isFull ? offered.map(({ value }) => value).filter((value) => !picked.includes(value)) : []}
        items={offered.map((choice) => ({ ...choice, id: choice.value }))}
        renderEmptyState={() => <p className="menu-note">No results found</p>}
      >
        {({ id, label, description, face }) => (
          <ListBoxItem className="menu-item dc-choice" id={id} textValue={label}>
            {({ isSelected }) => (
              <>
                {face && <Face name={face} />}
                <span className="dc-choice-words">
                  <span>{label}</span>
                  {description && <span className="dc-choice-description">{description}</span>}
                </span>
                {isSelected && <Icon name="check" />}
              </>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </SearchableList>
  )
}
