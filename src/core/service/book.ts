/**
 * The live conferences, in memory and in the store at once. Reading one costs nothing; every change is a pure transition of the
 * newest state, saved with compare-and-set, so that no two changes can overwrite each other.
 */
import { channelKey, type Place } from '../actor.ts'
import { type Conference, isLive } from '../conference.ts'
import type { PostedCard, Repositories, Store } from '../contracts/store.ts'
import { ConfbotError, isConfbotError, storeFailures } from '../errors.ts'
import type { EventBus } from '../events.ts'

/** Runs a write in a transaction of its own choosing; `attempt.commit` is one. */
export type Commit = (write: (tx: Repositories) => Promise<void>) => Promise<void>

export interface ConferenceBook {
  /** The workspaces (`slack:T1`) of the same company as this one, itself among them. */
  companions(workspaceKey: string): readonly string[]
  /** Takes the live conferences from the store; once, at start. */
  load(): Promise<void>
  get(id: string): Promise<Conference | null>
  live(): readonly Conference[]
  liveInChannel(place: Place): readonly Conference[]
  /** A card of a live conference stands there. */
  noteCard(card: PostedCard): void
  /** Where cards of a live conference stand. */
  cardPlaces(id: string): readonly Place[]
  /** Stores a new one, and `also` in the same transaction. */
  add(conference: Conference, commit: Commit, also?: (tx: Repositories) => Promise<void>): Promise<Conference>
  /**
   * Applies `transition` to the newest state and stores the result; a transition that returns its argument writes nothing of
   * the conference. Publishes `conference-changed` when something changed. Rejects with `input.unknown-conference`.
   */
  change(
    id: string,
    transition: (conference: Conference) => Conference,
    commit?: Commit,
    also?: (tx: Repositories, next: Conference) => Promise<void>,
  ): Promise<Conference>
  /**
   * Like `change`, of what has happened on the PBX already. Where the store cannot take it, it is kept in memory and published all
   * the same, and written with the next change, `commit` included; where there is a `commit`, rejects with `store.unrecorded`.
   */
  record: ConferenceBook['change']
}

export function createBook(
  store: Store,
  events: EventBus,
  companions: ConferenceBook['companions'] = (own) => [own],
): ConferenceBook {
  const live = new Map<string, Conference>()
  const cards = new Map<string, readonly Place[]>()
  /** What has happened and is not in the store yet: by conference, the commits that are to be made once it can be written. */
  const owed = new Map<string, readonly Commit[]>()
  /** Changes of one conference are written one after the other. */
  const queues = new Map<string, Promise<unknown>>()

  const remember = (conference: Conference) => {
    if (conference.state === 'live' || owed.has(conference.id)) return void live.set(conference.id, conference)
    live.delete(conference.id)
    cards.delete(conference.id)
  }
  const cardPlaces = (id: string) => cards.get(id) ?? []
  const noteCard = ({ conferenceId, place }: PostedCard) => {
    if (live.has(conferenceId)) cards.set(conferenceId, [...cardPlaces(conferenceId), place])
  }
  const inTurn = <T>(id: string, run: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(id) ?? Promise.resolve()).then(run, run)
    queues.set(id, turn)
    const clear = () => {
      if (queues.get(id) === turn) queues.delete(id)
    }
    turn.then(clear, clear)
    return turn
  }
  const newestFirst = (a: Conference, b: Conference) => b.startedAt - a.startedAt

  const payOwed = async (id: string) => {
    for (let debts = owed.get(id); debts; debts = owed.get(id)) {
      const [commit = store.transaction, ...later] = debts
      const current = live.get(id)
      const next = current && { ...current, revision: current.revision + 1 }
      await commit(async (tx) => {
        if (next) await tx.conferences.save(next)
      })
      if (later.length > 0) owed.set(id, later)
      else owed.delete(id)
      if (!next) continue
      remember(next)
      // Whoever was to be told of it could not look up where, maybe.
      events.publish({ kind: 'conference-changed', conference: next })
    }
  }

  const changeInTurn: ConferenceBook['change'] = async (id, transition, commit = store.transaction, also) => {
    for (let tries = 0; ; tries++) {
      try {
        await payOwed(id)
        const current = live.get(id) ?? (await store.conferences.get(id))
        if (!current) throw new ConfbotError('input.unknown-conference', { blanks: { typed: id } })
        const changed = transition(current)
        const next = changed === current ? current : { ...changed, revision: current.revision + 1 }
        if (next === current && commit === store.transaction && !also) return current
        await commit(async (tx) => {
          if (next !== current) await tx.conferences.save(next)
          await also?.(tx, next)
        })
        remember(next)
        if (next !== current) events.publish({ kind: 'conference-changed', conference: next })
        return next
      } catch (error) {
        // Another process was first: take its state and apply the transition to that.
        if (!isConfbotError(error, 'store.conflict') || tries === 4) throw error
        const stored = await store.conferences.get(id)
        if (stored) remember(stored)
      }
    }
  }

  const recordInTurn: ConferenceBook['record'] = async (id, transition, commit, also) => {
    try {
      return await changeInTurn(id, transition, commit, also)
    } catch (error) {
      const current = live.get(id)
      if (!current || !isConfbotError(error, ...storeFailures)) throw error
      const changed = transition(current)
      if (changed !== current || commit) owed.set(id, [...(owed.get(id) ?? []), ...(commit ? [commit] : [])])
      remember(changed)
      if (changed !== current) events.publish({ kind: 'conference-changed', conference: changed })
      if (commit) throw new ConfbotError('store.unrecorded', { cause: error })
      return changed
    }
  }

  const allLive = () => [...live.values()].filter(isLive).sort(newestFirst)

  return {
    companions,
    async load() {
      for (const conference of await store.conferences.live()) remember(conference)
      for (const card of await store.postedCards.all()) noteCard(card)
    },
    noteCard,
    cardPlaces,
    async get(id) {
      return live.get(id) ?? (await store.conferences.get(id))
    },
    live: allLive,
    liveInChannel(place) {
      const here = allLive().filter((conference) => channelKey(conference.place) === channelKey(place))
      const inThread = here.filter((conference) => conference.place.threadId === place.threadId)
      return place.threadId !== undefined && inThread.length > 0 ? inThread : here
    },
    async add(conference, commit, also) {
      await commit(async (tx) => {
        await tx.conferences.save(conference)
        await also?.(tx)
      })
      remember(conference)
      return conference
    },
    change: (id, transition, commit, also) => inTurn(id, () => changeInTurn(id, transition, commit, also)),
    record: (id, transition, commit, also) => inTurn(id, () => recordInTurn(id, transition, commit, also)),
  }
}
