/** What is offered while somebody types, above the text box, which keeps the focus. */
import { useActing } from '../acting.tsx'
import { Avatar } from '../avatar.tsx'
import { OfferedRow } from '../chat/offered-row.tsx'
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
            <OfferedRow
              key={item.id}
              id={`${id}-${index}`}
              className="suggestion"
              kind={item.kind}
              isChosen={index === chosen}
              onTake={() => onTake(item)}
            >
              <Sign item={item} />
              <span className="suggestion-label">{item.label}</span>
              {item.detail !== '' && <span className="suggestion-detail">{item.detail}</span>}
            </OfferedRow>
          ))}
        </div>
      )}
    </>
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
