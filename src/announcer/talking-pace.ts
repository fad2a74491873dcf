/**
 * Who talks changes every other second, and a chat takes few changes of its messages a minute, of all conferences together: where
 * nothing else has changed a card is changed now and then, so that who comes and goes is shown at once.
 */
import type { Conference } from '#core/conference.ts'
import type { Clock } from '#lib/clock.ts'

export interface TalkingPace {
  /** `before`: as it was told last; undefined: it was not. */
  changed(before: Conference | undefined, conference: Conference): void
  /** Nothing more is shown of it. */
  forget(conferenceId: string): void
  stop(): void
}

/** Between two changes of a card that show nothing new but who talks. */
const talkingMs = 5_000

/** `show`: brings the cards of a conference up to date, with its newest state. */
export function createTalkingPace(clock: Clock, show: (conference: Conference) => void): TalkingPace {
  interface Pace {
    newest: Conference
    shownAt: number
    /** null: it is not waiting to be shown. */
    cancel: (() => void) | null
  }
  const paces = new Map<string, Pace>()

  const forget = (id: string) => {
    paces.get(id)?.cancel?.()
    paces.delete(id)
  }
  const showNow = (conference: Conference) => {
    forget(conference.id)
    if (conference.state === 'live')
      paces.set(conference.id, { newest: conference, shownAt: clock.now(), cancel: null })
    show(conference)
  }

  return {
    changed(before, conference) {
      const pace = paces.get(conference.id)
      if (!before || !pace || withoutTalking(before) !== withoutTalking(conference)) return showNow(conference)
      pace.newest = conference
      // The clock may have been set back.
      const waitMs = Math.min(pace.shownAt + talkingMs - clock.now(), talkingMs)
      if (waitMs <= 0) showNow(conference)
      else pace.cancel ??= clock.schedule(waitMs, () => showNow(pace.newest))
    },
    forget,
    stop() {
      for (const id of [...paces.keys()]) forget(id)
    },
  }
}

const withoutTalking = (conference: Conference): string =>
  JSON.stringify({
    ...conference,
    participants: conference.participants.map((one) => ({ ...one, talking: null })),
    changedAt: 0,
    revision: 0,
  })
