/** What is wrong with the configuration: everything at once, in words for the person who wrote it. Never a value, which may be a secret. */

export interface Problem {
  /** The key, as it would be written: `slack.appToken (or SLACK_APP_TOKEN)`. */
  readonly key: string
  /** What is wrong and what was expected. */
  readonly what: string
  /** What the key is for and where to get its value. */
  readonly where?: string | undefined
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
    super([`The configuration has ${count}.`, ...problems.map(problemToText)].join('\n\n'))
    this.problems = problems
  }
}

const problemToText = ({ key, what, where }: Problem) => `- ${key}: ${what}${where ? `\n  ${where}` : ''}`

/** `a`, `a or b`, `a, b or c`. */
export function listInWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
