/** What a schema found, in the sentences and with the JSON pointers that Slack answers. */
import type { z } from 'zod'

/** Checks `value`; the problems are empty exactly when it passes. `at` is the pointer to the value: `/blocks`, `/view`. */
export function check<T>(
  schema: z.ZodType<T>,
  value: unknown,
  at: string,
): { value: T; problems: [] } | { value: undefined; problems: string[] } {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return { value: result.data, problems: [] }
  return { value: undefined, problems: result.error.issues.flatMap((issue) => issueToProblems(issue, at)) }
}

export function problem(sentence: string, pointer: string): string {
  return `${sentence} [json-pointer:${pointer}]`
}

function issueToProblems(issue: z.core.$ZodIssue, at: string): string[] {
  const pointer = (path: readonly PropertyKey[]) => [at, ...path.map(String)].join('/')
  const here = pointer(issue.path)
  const parent = pointer(issue.path.slice(0, -1))
  const field = String(issue.path.at(-1))
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => problem(`invalid additional property: ${key}`, here))
    case 'invalid_type':
    case 'invalid_value':
      if (issue.input === undefined) return [problem(`missing required field: ${field}`, parent)]
      if (issue.code === 'invalid_type') return [problem(`must provide ${article(issue.expected)}`, here)]
      return [problem(`must be one of ${issue.values.map((value) => `"${String(value)}"`).join(', ')}`, here)]
    case 'too_big':
      if (issue.origin === 'string') return [problem(`must be less than ${Number(issue.maximum) + 1} characters`, here)]
      if (issue.origin === 'array') return [problem(`no more than ${issue.maximum} items allowed`, here)]
      return [problem(`must be at most ${issue.maximum}`, here)]
    case 'too_small':
      if (issue.origin === 'string') return [problem(`must be more than ${Number(issue.minimum) - 1} characters`, here)]
      if (issue.origin === 'array') return [problem(`no fewer than ${issue.minimum} items allowed`, here)]
      return [problem(`must be at least ${issue.minimum}`, here)]
    case 'invalid_union': {
      if (!issue.discriminator) return [problem('failed to match all allowed schemas', here)]
      const type = typeof issue.input === 'object' && issue.input !== null && 'type' in issue.input && issue.input.type
      return [type ? problem(`unsupported type: ${type}`, here) : problem('missing required field: type', parent)]
    }
    default:
      return [problem(issue.message, here)]
  }
}

function article(kind: string): string {
  return /^[aeio]/.test(kind) ? `an ${kind}` : `a ${kind}`
}
