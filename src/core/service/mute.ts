/**
 * Muting one or many. Of many some may be muted and others not when the PBX fails in between: who is what is the PBX's word, read
 * back afterwards, and told.
 */
import type { Attempt } from '../attempt.ts'
import { type Conference, type Participant, presentParticipants } from '../conference.ts'
import type { Pbx, RoomReading } from '../contracts/conference-provider.ts'
import { type ConfbotError, isConfbotError } from '../errors.ts'
import { mutedAsAsked, mutedNoted } from '../roster.ts'
import { told } from './control.ts'
import { canDo, need, permit, type Verbs } from './deps.ts'
import { findLive, findParticipant, ownLeg } from './locate.ts'

export interface MuteVerbs {
  mute(attempt: Attempt, input: { who: string; muted: boolean; in?: string | undefined }): Promise<MuteResult>
}

export interface MuteResult {
  readonly conference: Conference
  /** As they were before. */
  readonly changed: readonly Participant[]
  /** Those whom the PBX does not show so, and why it could not be done for all. */
  readonly failed: { readonly left: readonly Participant[]; readonly error: ConfbotError } | null
}

/** `p3,p5`: those and no others, as the undoing of a mute of several names them. */
const isCodeList = (who: string) => /^p\d+(,p\d+)+$/.test(who)

/** null: the PBX does not say; undefined: not in the room any more. */
const mutedIn = (reading: RoomReading, { legId }: Participant) =>
  reading.participants?.find((leg) => leg.legId === legId)?.muted

const areShown = (reading: RoomReading, targets: readonly Participant[], muted: boolean): boolean | null => {
  const states = targets.map((one) => mutedIn(reading, one))
  return states.includes(!muted) ? false : states.includes(null) ? null : true
}

/** Asked at once; the PBX's adapter keeps what it can take. */
const atOnce = 4

const inOneRequest = (pbx: Pbx, who: string) => who === 'all' && canDo(pbx, 'muteAll')

interface MuteRequest {
  readonly who: string
  readonly muted: boolean
  readonly targets: readonly Participant[]
  /** The PBX took the request for this leg, or for all. */
  readonly onTaken: (legId?: string) => void
}

/** In one request where the PBX can; else one each, and nobody more once the PBX fails. That it refuses one says nothing of the others. */
async function askToMute(pbx: Pbx, roomId: string, { who, muted, targets, onTaken }: MuteRequest): Promise<void> {
  if (inOneRequest(pbx, who)) {
    const { muteAll, unmuteAll } = need(pbx, 'muteAll')
    await (muted ? muteAll : unmuteAll)(roomId)
    return onTaken()
  }
  const { muteParticipant, unmuteParticipant } = need(pbx, 'mute')
  const change = muted ? muteParticipant : unmuteParticipant
  const queue = [...targets]
  const failures: unknown[] = []
  const isOver = () => failures.some((error) => !isConfbotError(error, 'provider.rejected'))
  const work = async () => {
    for (let one = queue.shift(); one && !isOver(); one = queue.shift())
      await change(roomId, one.legId).then(
        () => onTaken(one.legId),
        (error: unknown) => {
          // Of several, one may have left by themselves meanwhile.
          if (targets.length === 1 || !isConfbotError(error, 'provider.not-found')) failures.push(error)
        },
      )
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const [first] = failures
  if (first !== undefined) throw first
}

export function createMuteVerbs(verbs: Verbs): MuteVerbs {
  const { book, observer, clock } = verbs

  const muteTargets = (
    attempt: Attempt,
    conference: Conference,
    who: string,
    muted: boolean,
  ): readonly Participant[] => {
    const present = presentParticipants(conference)
    const affected = (one: Participant) => one.muted !== muted
    if (isCodeList(who)) return present.filter((one) => who.split(',').includes(one.code) && affected(one))
    if (who === 'all') return present.filter(affected)
    if (who === 'others') {
      const own = ownLeg(conference, attempt.actor)
      return present.filter((one) => one !== own && affected(one))
    }
    return [findParticipant(conference, who)]
  }

  return {
    async mute(attempt, { who, muted, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'participant.mute', conference)
      const pbx = verbs.pbxOf(conference.pbx)
      // Where nobody can be muted, that is said whoever is meant.
      need(pbx, who === 'all' && (canDo(pbx, 'muteAll') || !canDo(pbx, 'mute')) ? 'muteAll' : 'mute', conference)
      const targets = muteTargets(attempt, conference, who, muted)
      attempt.about(told(conference, targets), conference.id)
      const settled = muted
        ? observer.claimMutes(
            conference.id,
            targets.map((one) => one.legId),
            attempt.actor,
          )
        : () => {}
      const taken = new Set<string>()
      const onTaken = (legId?: string) => {
        for (const one of targets) if (legId === undefined || legId === one.legId) taken.add(one.legId)
      }
      const ask = () => askToMute(pbx, conference.roomId, { who, muted, targets, onTaken })
      const { seen, error } = await observer
        .effect(conference, ask, (reading) => areShown(reading, targets, muted))
        .then(
          (observation) => ({ seen: observation, error: null }),
          // Of several, some may be so all the same.
          async (failure: unknown) => {
            if (targets.length < 2 || !isConfbotError(failure)) throw failure
            const observation = await observer.read(conference).catch(() => {
              throw failure
            })
            return { seen: observation, error: failure }
          },
        )
        .finally(settled)
      // Where the PBX does not show who is muted, its word is that it took the request. What nobody answered is not claimed.
      const isSo = (one: Participant) => {
        const shown = mutedIn(seen.reading, one)
        return shown === null ? taken.has(one.legId) : shown === muted
      }
      const changed = error ? targets.filter(isSo) : targets
      const asAsked = changed.filter((one) => mutedIn(seen.reading, one) === null && taken.has(one.legId))
      const left = targets.filter((one) => !changed.includes(one) && mutedIn(seen.reading, one) !== undefined)
      if (error && changed.length === 0) throw error
      const next = await book.record(
        conference.id,
        (current) =>
          mutedNoted(
            mutedAsAsked(
              seen.apply(current),
              asAsked.map((one) => one.code),
              muted,
              clock.now(),
            ),
            changed.map((one) => one.code),
            muted,
            attempt.actor,
            clock.now(),
          ),
        (write) => attempt.commit(write, error ? `${changed.length} of ${targets.length}: ${error.code}` : ''),
      )
      return { conference: next, changed, failed: error && { left, error } }
    },
  }
}
