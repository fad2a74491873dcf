/** The server's scheduled events: what comes, who is interested, and what an administrator changes by hand. */
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'
import { useNow } from '../now.tsx'
import { useLive } from '../use-live.ts'
import { useDirectory } from './directory.tsx'
import { EventTime } from './event-time.tsx'
import { Face } from './face.tsx'
import type { ScheduledEvent } from './shapes.ts'
import { formatTimestamp } from './timestamp.ts'
import { useActAloud } from './use-act.ts'

/** `ScheduledEvent.status` of what is over or was called off. */
const isGone = ({ status }: ScheduledEvent) => status > 2

export function Events() {
  const { events = [] } = useLive<{ events: readonly ScheduledEvent[] }>('discord/events') ?? {}
  const coming = events
    .filter((event) => !isGone(event))
    .sort((a, b) => a.scheduled_start_time.localeCompare(b.scheduled_start_time))
  const title = coming.length === 0 ? 'Events' : `${coming.length} ${coming.length === 1 ? 'Event' : 'Events'}`
  return (
    <DialogTrigger>
      <Button className="dc-entry dc-events-entry">
        <Icon name="calendar" />
        <span>{title}</span>
      </Button>
      <ModalOverlay className="dc-veil dc-theme" isDismissable>
        <Modal className="dc-modal">
          <Dialog className="dc-modal-dialog">
            {({ close }) => (
              <>
                <header className="dc-modal-head">
                  <Icon name="calendar" />
                  <Heading slot="title">{title}</Heading>
                  <Button className="icon-button" aria-label="Close" onPress={close} autoFocus>
                    <Icon name="close" />
                  </Button>
                </header>
                {coming.length === 0 ? (
                  <p className="dc-modal-body">There are no upcoming events.</p>
                ) : (
                  <ul className="dc-modal-body dc-events">
                    {coming.map((event) => (
                      <EventCard key={event.id} event={event} />
                    ))}
                  </ul>
                )}
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  )
}

function EventCard({ event }: { readonly event: ScheduledEvent }) {
  const { person } = useActing()
  const { me } = useDirectory()
  const act = useActAloud()
  const reader = { timeZone: person.timeZone, now: useNow(60_000) }
  const { id, name, description, scheduled_start_time: start, entity_metadata: place, interested } = event
  const isInterested = interested.some((one) => one.id === me?.id)
  return (
    <li className="dc-event">
      <p className="dc-event-when">{formatTimestamp(Date.parse(start) / 1000, 'F', reader)}</p>
      <h3>{name}</h3>
      {description && <p className="dc-event-about">{description}</p>}
      {place?.location && (
        <p className="dc-event-place">
          <Icon name="home" /> {place.location}
        </p>
      )}
      <div className="dc-row">
        <span className="dc-event-count">
          {interested.slice(0, 3).map(({ id: someone, username }) => (
            <Face key={someone} name={username} size="small" />
          ))}
          {interested.length} interested
        </span>
        <div className="dc-row">
          <Button
            className="dc-button"
            data-style={isInterested ? 'success' : 'secondary'}
            aria-pressed={isInterested}
            onPress={() => void act('event', { event: id, interested: !isInterested })}
          >
            {isInterested && <Icon name="check" />} Interested
          </Button>
          {me?.isAdmin && (
            <>
              <EventTime event={event} />
              <Button
                className="dc-button"
                data-style="danger"
                onPress={() => void act('event', { event: id, cancel: true })}
              >
                Cancel event
              </Button>
            </>
          )}
        </div>
      </div>
    </li>
  )
}
