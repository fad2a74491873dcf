/** Slack's users as actors: who they are, whose guests, and what their profile tells. Remembered for five minutes. */
import type { UsersInfoResponse } from '@slack/web-api'
import type { Actor, Person } from '#core/actor.ts'
import type { PeopleSource } from '#core/contracts/announcer.ts'
import { isConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { createTimedMemo } from '#lib/timed-memo.ts'
import type { SlackClients } from './clients.ts'
import { failureOf, isRefusal, toChatError } from './failure.ts'
import { withPatience } from './patience.ts'

type User = NonNullable<UsersInfoResponse['user']>

export interface Identity extends PeopleSource {
  /** Rejects with `chat.unavailable` or `chat.refused` when Slack cannot be asked and the person is not remembered. */
  identify(person: Pick<Person, 'workspaceId' | 'userId'>): Promise<Actor>
}

export function createIdentity({ clients, clock }: { clients: SlackClients; clock: Clock }): Identity {
  const remembered = createTimedMemo<User | null>({
    clock,
    freshMs: 5 * 60_000,
    // While Slack does not answer, what it said within the last hour holds.
    staleMs: 60 * 60_000,
    max: 5_000,
    isUnanswered: (error) => isConfbotError(error, 'chat.unavailable', 'chat.refused'),
  })

  const ask = async (userId: string): Promise<User | null> => {
    try {
      const { user } = await withPatience(clock, () => clients.repeatable.users.info({ user: userId }))
      return user ?? null
    } catch (error) {
      if (isRefusal(failureOf(error), 'user_not_found', 'user_not_visible')) return null
      throw toChatError(error, userId)
    }
  }
  /** null: Slack knows no such person, or does not show them to this workspace. */
  const userOf = (userId: string) => remembered.find(userId, () => ask(userId))

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
