/** Members of a server as actors. Remembered for five minutes. */
import type { APIInteraction } from 'discord-api-types/v10'
import type { Actor, Person } from '#core/actor.ts'
import type { PeopleSource } from '#core/contracts/announcer.ts'
import type { Clock } from '#lib/clock.ts'
import type { DiscordApi } from './api.ts'

export interface Identity extends PeopleSource {
  /** Rejects with `chat.unavailable` or `chat.refused` when Discord cannot be asked and the person is not remembered. */
  identify(person: Pick<Person, 'workspaceId' | 'userId'>): Promise<Actor>
  /**
   * Who asks, as the interaction itself tells; in a direct message only the name is told, so Discord is asked for the membership in
   * `workspaceId`. Call it once per interaction; it also remembers what was told.
   */
  ofInteraction(interaction: APIInteraction, workspaceId: string): Promise<Actor>
}

export function createIdentity(_deps: { readonly api: DiscordApi; readonly clock: Clock }): Identity {
  throw new Error('not there yet')
}
