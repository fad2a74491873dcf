/** Who was let in by the door lately: what may be shown before anybody can be asked who it is, such as suggestions. */
import { type Actor, type Person, personKey } from '#core/actor.ts'
import type { Clock } from '#lib/clock.ts'

export interface AdmittedPeople {
  add(actor: Actor): void
  forget(actor: Actor): void
  /** As they were when they were let in, less than `keepMs` ago. */
  find(person: Omit<Person, 'name'>): Actor | undefined
}

const keepMs = 60 * 60_000
/** Of this many, those who asked longest ago are forgotten first. */
const maxPeople = 10_000

export function createAdmittedPeople(clock: Clock): AdmittedPeople {
  /** In order of age. */
  const admitted = new Map<string, { readonly actor: Actor; readonly at: number }>()
  return {
    add(actor) {
      const now = clock.now()
      const key = personKey(actor)
      admitted.delete(key)
      admitted.set(key, { actor, at: now })
      for (const [old, { at }] of admitted) {
        if (now - at < keepMs && admitted.size <= maxPeople) break
        admitted.delete(old)
      }
    },
    forget: (actor) => void admitted.delete(personKey(actor)),
    find(person) {
      const found = admitted.get(personKey(person))
      return found && clock.now() - found.at < keepMs ? found.actor : undefined
    },
  }
}
