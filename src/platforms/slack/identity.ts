/** Slack's users as actors: who they are, whose guests, and what their profile tells. Remembered for five minutes. */
import type { UsersInfoResponse } from '@slack/web-api'
import type { Actor, Person } from '#core/actor.ts'
import type { PeopleSource } from '#core/contracts/announcer.ts'
import { isConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { SlackClients } from './clients.ts'
import { failureOf, isRefusal, toChatError } from './failure.ts'
import { withPatience } from './patience.ts'

type User = NonNullable<UsersInfoResponse['user']>

export interface Identity extends PeopleSource {
  /** Rejects with `chat.unavailable` or `chat.refused` when Slack cannot be asked and the person is not remembered. */
  identify(person: Pick<Person, 'workspaceId' | 'userId'>): Promise<Actor>
}

const freshMs = 5 * 60_000
/** While Slack does not answer, what it said within the last hour holds. */
const staleMs = 60 * 60_000
const maxRemembered = 5_000

export function createIdentity(deps: { clients: SlackClients; clock: Clock }): Identity {
  const { clients, clock } = deps
  const remembered = new Map<string, { readonly user: User; readonly at: number }>()
  const asking = new Map<string, Promise<User | null>>()

  const ask = async (userId: string): Promise<User | null> => {
    try {
      const { user = null } = await withPatience(clock, () => clients.repeatable.users.info({ user: userId }))
      remembered.delete(userId)
      if (user) remembered.set(userId, { user, at: clock.now() })
      if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value ?? '')
      return user
    } catch (error) {
      if (isRefusal(failureOf(error), 'user_not_found', 'user_not_visible')) return null
      throw toChatError(error, userId)
    }
  }

  /** null: Slack knows no such person, or does not show them to this workspace. */
  const userOf = async (userId: string): Promise<User | null> => {
    const known = remembered.get(userId)
    if (known && clock.now() - known.at < freshMs) return known.user
    let question = asking.get(userId)
    if (!question) {
      question = ask(userId).finally(() => asking.delete(userId))
      asking.set(userId, question)
    }
    try {
      return await question
    } catch (error) {
      const isUnanswered = isConfbotError(error, 'chat.unavailable', 'chat.refused')
      if (known && isUnanswered && clock.now() - known.at < staleMs) return known.user
      throw error
    }
  }

  return {
    async identify(person) {
      return userToActor(await userOf(person.userId), person)
    },
    async find(person) {
      const user = await userOf(person.userId)
      return user && !user.deleted ? userToActor(user, person) : null
    },
  }
}

/** Somebody whom Slack does not show is an outsider. */
export function userToActor(user: User | null, who: Pick<Person, 'workspaceId' | 'userId'>): Actor {
  const profile = user?.profile
  const isOutsider = !user || isOfOtherOrganisation(user, who.workspaceId)
  return {
    platform: 'slack',
    workspaceId: who.workspaceId,
    userId: who.userId,
    name: profile?.display_name || profile?.real_name || user?.real_name || user?.name || who.userId,
    // An administrator of another workspace is none here.
    isAdministrator: !isOutsider && Boolean(user?.is_admin || user?.is_owner || user?.is_primary_owner),
    isGuest: Boolean(user?.is_restricted || user?.is_ultra_restricted),
    isBot: Boolean(user?.is_bot || user?.is_workflow_bot),
    isOutsider,
    ...(user?.tz && { timeZone: user.tz }),
    ...(profile?.phone && { phone: profile.phone }),
  }
}

/** A member of an Enterprise organisation belongs to several workspaces; `team_id` is only one of them. */
function isOfOtherOrganisation(user: User, workspaceId: string): boolean {
  if (user.is_stranger) return true
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? []), ...(user.teams ?? [])].filter(Boolean)
  return teams.length > 0 && !teams.includes(workspaceId)
}
