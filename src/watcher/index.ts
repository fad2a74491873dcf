/**
 * Live conferences are read again on every hint and on a timer; what they show is the PBX's word, never a count of ours. The
 * rules of life (empty, alone, too long) are applied to what was read, and numbers that are kept out are turned away.
 */

import { systemActor } from '#core/actor.ts'
import { createAttempt } from '#core/attempt.ts'
import { lateComers } from '#core/closed-room.ts'
import { type Conference, type EndReason, type Participant, presentParticipants } from '#core/conference.ts'
import type { Store } from '#core/contracts/store.ts'
import { errorFacts, isConfbotError } from '#core/errors.ts'
import type { EventBus } from '#core/events.ts'
import { lifeStep } from '#core/life.ts'
import { isSameNumber } from '#core/match-invitations.ts'
import { restsUntil } from '#core/service/end.ts'
import type { ConferenceService } from '#core/service/index.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { calmIntervalMs, readingIntervalMs } from './interval.ts'
import { createLanes } from './lanes.ts'

export interface Watcher {
  /** Watches all that is live, and all that becomes so; and clears the rooms of `unsettled`. */
  start(unsettled: readonly Conference[]): void
  stop(): void
  /** Something happened in this room, or somewhere (null): read again now. Several hints at once are one. */
  hint(pbx: string, roomId: string | null): void
}

interface Watch {
  readonly pbx: string
  cancel: () => void
  cancelAge: () => void
  /** A reading is under way; a hint that comes meanwhile asks for one more. */
  reading: boolean
  again: boolean
  /** The last reading failed. */
  failing: boolean
  /** Not before this instant: the PBX asked for patience. */
  notBefore: number
  lookedAt: number
  /** When it was last read because of hints, the oldest first. */
  hinted: readonly number[]
  lastGoodAt: number
  unconfirmed: boolean
}

/** Without a good reading for so long, the card says so; later where it is read more rarely. */
const staleAfterMs = 15_000
const staleAfterIntervals = 1.5
/** Where the vendor limits how often it may be asked, hints make for a reading a second at most. */
const hintSpacingMs = 1000
/** Elsewhere so close, but no more of them in the long run: each may change the card, and a chat takes one change a second. */
const hintCloseMs = 100
const hintsInARow = 3
const clearIntervalMs = 2500

