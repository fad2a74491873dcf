/** What is offered above the box that somebody types into, which keeps the focus. */
import { OfferedRow } from '../../chat/offered-row.tsx'
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
              <OfferedRow
                key={offer.id}
                id={`${id}-${index}`}
                className="dc-offer"
                isChosen={index === chosen}
                onTake={() => onTake(offer)}
              >
                <Words {...offer} />
              </OfferedRow>
            ))}
          </div>
        </div>
      )}
    </>
  )
}

const Words = ({ label, detail, face, icon }: Offer) => (
  <>
    {face && <Face name={face} size="small" />}
    {icon && <Icon name={icon} />}
    <span className="dc-offer-words">
      <b>{label}</b>
      {detail && <span>{detail}</span>}
    </span>
  </>
)
