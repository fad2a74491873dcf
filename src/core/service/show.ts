/** Looking, without changing anything on the PBX. */
import { type Actor, channelKey, type Place, workspaceKey } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import type { Conference, Participant } from '../conference.ts'
import type { Capability, Pbx } from '../contracts/conference-provider.ts'
import type { AuditRecord } from '../contracts/store.ts'
import { type ConfbotError, isConfbotError } from '../errors.ts'
import type { Action } from '../permission.ts'
import { areEventsComing, canDo, permit, unsupported, type Verbs } from './deps.ts'
import {
  canBeLive,
  findAny,
  findLive,
  findPresent,
  hasCardIn,
  isVisible,
  knownHere,
  liveHere,
  placeOf,
} from './locate.ts'
import { pinsFor, type RoomPins } from './pins.ts'

export interface PbxStatus {
  readonly pbx: Pbx
  /** null: it answers. */
  readonly problem: unknown
  readonly lastContactAt: number | null
  /** Whether events of it come at present; null: it sends none. */
  readonly areEventsComing: boolean | null
}

export interface ShowVerbs {
  /** What is live in this channel, then what the asker may see elsewhere in the workspace; from memory. */
  liveHere(
    place: Place,
    asker: Actor,
  ): { readonly here: readonly Conference[]; readonly elsewhere: readonly Conference[] }
  /** Whether there is a live one that could be meant there, whoever asks; from memory. */
  canBeLive(place: Place, given: string | undefined): boolean
  /**
   * Why what is live there, or is called `given` there, can do none of these; null: it can, or it is not clear which one is meant.
   * From memory.
   */
  lackOf(place: Place, needs: readonly Capability[], given: string | undefined): ConfbotError | null
  /** Why the PBX of this name, or whichever may be meant, can do none of these; null: it can, or another could. From memory. */
  lackOn(needs: readonly Capability[], pbx: string | undefined): ConfbotError | null
  /** The live one that is meant, without asking the PBX; for who may do `action` there. */
  live(attempt: Attempt, input: { in?: string | undefined }, action?: Action): Promise<Conference>
  /** Also one that has ended. */
  liveOrEnded(attempt: Attempt, input: { in?: string | undefined }): Promise<Conference>
  /** Also one that has ended; a live one is read from the PBX first. */
  show(attempt: Attempt, input: { in?: string | undefined }): Promise<Conference>
  participant(
    attempt: Attempt,
    input: { who: string; in?: string | undefined },
    action?: Action,
  ): Promise<{ conference: Conference; participant: Participant }>
  /** Posts the card anew in this place. */
  repost(attempt: Attempt, conference: Conference): Promise<void>
  /** Whether a card of the live conference stands there; from memory. Where the bot cannot post it is in a direct message. */
  hasCardIn(conference: Conference, place: Place): boolean
  pin(attempt: Attempt, input: { in?: string | undefined }): Promise<{ conference: Conference; pins: RoomPins }>
  audit(
    attempt: Attempt,
    filter: {
      in?: string | undefined
      userId?: string | undefined
      action?: string | undefined
      before?: number | undefined
      limit: number
    },
  ): Promise<readonly AuditRecord[]>
  /** Asks each PBX that this chat may use. */
  pbxStatus(attempt: Attempt): Promise<readonly PbxStatus[]>
}

/** Why it can do none of these. */
function lackOf(
  pbx: Pbx | undefined,
  [first, ...others]: readonly Capability[],
  conference?: Conference,
): ConfbotError | null {
  if (!pbx || first === undefined || [first, ...others].some((one) => canDo(pbx, one))) return null
  return unsupported(pbx, first, conference)
}

export function createShowVerbs(verbs: Verbs): ShowVerbs {
  const { book, observer, store, cards } = verbs
  const lastEnded = (place: Place) => store.conferences.lastEndedInChannel(channelKey(place))
  const liveOrEnded: ShowVerbs['liveOrEnded'] = async (attempt, input) => {
    permit(attempt, 'conference.view')
    return findAny(book, lastEnded, attempt, input.in)
  }
  const liveFor: ShowVerbs['live'] = async (attempt, input, action = 'conference.view') => {
    const conference = await findLive(book, attempt, input.in)
    permit(attempt, action, conference)
    return conference
  }
  return {
    liveHere(place, asker) {
      const here = liveHere(book, place, asker)
      const elsewhere = book.live().filter((one) => isVisible(book, one, place, asker) && !here.includes(one))
      return { here, elsewhere }
    },
    canBeLive: (place, given) => canBeLive(book, place, given),
    lackOf(place, needs, given) {
      const [only, ...more] = knownHere(book, place, given)
      return only && more.length === 0 ? lackOf(verbs.pbxs.get(only.pbx), needs, only) : null
    },
    lackOn(needs, pbx) {
      if (pbx !== undefined) return lackOf(verbs.pbxs.get(pbx), needs)
      const [first = null, ...others] = [...verbs.pbxs.values()].map((one) => lackOf(one, needs))
      return others.includes(null) ? null : first
    },
    live: liveFor,
    liveOrEnded,
    async show(attempt, input) {
      const conference = await liveOrEnded(attempt, input)
      if (conference.state === 'ended') return conference
      try {
        return await observer.observe(conference.id)
      } catch (error) {
        // The card says itself since when it is not confirmed.
        if (isConfbotError(error) && error.kind === 'unavailable') return conference
        throw error
      }
    },
    async participant(attempt, { who, ...input }, action = 'conference.view') {
      const conference = await liveFor(attempt, input, action)
      return { conference, participant: findPresent(verbs.pbxOf(conference.pbx), conference, who) }
    },
    async repost(attempt, conference) {
      const posted = await cards.postCard(conference, placeOf(attempt), attempt.actor)
      book.noteCard(posted)
      // What changed while it was being posted is drawn into it as well.
      await cards.keepCard(posted)
    },
    hasCardIn: (conference, place) => hasCardIn(book, conference, place),
    async pin(attempt, input) {
      const conference = await findLive(book, attempt, input.in)
      permit(attempt, 'conference.pin', conference)
      attempt.about(conference.subject, conference.id)
      // The moderators of a room that an administrator made outlast this conference: who chairs it is not one of them.
      const matter = conference.roomAsFound ? { ...conference, chair: null } : conference
      return { conference, pins: await pinsFor(attempt, verbs.pbxOf(conference.pbx), conference.roomId, matter) }
    },
    async audit(attempt, { in: given, ...filter }) {
      permit(attempt, 'audit.view')
      const conference = given === undefined ? null : await findAny(book, lastEnded, attempt, given)
      const own = workspaceKey(placeOf(attempt))
      return store.audit.list({
        ...filter,
        // Of the other chats of the company what was done to a conference that can be found from here, and nothing else.
        workspaceKeys: conference ? book.companions(own) : [own],
        ...(conference && { conferenceId: conference.id }),
      })
    },
    async pbxStatus(attempt) {
      permit(attempt, 'status.view')
      return Promise.all(
        [...verbs.pbxs.values()].map(async (pbx) => {
          const problem: unknown = await pbx.provider.check().then(
            () => null,
            (error: unknown) => error,
          )
          const lastContactAt = problem === null ? verbs.clock.now() : (verbs.lastContactOf?.(pbx.name) ?? null)
          return { pbx, problem, lastContactAt, areEventsComing: areEventsComing(pbx) }
        }),
      )
    },
  }
}