export function createWatcher(deps: {
  readonly service: ConferenceService
  readonly store: Store
  readonly events: EventBus
  readonly clock: Clock
  readonly logger: Logger
}): Watcher {
  const { service, store, events, clock, logger } = deps
  const watches = new Map<string, Watch>()
  const laneOf = createLanes()
  const clearing = new Set<() => void>()
  /** Turnings away that failed were recorded once. */
  const recorded = new Set<string>()
  let isStopped = false
  let unsubscribe = () => {}

  const intervalOf = (conference: Conference): number => {
    const liveThere = service.allLive().filter((one) => one.pbx === conference.pbx).length
    return readingIntervalMs(conference, service.pbxOf(conference.pbx), liveThere)
  }

  const watch = (conference: Conference) => {
    if (watches.has(conference.id)) return
    const entry: Watch = {
      pbx: conference.pbx,
      cancel: () => {},
      cancelAge: () => {},
      reading: false,
      again: false,
      failing: false,
      notBefore: Number.NEGATIVE_INFINITY,
      lookedAt: Number.NEGATIVE_INFINITY,
      hinted: [],
      lastGoodAt: clock.now(),
      unconfirmed: false,
    }
    watches.set(conference.id, entry)
    checkAge(conference.id, entry)
    entry.cancel = clock.schedule(0, () => void look(conference.id, entry))
  }
  const forget = (id: string) => {
    watches.get(id)?.cancel()
    watches.get(id)?.cancelAge()
    watches.delete(id)
  }

  const look = async (id: string, entry: Watch): Promise<void> => {
    if (entry.reading) {
      entry.again = true
      return
    }
    entry.reading = true
    entry.lookedAt = clock.now()
    entry.cancel()
    const seen = await laneOf(
      entry.pbx,
      entry.failing,
    )(() => service.observe(id)).catch(async (error: unknown) => {
      entry.failing = true
      if (isConfbotError(error)) entry.notBefore = clock.now() + (error.details.retryAfterMs ?? 0)
      await bad(id, error)
      return null
    })
    if (seen) {
      good(id, entry)
      await live(seen)
    }
    entry.reading = false
    const conference = service.allLive().find((one) => one.id === id)
    if (!conference || watches.get(id) !== entry) return forget(id)
    if (!entry.again) return rest(id, entry, clock.now())
    entry.again = false
    lookAfterHint(id, entry, isLimited(entry) ? clock.now() : entry.lookedAt)
  }

  const isLimited = ({ pbx }: Watch) => service.pbxOf(pbx).definition.quantities.requestsPerMinute !== null

  /** `since`: the last reading. */
  const lookAfterHint = (id: string, entry: Watch, since: number): void => {
    const [oldest = 0] = entry.hinted
    const isInARow = entry.hinted.length === hintsInARow
    const soonest = isLimited(entry)
      ? since + hintSpacingMs
      : Math.max(since + hintCloseMs, isInARow ? oldest + hintsInARow * hintSpacingMs : 0)
    // The clock may have been set back.
    const waitMs = Math.min(soonest - clock.now(), hintsInARow * hintSpacingMs)
    entry.cancel = clock.schedule(patient(entry, waitMs), () => {
      entry.hinted = [...entry.hinted, clock.now()].slice(-hintsInARow)
      void look(id, entry)
    })
  }

  /** Until its interval is over, which is looked at anew meanwhile: a PBX that tells of changes may cease to. */
  const rest = (id: string, entry: Watch, begun: number): void => {
    // The clock may have been set back.
    const since = Math.min(begun, clock.now())
    const conference = service.allLive().find((one) => one.id === id)
    const leftMs = conference ? patient(entry, since + intervalOf(conference) - clock.now()) : 0
    if (!conference) forget(id)
    else if (leftMs <= 0) void look(id, entry)
    else entry.cancel = clock.schedule(Math.min(leftMs, calmIntervalMs), () => rest(id, entry, since))
  }

  const patient = (entry: Watch, waitMs: number) => Math.max(waitMs, entry.notBefore - clock.now())

  /** Of a PBX or a store that fails the log tells elsewhere, once for all that it keeps from being done. */
  const tell = (error: unknown, facts: Readonly<Record<string, unknown>>, what: string) => {
    logger[isConfbotError(error) ? 'debug' : 'error']({ ...facts, ...errorFacts(error) }, what)
  }

  const good = (id: string, entry: Watch) => {
    entry.lastGoodAt = clock.now()
    entry.failing = false
    if (!entry.unconfirmed) return
    entry.unconfirmed = false
    events.publish({ kind: 'confirmation-changed', conferenceId: id, since: null })
  }

  /** Never rejects. */
  const bad = async (id: string, error: unknown) => {
    tell(error, { conference: id }, 'a live conference could not be read')
    if (!isConfbotError(error, 'provider.not-found')) return
    const conference = await service.get(id).catch(() => null)
    if (conference && (await service.isRoomGone(conference).catch(() => false))) await end(id, 'room-gone')
  }

  /** Said on time also while a reading hangs. */
  const checkAge = (id: string, entry: Watch): void => {
    const conference = service.allLive().find((one) => one.id === id)
    const bearMs = Math.max(staleAfterMs, conference ? intervalOf(conference) * staleAfterIntervals : 0)
    const leftMs = entry.lastGoodAt + bearMs - clock.now()
    if (leftMs <= 0 && !entry.unconfirmed) {
      entry.unconfirmed = true
      events.publish({ kind: 'confirmation-changed', conferenceId: id, since: entry.lastGoodAt })
    }
    entry.cancelAge = clock.schedule(leftMs > 0 ? leftMs : staleAfterMs, () => checkAge(id, entry))
  }

  const end = async (id: string, reason: EndReason) => {
    try {
      const conference = await service.get(id)
      if (conference?.state === 'live') await service.endByRule(conference, reason)
    } catch (error) {
      // The next reading tries again.
      tell(error, { conference: id, reason }, 'a conference could not be ended')
    }
  }

  /** What follows from a good reading. Never rejects: it says nothing of the reading. */
  const live = async (conference: Conference) => {
    if (conference.state !== 'live') return
    try {
      await turnAway(conference)
      await service.carryOut(conference)
      const step = lifeStep(conference, clock.now())
      if (step.do === 'end') await end(conference.id, step.reason)
      if (step.do !== 'warn') return
      await service.noteWarned(conference.id, clock.now())
      events.publish({ kind: 'conference-ending-soon', conference, reason: step.reason, endsAt: step.endsAt })
    } catch (error) {
      tell(error, { conference: conference.id }, 'the rules for a live conference could not be applied')
    }
  }

  /** An ended conference's room is looked after until nobody can come into it any more. */
  const clear = async (conference: Conference): Promise<void> => {
    let waitMs = clearIntervalMs
    try {
      if (!(await service.holdsRoom(conference))) return
      const cleared = await service.clearRoom(conference)
      if (cleared === true) return
      if (cleared === 'resting') waitMs = Math.max(clearIntervalMs, restsUntil(conference) - clock.now())
    } catch (error) {
      tell(error, { conference: conference.id }, 'a room could not be cleared yet')
    }
    if (isStopped) return
    const cancel = clock.schedule(waitMs, () => {
      clearing.delete(cancel)
      void clear(conference)
    })
    clearing.add(cancel)
  }

  const turnAway = async (conference: Conference) => {
    const [country] = service.pbxOf(conference.pbx).policy.countries
    const isKept = (number: string | null) =>
      number !== null &&
      conference.keptOut.some((one) => one.until > clock.now() && isSameNumber(one.number, number, country))
    const kept = presentParticipants(conference).filter((one) => isKept(one.number))
    await putOut(conference, kept, 'kept-out', 'turn away')
    const late = lateComers(conference).filter((one) => !kept.includes(one))
    await putOut(conference, late, 'late', 'turn away: locked')
  }

  const putOut = async (conference: Conference, who: readonly Participant[], why: string, action: string) => {
    if (who.length === 0) return
    const intent = `${why}:${conference.id}:${who.map((one) => one.code).join()}`
    const { place } = conference
    const attempt = createAttempt(store, { actor: systemActor, place, intent, action }, clock.now)
    try {
      await service.turnAway(attempt, conference, who)
    } catch (error) {
      if (!recorded.has(attempt.intent)) await attempt.fail(error)
      recorded.add(attempt.intent)
      tell(error, { conference: conference.id }, 'somebody could not be turned away')
    }
  }

  return {
    start(unsettled) {
      unsubscribe = events.subscribe((event) => {
        if (event.kind === 'conference-started') watch(event.conference)
        if (event.kind !== 'conference-ended') return
        forget(event.conference.id)
        void clear(event.conference)
      })
      for (const conference of unsettled) void clear(conference)
      for (const conference of service.allLive()) watch(conference)
    },
    stop() {
      isStopped = true
      unsubscribe()
      for (const id of [...watches.keys()]) forget(id)
      for (const cancel of clearing) cancel()
    },
    hint(pbx, roomId) {
      for (const conference of service.allLive()) {
        if (conference.pbx !== pbx || (roomId !== null && conference.roomId !== roomId)) continue
        const entry = watches.get(conference.id)
        if (!entry) continue
        entry.again = entry.reading
        if (entry.reading) continue
        entry.cancel()
        lookAfterHint(conference.id, entry, entry.lookedAt)
      }
    },
  }
}
