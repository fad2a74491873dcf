/** Discord's REST API as this platform uses it. */

export interface CallOptions {
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string>>
  readonly files?: readonly {
    readonly name: string
    readonly data: string | Uint8Array<ArrayBuffer>
    readonly contentType: string
  }[]
  /** Sent again when its answer is lost or Discord stumbles: reading, replacing, deleting, and posting with an enforced nonce. */
  readonly isRepeatable?: boolean
  /** How long a rate limit is waited for before it rejects; 0: not at all. Milliseconds. */
  readonly patienceMs?: number
  /** Of an interaction: its token stands in the route, the bot's own is not sent. */
  readonly isInteraction?: boolean
}

export interface DiscordApi {
  /** Resolves to the answer's JSON, unchecked. Rejects with what `failureOf` reads. */
  call<T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', route: `/${string}`, options?: CallOptions): Promise<T>
}
