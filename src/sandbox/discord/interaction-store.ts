/** Interactions that were sent out, by their ids and tokens, and the modals that stand open before people. */

/** Kinds of interactions (interactions/receiving-and-responding, "Interaction Type"). */
export const interactionTypes = { ping: 1, command: 2, component: 3, autocomplete: 4, modalSubmit: 5 } as const
export type InteractionType = (typeof interactionTypes)[keyof typeof interactionTypes]

export interface Interaction {
  id: string
  token: string
  type: InteractionType
  userId: string
  channelId: string
  /** The message clicked on, or whose button opened the modal. */
  messageId?: string
  /** System time, UTC milliseconds: the deadlines do not follow the sandbox's movable clock. */
  createdAt: number
  /** The type of the first answer, once there is one. */
  answered?: number
  /** The message that `@original` stands for. */
  originalId?: string
  /** The full name of the command. */
  commandName?: string
  /** As it was sent to the bot. */
  raw: Record<string, unknown>
}

export interface OpenModal {
  /** The interaction whose answer opened it. */
  interactionId: string
  userId: string
  channelId: string
  /** The message whose component opened it; the submission carries it. */
  messageId?: string
  /** As the bot sent it, ids filled in: `{custom_id, title, components}`. */
  data: { custom_id: string; title: string; components: readonly Record<string, unknown>[] }
}

export interface InteractionStore {
  add(interaction: Interaction): void
  find(id: string): Interaction | undefined
  findByToken(token: string): Interaction | undefined
  /** Per person one, as in the client. */
  readonly modals: Map<string, OpenModal>
  clear(): void
}

export function createInteractionStore(): InteractionStore {
  const byId = new Map<string, Interaction>()
  const byToken = new Map<string, Interaction>()
  const modals = new Map<string, OpenModal>()
  return {
    add(interaction) {
      byId.set(interaction.id, interaction)
      byToken.set(interaction.token, interaction)
    },
    find: (id) => byId.get(id),
    findByToken: (token) => byToken.get(token),
    modals,
    clear() {
      for (const map of [byId, byToken, modals]) map.clear()
    },
  }
}
