/** Brings interactions to the app over whichever way is set, waits for the first answer as long as Discord does, and can bring them again. */
import { createSystemClock } from '#lib/clock.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { type Interaction, type InteractionType, interactionTypes } from '../interaction-store.ts'
import type { Attempt, InteractionDesk } from '../interactions/desk.ts'
import { DiscordRefusal } from '../refusal.ts'
import type { RequestUrl } from './request-url.ts'

/** A first answer later than this is none (discord-api-docs, interactions/receiving-and-responding, "Interaction Callback"). System time. */
export const firstAnswerMs = 3000

const remembered = 200

export type Outcome =
  | { ok: true; ackMs: number; attempt: Attempt }
  | {
      ok: false
      /** What the person reads. */
      error: string
      /** Why the answer was not taken, where there was one: Discord's error. */
      reason?: Attempt['refused']
      /** The HTTP status that was no answer. */
      status?: number
    }

export interface Courier {
  send(interaction: Interaction): Promise<Outcome & { delivery: string }>
  /** The same interaction again, the last one when no id is given; undefined: there is none. An answer that is refused counts, too. */
  redeliver(id?: string): Promise<(Outcome & { delivery: string }) | undefined>
  last(): Interaction | undefined
  clear(): void
}

export interface CourierOptions {
  /** Undefined: over the gateway. */
  requestUrl: () => RequestUrl | undefined
  gateway: Gateway
  desk: InteractionDesk
}

/** What Discord's client says when nothing answers. */
export const failedWords: Record<InteractionType, string> = {
  [interactionTypes.ping]: '',
  [interactionTypes.command]: 'The application did not respond',
  [interactionTypes.component]: 'This interaction failed',
  [interactionTypes.autocomplete]: 'Loading options failed',
  [interactionTypes.modalSubmit]: 'Something went wrong. Try again.',
}

export function createCourier({ requestUrl, gateway, desk }: CourierOptions): Courier {
  const clock = createSystemClock()
  let sent: Interaction[] = []

  /** `accepts`: which attempts end the waiting. */
  const deliver = async (interaction: Interaction, accepts: (attempt: Attempt) => boolean) => {
    const { id, token, type, raw } = interaction
    const failed = (facts: Pick<Outcome & { ok: false }, 'reason' | 'status'> = {}): Outcome => ({
      ok: false,
      error: failedWords[type],
      ...facts,
    })
    const startedAt = performance.now()
    const outcome = await new Promise<Outcome>((resolve) => {
      let reason: Attempt['refused']
      const giveUp = (facts: Parameters<typeof failed>[0] = {}) =>
        finish(failed({ ...(reason && { reason }), ...facts }))
      const cancelDeadline = clock.schedule(firstAnswerMs, () => giveUp())
      const stopListening = desk.onAttempt(id, (attempt) => {
        if (accepts(attempt)) finish({ ok: true, ackMs: performance.now() - startedAt, attempt })
        else reason = attempt.refused
      })
      const finish = (result: Outcome) => {
        cancelDeadline()
        stopListening()
        resolve(result)
      }
      const way = requestUrl()
      if (!way) {
        const guildId = raw.guild_id === undefined ? undefined : String(raw.guild_id)
        if (gateway.dispatch({ t: 'INTERACTION_CREATE', d: raw, guildId }) === 0) giveUp()
        return
      }
      void way.send(raw).then((reply) => {
        if (typeof reply === 'string') return giveUp()
        // It is answered, or going to be, by the callback route.
        if (reply.status === 202) return
        if (reply.status !== 200 || !reply.isJson) return giveUp({ status: reply.status })
        try {
          desk.answer(id, token, { json: reply.body, files: [] })
        } catch (error) {
          if (!(error instanceof DiscordRefusal)) throw error
          giveUp()
        }
      })
    })
    return { ...outcome, delivery: id }
  }

  return {
    send(interaction) {
      sent = [...sent, interaction].slice(-remembered)
      return deliver(interaction, ({ refused }) => refused === undefined)
    },
    redeliver(id) {
      const interaction = id === undefined ? sent.at(-1) : sent.find((one) => one.id === id)
      return interaction ? deliver(interaction, () => true) : Promise.resolve(undefined)
    },
    last: () => sent.at(-1),
    clear() {
      sent = []
    },
  }
}
