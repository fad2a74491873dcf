/**
 * One attempt to do something: who, where, by which intent, and the one place where its effect and its audit record are
 * written together.
 */
import { type Actor, asPerson, channelKey, type Place } from './actor.ts'
import type { AuditEntry, Repositories, Store } from './contracts/store.ts'
import { isConfbotError } from './errors.ts'

export interface Attempt {
  readonly actor: Actor
  /** null for jobs. */
  readonly place: Place | null
  readonly intent: string
  /** Command path or job name. */
  readonly action: string
  /** Throws `permission.pbx` where the place may not use the PBX of this name. Absent for jobs. */
  readonly requirePbx?: (pbx: string) => void
  /** What was granted to the actor there, where it is elsewhere, counts from now on. */
  learnRights(there: Place): Promise<void>
  /** Throws `permission.bot`, `.outsider` or `.guest` where confbot does not serve this person in the place. Absent for jobs. */
  readonly requireServed?: (person: Actor) => void
  /** Remembers what the audit record will name as target. */
  about(target: string, conferenceId?: string): void
  /** Writes the effect and the audit record in one transaction. At most once per attempt. */
  commit(write: (tx: Repositories) => Promise<void>, answer?: string): Promise<void>
  readonly isCommitted: boolean
  /** Of the conference that it is about, as far as that is known. */
  readonly conferenceId: string | null
  /** Writes the audit record of an attempt that was refused or failed. Does nothing after a commit. */
  fail(error: unknown): Promise<void>
}

export function createAttempt(
  store: Store,
  who: Pick<Attempt, 'actor' | 'place' | 'intent' | 'action' | 'requirePbx' | 'requireServed'> & {
    /** The actor with what was granted to them in another channel; without it nobody was granted anything. */
    readonly withRightsThere?: (actor: Actor, there: Place) => Promise<Actor>
  },
  now: () => number,
): Attempt {
  const { withRightsThere, ...known } = who
  let { actor } = who
  let target = ''
  let conferenceId: string | null = null
  let committed = false
  /** What the store could not take is written later, as what was done then. */
  let doneAt: number | null = null
  const entry = (result: AuditEntry['result'], detail: string): AuditEntry => {
    return {
      at: doneAt ?? now(),
      actor: asPerson(who.actor),
      place: who.place,
      action: who.action,
      target,
      result,
      detail,
      intent: who.intent,
      conferenceId,
    }
  }
  return {
    ...known,
    get actor() {
      return actor
    },
    async learnRights(there) {
      if (!who.place || channelKey(there) === channelKey(who.place)) return
      actor = (await withRightsThere?.(actor, there)) ?? actor
    },
    get isCommitted() {
      return committed
    },
    get conferenceId() {
      return conferenceId
    },
    about(what, conference) {
      target = what
      conferenceId = conference ?? conferenceId
    },
    async commit(write, answer = '') {
      if (committed) throw new Error(`${who.action} commits twice`)
      doneAt ??= now()
      await store.transaction(async (tx) => {
        await write(tx)
        await tx.audit.append(entry('done', answer))
      })
      committed = true
    },
    async fail(error) {
      // What was done and is not recorded yet will be, as what it is.
      if (committed || isConfbotError(error, 'store.unrecorded')) return
      const refused = isConfbotError(error) && ['refused', 'impossible', 'input'].includes(error.kind)
      await store.audit.append(
        entry(refused ? 'refused' : 'failed', isConfbotError(error) ? error.code : 'internal.failed'),
      )
    },
  }
}
