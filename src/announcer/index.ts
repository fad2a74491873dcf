/**
 * Keeps people told: what happened becomes cards where people are. The live card is changed when the shown state changes, one
 * update at a time per message; the last state wins, and equal states are not sent.
 */
import { mention } from '#core/actor.ts'
import type { Conference } from '#core/conference.ts'
import type { CardPoster } from '#core/contracts/announcer.ts'
import type { PostedCard, Store } from '#core/contracts/store.ts'
import { errorFacts, isConfbotError } from '#core/errors.ts'
import type { ConferenceEvent, EventBus } from '#core/events.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { moment, say } from '#text/message.ts'
import { actions, button, type Card, card, note } from '#view/card.ts'
import type { Notifier } from '#view/notifier.ts'
import type { PbxAbilities } from '#view/presenters/abilities.ts'
import { type Confirmation, conferenceCard } from '#view/presenters/conference-card.ts'
import { ref } from '#view/presenters/roster.ts'
import { createCardKeeper } from './card-keeper.ts'
import { createLostCards } from './lost-cards.ts'
import { createTalkingPace } from './talking-pace.ts'
import { untilTaken } from './until-taken.ts'

export interface AnnouncerDeps {
  readonly store: Pick<Store, 'postedCards'>
  readonly events: EventBus
  readonly clock: Clock
  readonly logger: Logger
  /** By platform id; absent when that platform is not connected. */
  readonly notifierOf: (platform: string) => Notifier | undefined
  readonly abilitiesOf: (pbxName: string) => PbxAbilities
  readonly conferenceOf: (id: string) => Promise<Conference | null>
  /** A card that was lost stands there now. */
  readonly cardMoved: (card: PostedCard) => void
}

export interface Announcer extends CardPoster {
  /** Brings every card that may have been left behind up to date, and listens from then on. */
  start(): Promise<void>
  /** Stops after the updates in flight. */
  stop(): Promise<void>
}

/** The event that names the actor follows the change at once. */
const actorWaitMs = 500

