/** What the workspace sends to the bot, and what becomes of it. */

export type DeliveryKind = 'command' | 'interactive' | 'event'

export interface Delivery {
  /** The same each time it is sent again; over Socket Mode it is the envelope's. */
  id: string
  kind: DeliveryKind
  /** What a reader knows it by: `/conf`, `block_actions`, `app_mention`. */
  name: string
  body: Readonly<Record<string, unknown>>
}

/** Why an event comes again (docs.slack.dev, apis/events-api, "Retries"). */
export interface Retry {
  /** 1 to 3. */
  number: number
  reason: 'http_timeout' | 'http_error' | 'connection_failed'
}

/** What a person is told: nothing listened, or nothing answered in time. */
type DispatchError = 'dispatch_failed' | 'operation_timeout'

export type Outcome =
  | {
      ok: true
      ackMs: number
      /** What the acknowledgement carried: parsed JSON, a text, or undefined. */
      answer: unknown
    }
  | {
      ok: false
      error: DispatchError
      /** The HTTP status that was no acknowledgement. */
      status?: number
    }

/** One way to the bot. */
export interface Transport {
  send(delivery: Delivery, retry?: Retry): Promise<Outcome>
}

/** An acknowledgement later than this is none (docs.slack.dev, interactivity/handling-user-interaction). System time. */
export const ackDeadlineMs = 3000
