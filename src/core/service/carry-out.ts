/** Doing what a meeting asks of its conference (`core/conference-schedule.ts`), as confbot. */
import { systemActor } from '../actor.ts'
import { createAttempt } from '../attempt.ts'
import type { Conference, ConferenceSchedule } from '../conference.ts'
import { dueActs, noteMutedThrough, type ScheduledAct, scheduleSeen } from '../conference-schedule.ts'
import type { Pbx } from '../contracts/conference-provider.ts'
import { type ConfbotError, errorFacts, isConfbotError } from '../errors.ts'
import type { Meeting, MeetingOptions } from '../meeting.ts'
import type { ControlVerbs } from './control.ts'
import { canDo, type Verbs } from './deps.ts'
import { addressOwner } from './meetings/tell-owner.ts'
import type { MuteVerbs } from './mute.ts'
import type { RecordingVerbs } from './recording.ts'

export interface CarryOutVerbs {
  /** What a meeting asks for and its PBX cannot do; nothing where the PBX is not known any more. */
  unableActs(meeting: Pick<Meeting, 'pbx' | 'options'>): readonly ScheduledAct['do'][]
  /** What is due after a good reading. Never rejects but for a fault: what could not be done is tried again after a while. */
  carryOut(conference: Conference): Promise<void>
}

const patienceMs = 15_000

/** Whom the PBX cannot mute it will not be asked for again: whoever came with them may have been let speak meanwhile. */
const isFinal = (act: ScheduledAct, error: ConfbotError): boolean =>
  act.do === 'mute' && act.codes !== null && error.code === 'provider.rejected'

const rejected = (error: unknown): ConfbotError => {
  if (!isConfbotError(error)) throw error
  return error
}

/** At the start, as far as the PBX can do it. */
export function scheduleAtStart(pbx: Pbx, options: MeetingOptions, endAt: number): ConferenceSchedule {
  const unable = unableActs(pbx, options)
  const due = (act: ScheduledAct['do'], isWanted: boolean) => (isWanted && !unable.includes(act) ? 'due' : 'off')
  return {
    endAt,
    closes: options.close,
    record: due('record', options.record),
    lock: due('lock', options.lock),
    mutedThrough: due('mute', options.muteOnEntry) === 'due' ? 0 : null,
  }
}

const wantable = [
  ['mute', 'muteOnEntry'],
  ['record', 'record'],
  ['lock', 'lock'],
] as const

/** What of it this PBX cannot do, so that whoever asks for it is told: who has come is known from its roster alone. */
function unableActs(pbx: Pbx, options: MeetingOptions): readonly ScheduledAct['do'][] {
  const isSeen = pbx.definition.traits.roster
  const can = {
    mute: isSeen && (canDo(pbx, 'mute') || canDo(pbx, 'muteAll')),
    record: isSeen && canDo(pbx, 'record'),
    lock: isSeen && canDo(pbx, 'lock'),
  }
  return wantable.flatMap(([act, option]) => (options[option] && !can[act] ? [act] : []))
}

export function createCarryOutVerbs(
  verbs: Verbs,
  { mute, record, lock }: Pick<MuteVerbs & RecordingVerbs & ControlVerbs, 'mute' | 'record' | 'lock'>,
): CarryOutVerbs {
  const { book, store, clock, logger, teller, people } = verbs
  /** By conference and act: what failed is not asked for again at each reading, and is recorded and told of once. */
  const failed = new Map<string, { readonly times: number; readonly againAt: number }>()
  const keyOf = ({ id }: Conference, act: ScheduledAct) => `${id} ${act.do}`

  const actions = { mute: 'mute on entry', record: 'record at start', lock: 'lock at start' } as const
  const attemptOf = ({ place, id }: Conference, act: ScheduledAct) =>
    createAttempt(
      store,
      { actor: systemActor, place, intent: `schedule:${id}:${act.do}`, action: actions[act.do] },
      clock.now,
    )

  const muteThose = async (conference: Conference, act: Extract<ScheduledAct, { do: 'mute' }>) => {
    const { codes, through } = act
    const canMuteOne = canDo(verbs.pbxOf(conference.pbx), 'mute')
    // Where only all can be muted at once, somebody whom the chair unmuted would be muted with those who come.
    const isAsked = codes === null || (codes.length > 0 && canMuteOne)
    const input = { who: codes?.join() ?? 'all', muted: true, in: conference.id }
    const error = isAsked
      ? await mute(attemptOf(conference, act), input).then(({ failed: left }) => left?.error, rejected)
      : null
    if (error && !isFinal(act, error)) throw error
    await book.change(conference.id, (current) => noteMutedThrough(current, through))
    if (error) throw error
  }

  const perform = async (conference: Conference, act: ScheduledAct): Promise<unknown> => {
    switch (act.do) {
      case 'mute':
        return muteThose(conference, act)
      case 'record':
        return record(attemptOf(conference, act), { on: true, in: conference.id })
      case 'lock':
        return lock(attemptOf(conference, act), { locked: true, in: conference.id })
    }
  }

  const tellOwner = async ({ id, occurrence }: Conference, act: ScheduledAct, error: ConfbotError) => {
    const { do: what } = act
    try {
      const meeting = occurrence && (await store.meetings.get(occurrence.meetingId))
      if (!meeting) return
      const told = await addressOwner(people, {
        kind: 'not-carried-out',
        meeting,
        what,
        reason: error.code,
        ...(isFinal(act, error) && { isFinal: true }),
      })
      if (told.to) await teller.tell(told.to, told.what, `not-${what}:${id}`)
    } catch (error) {
      logger.warn({ ...errorFacts(error), conference: id }, 'the owner of a meeting could not be told')
    }
  }

  const tryTo = async (conference: Conference, act: ScheduledAct): Promise<void> => {
    const key = keyOf(conference, act)
    try {
      await perform(conference, act)
      failed.delete(key)
    } catch (error) {
      // Who came has left again meanwhile, or somebody ended it.
      if (isConfbotError(error, 'conference.participant-left', 'conference.ended')) return
      if (!isConfbotError(error)) throw error
      const times = (failed.get(key)?.times ?? 0) + 1
      failed.set(key, { times, againAt: clock.now() + patienceMs })
      logger.info(
        { ...errorFacts(error), conference: conference.id, act: act.do },
        'what a meeting asks for has to wait',
      )
      if (times === 1)
        await attemptOf(conference, act)
          .fail(error)
          .catch(() => {})
      // What failed once may have been a moment's.
      if (times === 2 || isFinal(act, error)) await tellOwner(conference, act, error)
    }
  }

  return {
    unableActs({ pbx: name, options }) {
      const pbx = verbs.pbxs.get(name)
      return pbx ? unableActs(pbx, options) : []
    },
    async carryOut(read) {
      if (!read.schedule) return
      const live = new Set(book.live().map(({ id }) => id))
      for (const key of failed.keys()) if (!live.has(key.split(' ')[0] ?? '')) failed.delete(key)
      const seen = scheduleSeen(read)
      const conference = seen === read ? read : await book.record(read.id, scheduleSeen)
      for (const act of dueActs(conference, clock.now()))
        if (clock.now() >= (failed.get(keyOf(conference, act))?.againAt ?? 0)) await tryTo(conference, act)
    },
  }
}