export function createAnnouncer(deps: AnnouncerDeps): Announcer {
  const { store, events, clock, logger, notifierOf, abilitiesOf, conferenceOf, cardMoved } = deps
  /** By conference; of one that was confirmed all the time there is none. */
  const confirmations = new Map<string, Confirmation>()
  const cardOf = (conference: Conference) =>
    conferenceCard(conference, abilitiesOf(conference.pbx), confirmations.get(conference.id))
  const stopping = new AbortController()
  const { signal } = stopping
  const lost = createLostCards({
    store,
    clock,
    logger,
    signal,
    notifierOf,
    conferenceOf,
    cardOf,
    async keep(posted, shown) {
      keeper.shown(posted, shown)
      cardMoved(posted)
      await keepCard(posted)
    },
  })
  const forget = (posted: PostedCard) => store.postedCards.remove(posted)
  const keeper = createCardKeeper({ clock, logger, notifierOf, forget, ...lost })
  const newest = new Map<string, Conference>()
  /** Recordings that were seen to begin or end, until it is known who did it. */
  const unsaid = new Map<string, () => void>()
  let unsubscribe = () => {}

  const refresh = async (conference: Conference) => {
    try {
      for (const posted of await store.postedCards.ofConference(conference.id))
        keeper.show(posted, cardOf(conference), conference.state === 'ended')
    } catch (error) {
      logger.warn({ ...errorFacts(error), conference: conference.id }, 'a live card could not be brought up to date')
    }
  }

  const pace = createTalkingPace(clock, (conference) => void refresh(conference))

  const keepCard = async (posted: PostedCard) => {
    await store.postedCards.add(posted)
    const conference = await conferenceOf(posted.conferenceId)
    if (conference) await refresh(conference)
  }

  /** Said in the channel, beside the card; to the chair alone where the bot may not write there any more. */
  const notice = async (conference: Conference, said: Card): Promise<void> => {
    const { place, startedBy, chair } = conference
    try {
      await untilTaken(async () => notifierOf(place.platform)?.post(place, said, startedBy), clock, signal).catch(
        (error: unknown) => {
          if (!isConfbotError(error, 'chat.cannot-post')) throw error
          return untilTaken(async () => notifierOf(chair.platform)?.tell(chair, said), clock, signal)
        },
      )
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: error, conference: conference.id }, 'a notice could not be posted')
    }
  }

  /** Somebody in the channel did it, as the next event tells; or it was done on the PBX, or by a request whose answer was lost. */
  const sayRecording = (conference: Conference) => {
    unsaid.get(conference.id)?.()
    const tell = () => {
      unsaid.delete(conference.id)
      const key = conference.recording ? 'card.notice.recording-seen' : 'card.notice.recording-gone'
      void notice(conference, card(say(key, { name: conference.subject })))
    }
    unsaid.set(conference.id, clock.schedule(actorWaitMs, tell))
  }

  const told: { [Kind in ConferenceEvent['kind']]: (event: Extract<ConferenceEvent, { kind: Kind }>) => void } = {
    'conference-started': ({ conference }) => void newest.set(conference.id, conference),
    'conference-changed': ({ conference }) => {
      const before = newest.get(conference.id)
      // What is written of an ended one later must not keep it here.
      if (conference.state === 'live') newest.set(conference.id, conference)
      else newest.delete(conference.id)
      // Before the first reading it is not known, which is no news.
      const isNews = before !== undefined && (before.recording ?? false) !== (conference.recording ?? false)
      if (isNews && conference.state === 'live') sayRecording(conference)
      pace.changed(before, conference)
    },
    'recording-changed': ({ conference, actor, recording }) => {
      unsaid.get(conference.id)?.()
      unsaid.delete(conference.id)
      const blanks = { who: mention(actor), name: conference.subject }
      void notice(conference, card(say(recording ? 'card.notice.recording-on' : 'card.notice.recording-off', blanks)))
    },
    'conference-ending-soon': ({ conference, reason, endsAt }) => {
      const blanks = { name: conference.subject, at: moment(endsAt, 'time') }
      const until = conference.schedule?.endAt ?? endsAt
      // It was kept open, or could not be warned of in time.
      const isLater = reason === 'scheduled' && until !== endsAt
      const said = isLater
        ? say('card.notice.scheduled-late', { ...blanks, until: moment(until, 'time') })
        : say(`card.notice.${reason}`, blanks)
      const keep = button(say('card.button.keep'), ref(conference, 'conf keep'))
      // What ends is the conference here: the PBX goes on until they hang up.
      const { end } = abilitiesOf(conference.pbx)
      void notice(conference, card(said, ...(end ? [] : [note(say('card.end-here.text'))]), actions(keep)))
    },
    'conference-ended': ({ conference }) => {
      confirmations.delete(conference.id)
      newest.delete(conference.id)
      pace.forget(conference.id)
      lost.ended(conference.id)
    },
    // Cards of meetings are brought up to date by jobs, which survive a restart.
    'meeting-changed': () => {},
    'jobs-enqueued': () => {},
    'confirmation-changed': ({ conferenceId, since }) => {
      confirmations.set(conferenceId, { missingSince: since, againAt: since === null ? clock.now() : null })
      const conference = newest.get(conferenceId)
      if (conference) void refresh(conference)
    },
  }

  return {
    async postCard(conference, place, asker, mark) {
      const notifier = notifierOf(place.platform)
      if (!notifier) throw new Error(`no platform ${place.platform}`)
      const shown = cardOf(conference)
      const message = await notifier.post(place, shown, asker, mark)
      const posted: PostedCard = { conferenceId: conference.id, place: message.place, messageId: message.messageId }
      keeper.shown(posted, shown)
      return posted
    },
    async findCard({ id: conferenceId }, place, mark, since) {
      const found = await notifierOf(place.platform)?.find(place, mark, since)
      return found ? { conferenceId, ...found } : null
    },
    async withdrawCard(posted) {
      await keeper.withdraw(posted)
    },
    keepCard,
    isKept: keeper.has,
    async start() {
      unsubscribe = events.subscribe((event) => (told[event.kind] as (event: ConferenceEvent) => void)(event))
      for (const conferenceId of new Set((await store.postedCards.all()).map((posted) => posted.conferenceId))) {
        const conference = await conferenceOf(conferenceId)
        if (!conference) continue
        if (conference.state === 'live') newest.set(conference.id, conference)
        await refresh(conference)
      }
    },
    async stop() {
      unsubscribe()
      pace.stop()
      stopping.abort()
      await keeper.stop()
    },
  }
}
