/** Around the open list of a menu: a field to search in where there is much to choose from, and word of how much can be chosen. */
import type { ReactElement } from 'react'
import { Autocomplete, Input, SearchField } from 'react-aria-components'
import { Icon } from '../icon.tsx'

/** Below that nobody needs to search. */
export const fewChoices = 8

interface SearchableListProps {
  readonly isSearchable: boolean
  readonly typed: string
  readonly onType: (text: string) => void
  readonly isWaiting?: boolean
  /** How many can be chosen, where as many are. */
  readonly reached: number | undefined
  readonly children: ReactElement
}

export function SearchableList({ isSearchable, typed, onType, isWaiting, reached, children }: SearchableListProps) {
  return (
    <>
      {isSearchable ? (
        <Autocomplete inputValue={typed} onInputChange={onType}>
          <SearchField className="select-search" aria-label="Search" autoFocus data-waiting={isWaiting || undefined}>
            <Icon name="search" />
            <Input placeholder="Search" />
          </SearchField>
          {children}
        </Autocomplete>
      ) : (
        children
      )}
      {reached !== undefined && <p className="menu-note">No more than {reached} can be chosen.</p>}
    </>
  )
}
