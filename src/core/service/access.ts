/** Who may do what: roles that administrators grant to people, to groups of the chat, and to everybody. */
import {
  type Grant,
  type Grantee,
  grantableRoles,
  grantees,
  granteeToText,
  grantFor,
  textToGrantee,
  withGrants,
  withGrantsThere,
} from '../access.ts'
import { type Actor, channelKey, type Place, workspaceKey } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import { ConfbotError } from '../errors.ts'
import { type Role, roleOf, withoutRoleHere } from '../permission.ts'
import { permit, type Verbs } from './deps.ts'
import { placeOf } from './locate.ts'

/** With the person that it names, as far as the chat knows them. */
export type KnownGrant = Grant & { readonly person: Actor | null }

export interface Explanation {
  readonly person: Actor
  readonly role: Role
  /** null: it is the default, or the platform's own administrator. */
  readonly grant: KnownGrant | null
}

export interface AccessVerbs {
  /** The person with what was granted to them where they ask. From memory, but for the first time in a while. */
  withRights(actor: Actor, place: Place): Promise<Actor>
  /** The same person with what was granted to them in another channel, to which belongs what they ask for. */
  withRightsThere(actor: Actor, there: Place): Promise<Actor>
  /** Of this channel first, then of its workspace. */
  grants(attempt: Attempt): Promise<readonly KnownGrant[]>
  /** In the place of what they were granted there before. Rejects with `input.unknown-person`. */
  grant(attempt: Attempt, grant: Grant): Promise<KnownGrant>
  /** What was granted until now. Rejects with `permission.not-granted` where nothing was. */
  revoke(attempt: Attempt, to: Grantee, isHere: boolean): Promise<KnownGrant>
  /** Rejects with `input.unknown-person`. */
  explain(attempt: Attempt, userId: string): Promise<Explanation>
}

/** Other processes may write them, too. */
const freshMs = 30_000
const maxRemembered = 2_000

export function createAccessVerbs({ store, clock, people }: Verbs): AccessVerbs {
  const remembered = new Map<string, { readonly grants: Promise<readonly Grant[]>; readonly at: number }>()

  const grantsOf = (scope: string, isHere: boolean): Promise<readonly Grant[]> => {
    const known = remembered.get(scope)
    if (known && clock.now() - known.at < freshMs) return known.grants
    const grants = store.settings.list(scope).then((stored) => storedToGrants(stored, isHere))
    remembered.delete(scope)
    remembered.set(scope, { grants, at: clock.now() })
    grants.catch(() => remembered.delete(scope))
    if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value ?? '')
    return grants
  }
  const grantsAt = async (place: Place): Promise<readonly Grant[]> =>
    (await Promise.all([grantsOf(scopeOf(place, true), true), grantsOf(scopeOf(place, false), false)])).flat()

  const write = async (attempt: Attempt, to: Grantee, isHere: boolean, role: Grant['role'] | null) => {
    const scope = scopeOf(placeOf(attempt), isHere)
    attempt.about(`${granteeToText(to)}=${role ?? ''}`)
    await attempt.commit((tx) => tx.settings.set(scope, granteeToText(to), role))
    remembered.delete(scope)
  }

  const personOf = (userId: string, { platform, workspaceId }: Place) => people.find({ platform, workspaceId, userId })
  /** Who it names is for reading only: a chat that does not answer hides nobody's rights. */
  const known = async (grant: Grant, place: Place): Promise<KnownGrant> => {
    const person = grant.to.kind === 'user' ? await personOf(grant.to.id, place).catch(() => null) : null
    return { ...grant, person }
  }

  return {
    async withRights(actor, place) {
      return withGrants(actor, await grantsAt(place), channelKey(place))
    },
    async withRightsThere(actor, there) {
      return withGrantsThere(actor, await grantsAt(there), there)
    },
    async grants(attempt) {
      permit(attempt, 'access.manage')
      const place = placeOf(attempt)
      return Promise.all((await grantsAt(place)).map((grant) => known(grant, place)))
    },
    async grant(attempt, { to, role, isHere }) {
      permitThere(attempt, isHere)
      const place = placeOf(attempt)
      const meant = everybodyIn(to, place)
      if (meant.kind === 'user' && !(await personOf(meant.id, place)))
        throw new ConfbotError('input.unknown-person', { blanks: { typed: meant.id } })
      await write(attempt, meant, isHere, role)
      return known({ to: meant, role, isHere }, place)
    },
    async revoke(attempt, to, isHere) {
      permitThere(attempt, isHere)
      const place = placeOf(attempt)
      const meant = granteeToText(everybodyIn(to, place))
      const granted = (await grantsOf(scopeOf(place, isHere), isHere)).find((one) => granteeToText(one.to) === meant)
      if (!granted) throw new ConfbotError('permission.not-granted')
      await write(attempt, granted.to, isHere, null)
      return known(granted, place)
    },
    async explain(attempt, userId) {
      permit(attempt, 'access.manage')
      const place = placeOf(attempt)
      const person = await personOf(userId, place)
      if (!person) throw new ConfbotError('input.unknown-person', { blanks: { typed: userId } })
      const grants = person.isAdministrator ? [] : await grantsAt(place)
      const grant = grantFor(person, grants)
      const role = roleOf(withGrants(person, grants, channelKey(place)), null)
      return { person, role, grant: grant && (await known(grant, place)) }
    },
  }
}

/** Who is an administrator in a channel alone grants nothing beyond it, to themselves least of all. */
const permitThere = ({ actor }: Attempt, isHere: boolean): void =>
  permit({ actor: isHere ? actor : withoutRoleHere(actor) }, 'access.manage')

const scopeOf = (place: Place, isHere: boolean) => `access:${isHere ? channelKey(place) : workspaceKey(place)}`

/** Discord's role of everybody has the server's own id. */
const everybodyIn = (to: Grantee, { workspaceId }: Place): Grantee =>
  to.kind === 'group' && to.id === workspaceId ? grantees.everybody : to

/** What a later version may have written beside what is known here gives nobody anything. */
const storedToGrants = (stored: Readonly<Record<string, string>>, isHere: boolean): readonly Grant[] =>
  Object.entries(stored).flatMap(([name, value]) => {
    const to = textToGrantee(name)
    const role = grantableRoles.find((one) => one === value)
    return to && role ? [{ to, role, isHere }] : []
  })
