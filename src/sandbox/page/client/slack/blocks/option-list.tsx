/** The open list of a menu: with a field to type into where there is much to choose from, or where the app fills it. */
import { useState } from 'react'
import { Header, ListBox, ListBoxItem, ListBoxSection, type Selection } from 'react-aria-components'
import { fewChoices, SearchableList } from '../../chat/searchable-list.tsx'
import { Icon } from '../../icon.tsx'
import type { Option, SelectElement } from './element-shapes.ts'
import { plainToString } from './mrkdwn.ts'
import type { OfferedGroup } from './offered-options.ts'
import { useOffered } from './use-offered.ts'

interface OptionListProps {
  readonly blockId: string
  readonly element: SelectElement
  /** All there is; undefined where the app is asked. */
  readonly known: readonly OfferedGroup[] | undefined
  readonly chosen: readonly Option[]
  readonly isMulti: boolean
  readonly onTake: (options: readonly Option[]) => void
}

export function OptionList({ blockId, element, known, chosen, isMulti, onTake }: OptionListProps) {
  const [typed, setTyped] = useState('')
  const { groups, note, isWaiting } = useOffered(blockId, element, known, typed)
  const offered = groups.flatMap(({ options }) => options)
  const values = chosen.map(({ value }) => value)
  const most = element.max_selected_items ?? Number.POSITIVE_INFINITY
  const isFull = isMulti && chosen.length >= most
  const isSearchable = !known || known.flatMap(({ options }) => options).length >= fewChoices
  const select = (selection: Selection) => {
    if (selection === 'all') return
    const all = [...chosen, ...offered]
    const options = [...selection].flatMap((key) => all.find(({ value }) => value === key) ?? [])
    // Whoever chooses the same entry again wants to keep it.
    onTake(options.length === 0 && !isMulti ? chosen : options)
  }
  return (
    <SearchableList
      isSearchable={isSearchable}
      typed={typed}
      onType={setTyped}
      isWaiting={isWaiting}
      reached={isFull ? most : undefined}
    >
      <ListBox
        className="menu"
        aria-label={element.placeholder?.text ?? 'Options'}
        autoFocus={!isSearchable}
        escapeKeyBehavior="none"
        selectionMode={isMulti ? 'multiple' : 'single'}
        selectedKeys={values}
        onSelectionChange={select}
        disabledKeys={isFull ? offered.map(({ value }) => value).filter((value) => !values.includes(value)) : []}
        renderEmptyState={() => <p className="menu-note">{note}</p>}
      >
        {groups.map(({ label, options }) =>
          label === '' ? (
            options.map(optionItem)
          ) : (
            <ListBoxSection key={label} id={`group ${label}`}>
              <Header className="menu-header">{label}</Header>
              {options.map(optionItem)}
            </ListBoxSection>
          ),
        )}
      </ListBox>
    </SearchableList>
  )
}

const optionItem = ({ value, text, description }: Option) => (
  <ListBoxItem className="menu-item option" key={value} id={value} textValue={text.text}>
    {({ isSelected }) => (
      <>
        <span className="option-words">
          {plainToString(text)}
          {description && <span className="option-description">{plainToString(description)}</span>}
        </span>
        {isSelected && <Icon name="check" />}
      </>
    )}
  </ListBoxItem>
)
