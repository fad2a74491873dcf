/** What can be made to go wrong, in plain words, and the call of the API that does it. */

export interface Trouble {
  readonly id: string
  readonly name: string
  readonly fault: { readonly kind: string; readonly retryAfter?: number }
}

const trouble = (name: string, kind: string, retryAfter?: number): Trouble => ({
  id: retryAfter === undefined ? kind : `${kind} ${retryAfter}`,
  name,
  fault: { kind, ...(retryAfter !== undefined && { retryAfter }) },
})

export const pbxTroubles: readonly Trouble[] = [
  trouble('never answers', 'hang'),
  trouble('does it, but never answers', 'hang-after'),
  trouble('breaks the connection', 'reset-before'),
  trouble('does it, then breaks the connection', 'reset-after'),
  trouble('is out of order (503)', '5xx'),
  trouble('forgets who is signed in (401)', '401'),
  trouble('answers with a web page', 'html'),
  trouble('answers only half', 'truncated'),
  trouble('drops all calls', 'drop-calls'),
  trouble('tells nothing of what happens', 'drop'),
  trouble('tells twice of what happens', 'duplicate'),
  trouble('tells late of what happens', 'delay'),
]

export const slackTroubles: readonly Trouble[] = [
  trouble('says “too many requests, wait 5 s” (429)', '429', 5),
  trouble('says “too many requests” (429)', '429'),
  trouble('is out of order (503)', '5xx'),
  trouble('never answers', 'hang'),
  trouble('does it, but never answers', 'hang-after'),
  trouble('does it, then breaks the connection', 'reset-after'),
  trouble('answers with a web page', 'html'),
]

export const discordTroubles: readonly Trouble[] = [
  trouble('says “too many requests, wait 5 s” (429)', '429', 5),
  trouble('is out of order (503)', '5xx'),
  trouble('says that something may not be done (403)', '403'),
  trouble('never answers', 'hang'),
  trouble('does it, but never answers', 'hang-after'),
  trouble('does it, then breaks the connection', 'reset-after'),
  trouble('answers with a web page', 'html'),
]

export interface PlannedFault {
  readonly match: string
  readonly kind: string
  readonly times: number
  readonly retryAfter?: number
}

/** `the next 3 times: never answers`. */
export function plannedToWords({ kind, times, retryAfter }: PlannedFault, known: readonly Trouble[]): string {
  const name = known.find(({ fault }) => fault.kind === kind && fault.retryAfter === retryAfter)?.name ?? kind
  return `The next ${times === 1 ? 'time' : `${times} times`}: ${name}.`
}
