/** An answer of the Web API with `ok: false`, thrown by whatever finds the reason. */
export class SlackRefusal extends Error {
  readonly code: string
  /** Further fields of the answer, e.g. `needed` and `provided`. */
  readonly fields: Readonly<Record<string, unknown>>

  constructor(code: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(code)
    this.name = 'SlackRefusal'
    this.code = code
    this.fields = fields
  }
}

/**
 * Refuses as Slack does when a schema is not met: each problem as `sentence [json-pointer:/…]`, in `errors` and, with its
 * level, in `response_metadata.messages`.
 */
export function schemaRefusal(code: string, problems: readonly string[]): SlackRefusal {
  return new SlackRefusal(code, {
    errors: problems,
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  })
}
