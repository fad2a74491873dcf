/**
 * Signed HTTP (developers/interactions/overview, "Configuring an Interactions Endpoint URL"): Discord posts each interaction to us.
 * Every request is verified, since Discord sends forged ones on purpose and takes the address away from whom they do not bother.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { APIInteraction, APIInteractionResponse } from 'discord-api-types/v10'
import { InteractionResponseType, InteractionType } from 'discord-api-types/v10'
import { verifyKey } from 'discord-interactions'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { createOutageLog } from '#lib/outage-log.ts'
import { readAtMost } from '#lib/read-at-most.ts'
import type { Exchange, Receive } from './exchange.ts'
import { limits } from './limits.ts'

export const interactionsPath = '/discord/interactions'

export interface HttpEntrance {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
}

interface Deps {
  /** Hexadecimal. */
  readonly publicKey: string
  readonly receive: Receive
  /** The other way to give the first answer, for when nobody waits for the HTTP response any more. */
  readonly callBack: (interaction: APIInteraction, answer: APIInteractionResponse) => Promise<void>
  readonly onContact: () => void
  readonly clock: Clock
  readonly logger: Logger
}

export function createHttpEntrance({ publicKey, receive, callBack, onContact, clock, logger }: Deps): HttpEntrance {
  const refusals = createOutageLog({
    logger,
    clock,
    begins: 'a request is refused, since its signature is not that of Discord',
    over: 'requests are signed by Discord again',
  })

  const isSigned = async (request: IncomingMessage, rawBody: Buffer) => {
    const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = request.headers
    if (typeof signature !== 'string' || typeof timestamp !== 'string' || !isRecent(timestamp)) return false
    return verifyKey(rawBody, signature, timestamp, publicKey)
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== 'POST') return end(response, 405, { allow: 'POST' })
    const receivedAt = clock.now()
    // The connection must stay open for the answer that says that it is too much.
    const rawBody = await readAtMost(request.iterator({ destroyOnReturn: false }), maxBodyBytes)
    if (rawBody === null) return end(response, 413, { connection: 'close' })
    if (!(await isSigned(request, rawBody))) {
      refusals.failed('401', {})
      return end(response, 401)
    }
    refusals.worked()
    onContact()
    const interaction = toInteraction(rawBody)
    if (!interaction) return end(response, 400)
    if (interaction.type === InteractionType.Ping) {
      await answer(response, { type: InteractionResponseType.Pong })
      return
    }
    await receive(exchangeOf(interaction, receivedAt, response))
    // Handled without an answer, or answered by the callback: Discord wants to hear that it arrived.
    end(response, 202)
  }

  const exchangeOf = (interaction: APIInteraction, receivedAt: number, response: ServerResponse): Exchange => ({
    interaction,
    receivedAt,
    async respond(first) {
      const isWaitedFor = !response.destroyed && clock.now() - receivedAt < limits.firstAnswerMs
      if (isWaitedFor && (await answer(response, first))) return
      end(response, 202)
      await callBack(interaction, first)
    },
  })

  return {
    handle(request, response) {
      serve(request, response).catch((error: unknown) => {
        // A body that broke off has nobody waiting.
        logger.debug({ err: error }, 'a request of Discord could not be read')
        end(response, 400)
      })
    },
  }
}

/** Without a body, unless it has been answered already. */
function end(response: ServerResponse, status: number, headers: OutgoingHttpHeaders = {}): void {
  if (!response.headersSent) response.writeHead(status, headers).end()
}

/** Resolves when it is out of our hands: false when the connection ended before that. */
function answer(response: ServerResponse, body: APIInteractionResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.once('close', () => resolve(response.writableFinished))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
}

/** A signed message and its longest form are far below. */
const maxBodyBytes = 1024 * 1024

/**
 * What was recorded somewhere must not be sent again at leisure. By system time, as Discord counts it: the clock that tests and the
 * sandbox move is not meant.
 */
function isRecent(timestamp: string): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false
  return Math.abs(Date.now() - Number(timestamp) * 1000) <= limits.signatureSkewMs
}

/** Signed by Discord, so its shape is Discord's; what is no object is not. */
function toInteraction(rawBody: Buffer): APIInteraction | null {
  try {
    const parsed: unknown = JSON.parse(rawBody.toString())
    const isOne = typeof parsed === 'object' && parsed !== null && 'type' in parsed && 'id' in parsed
    return isOne ? (parsed as APIInteraction) : null
  } catch {
    return null
  }
}
