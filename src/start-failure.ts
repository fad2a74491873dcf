/** What is said when the process cannot start: a sentence where the cause is known. */
import { errorToText } from '#command-kit/error-card.ts'
import { ConfigError } from '#config/problem.ts'
import { isConfbotError } from '#core/errors.ts'
import { ListenError } from '#ingress/index.ts'

export function startFailureToText(error: unknown): string {
  if (error instanceof ConfigError || error instanceof ListenError) return error.message
  if (isConfbotError(error)) return errorToText(error)
  // The stack alone: an SDK's error may hold what it sent.
  return `confbot cannot start: ${error instanceof Error ? error.stack : String(error)}`
}
