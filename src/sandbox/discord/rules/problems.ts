/**
 * What a schema found, with the codes and sentences of Discord's "Invalid Form Body" (reference, "Error Messages"). Discord
 * passes over most fields that it does not know; here they are refused (UNKNOWN_FIELD), so that a slip of ours is seen.
 */
import type { z } from 'zod'
import { invalidForm, type Problem } from '../refusal.ts'

/** The checked value; throws 50035. `at` leads to the value within the body. */
export function check<T>(schema: z.ZodType<T>, value: unknown, at: Problem['path'] = []): T {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw invalidForm(result.error.issues.flatMap((issue) => issueToProblems(issue, at)))
}

/** Throws 50035 unless there are none. */
export function refuseAll(problems: readonly Problem[]): void {
  if (problems.length > 0) throw invalidForm(problems)
}

/** One problem with the code and sentence of Discord's that belong to a length out of bounds. */
export function lengthProblem(path: Problem['path'], { min, max }: { min?: number; max?: number }): Problem {
  if (min !== undefined && max !== undefined) {
    return { path, code: 'BASE_TYPE_BAD_LENGTH', message: `Must be between ${min} and ${max} in length.` }
  }
  return max !== undefined
    ? { path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${max} or fewer in length.` }
    : { path, code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${min} or more in length.` }
}

const isPath = (key: PropertyKey): key is string | number => typeof key !== 'symbol'

function issueToProblems(issue: z.core.$ZodIssue, at: Problem['path']): Problem[] {
  const path = [...at, ...issue.path.filter(isPath)]
  const one = (code: string, message: string): Problem[] => [{ path, code, message }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        code: 'UNKNOWN_FIELD',
        message: 'This field is not documented here.',
      }))
    case 'invalid_type':
      if (issue.input === undefined) return one('BASE_TYPE_REQUIRED', 'This field is required')
      return one(...conversion(issue.expected))
    case 'invalid_value':
      if (issue.input === undefined) return one('BASE_TYPE_REQUIRED', 'This field is required')
      return one('BASE_TYPE_CHOICES', `Value must be one of {${issue.values.map(String).join(', ')}}.`)
    case 'too_big': {
      const max = Number(issue.maximum)
      if (issue.origin === 'string' || issue.origin === 'array') return [lengthProblem(path, { max })]
      return one('NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`)
    }
    case 'too_small': {
      const min = Number(issue.minimum)
      if (issue.origin === 'string' && min === 1) return one('BASE_TYPE_REQUIRED', 'This field is required')
      if (issue.origin === 'string' || issue.origin === 'array') return [lengthProblem(path, { min })]
      return one('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`)
    }
    case 'invalid_format':
      return one('STRING_TYPE_REGEX', 'String value did not match validation regex.')
    case 'invalid_union':
      if (issue.discriminator) return [unionProblem(issue, path)]
      return one('UNION_TYPE_CHOICES', 'Value matches none of the allowed forms.')
    case 'custom': {
      const code = issue.params?.code
      return one(typeof code === 'string' ? code : 'BASE_TYPE_INVALID', issue.message)
    }
    default:
      return one('BASE_TYPE_INVALID', issue.message)
  }
}

/** The path of such an issue ends with the discriminator already, unless the value is no object at all. */
function unionProblem(issue: z.core.$ZodIssueInvalidUnion, path: Problem['path']): Problem {
  const { discriminator = 'type', input } = issue
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    const at = path.at(-1) === discriminator ? path.slice(0, -1) : path
    return { path: at, code: 'MODEL_TYPE_CONVERT', message: 'Only dictionaries may be used in a ModelType' }
  }
  if (!(discriminator in input)) return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
  return {
    path,
    code: 'UNION_TYPE_CHOICES',
    message: `Value of field "${discriminator}" must be one of those allowed here.`,
  }
}

function conversion(expected: string): [code: string, message: string] {
  switch (expected) {
    case 'object':
    case 'record':
      return ['MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType']
    case 'array':
      return ['LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType']
    case 'boolean':
      return ['BOOLEAN_TYPE_CONVERT', 'Must be either true or false.']
    case 'int':
    case 'number':
      return ['NUMBER_TYPE_COERCE', 'Value is not int.']
    default:
      return ['STRING_TYPE_CONVERT', 'Could not interpret value as string.']
  }
}
