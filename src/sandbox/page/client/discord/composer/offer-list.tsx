/** What is offered above the box that somebody types into, which keeps the focus. */
import { useEffect, useRef } from 'react'
import { Icon, type IconName } from '../../icon.tsx'
import { Face } from '../face.tsx'

export interface Offer {
  readonly id: string
  readonly label: string
  readonly detail?: string | undefined
  /** User name of the person it stands for. */
  readonly face?: string | undefined
  readonly icon?: IconName
}

interface OfferListProps {
  readonly id: string
  readonly heading: string
  readonly offers: readonly Offer[]
  readonly chosen: number | undefined
  readonly onTake: (offer: Offer) => void
}

export function OfferList({ id, heading, offers, chosen, onTake }: OfferListProps) {
  return (
    <>
      <div className="unseen" role="status">
        {offers.length > 0 && `${offers.length} offered, arrow keys choose`}
      </div>
      {offers.length > 0 && (
        <div className="dc-offers">
          <p className="dc-offers-head" aria-hidden="true">
            {heading}
          </p>
          <div id={id} role="listbox" aria-label={heading}>
            {offers.map((offer, index) => (
              <Row
                key={offer.id}
                id={`${id}-${index}`}
                offer={offer}
                isChosen={index === chosen}
                onTake={() => onTake(offer)}
              />
            ))}
          </div>
        </div>
      )}
    </>
  )
}

interface RowProps {
  readonly id: string
  readonly offer: Offer
  readonly isChosen: boolean
  readonly onTake: () => void
}

function Row({ id, offer: { label, detail, face, icon }, isChosen, onTake }: RowProps) {
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
      className="dc-offer"
      role="option"
      aria-selected={isChosen}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      {face && <Face name={face} size="small" />}
      {icon && <Icon name={icon} />}
      <span className="dc-offer-words">
        <b>{label}</b>
        {detail && <span>{detail}</span>}
      </span>
    </div>
  )
}
