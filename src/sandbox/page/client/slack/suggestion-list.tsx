/** What is offered while somebody types, above the text box, which keeps the focus. */
import { useEffect, useRef } from 'react'
import { useActing } from '../acting.tsx'
import { Avatar } from '../avatar.tsx'
import { Icon, type IconName } from '../icon.tsx'
import type { Suggestion, Suggestions } from './suggest.ts'

interface SuggestionListProps {
  readonly id: string
  readonly found: Suggestions | null
  readonly chosen: number | undefined
  readonly onTake: (suggestion: Suggestion) => void
}

export function SuggestionList({ id, found, chosen, onTake }: SuggestionListProps) {
  const count = found?.items.length ?? 0
  return (
    <>
      <div className="unseen" role="status">
        {count > 0 && `${count} suggestions, arrow keys choose`}
      </div>
      {found && (
        <div id={id} className="suggestions" role="listbox" aria-label="Suggestions">
          {found.items.map((item, index) => (
            <Row
              key={item.id}
              id={`${id}-${index}`}
              item={item}
              isChosen={index === chosen}
              onTake={() => onTake(item)}
            />
          ))}
        </div>
      )}
    </>
  )
}

interface RowProps {
  readonly id: string
  readonly item: Suggestion
  readonly isChosen: boolean
  readonly onTake: () => void
}

function Row({ id, item, isChosen, onTake }: RowProps) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    // The text box keeps the focus and hears the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant of the text box points here
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text box hears the keys
    <div
      ref={row}
      id={id}
      className="suggestion"
      data-kind={item.kind}
      role="option"
      aria-selected={isChosen}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <Sign item={item} />
      <span className="suggestion-label">{item.label}</span>
      {item.detail !== '' && <span className="suggestion-detail">{item.detail}</span>}
    </div>
  )
}

const icons: Readonly<Record<Exclude<Suggestion['kind'], 'person' | 'app' | 'word'>, IconName>> = {
  command: 'slash',
  earlier: 'clock',
  group: 'people',
  channel: 'hash',
}

function Sign({ item: { kind, label } }: { readonly item: Suggestion }) {
  const { find } = useActing()
  if (kind === 'person' || kind === 'app') return <Avatar person={find(label.slice(1))} size="small" />
  return kind !== 'word' && <Icon name={icons[kind]} />
}
