/** What came of a request: how it is answered, recorded and logged. */
import type { Attempt } from '#core/attempt.ts'
import { ConfbotError, errorKinds, isConfbotError, reasonOf } from '#core/errors.ts'
import { createReference } from '#lib/ids.ts'
import type { Logger } from '#lib/logger.ts'
import type { ActionRef, Card } from '#view/card.ts'
import type { Reply } from './define-command.ts'
import { errorCard, problemsCard } from './error-card.ts'
import { formOfferCard } from './form-from-options.ts'
import type { InputProblem } from './raw-input.ts'
import type { Responder } from './request.ts'

export type Outcome =
  /** Another process, or this one before a restart, has it. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'asked'; readonly card: Card }
  | { readonly kind: 'done'; readonly reply: Reply; readonly isAudited: boolean }
  /** `problems`: where the error alone does not say it all. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly problems?: readonly InputProblem[] }

export async function answer(
  responder: Responder,
  outcome: Outcome,
  reference: string,
  retry: ActionRef | undefined,
  hasForm: boolean,
): Promise<void> {
  switch (outcome.kind) {
    case 'repeated':
      return
    case 'asked':
      return responder.reply(outcome.card)
    case 'done': {
      const { reply } = outcome
      if ('card' in reply) return responder.reply(reply.card)
      if (!(await responder.openForm(reply.form))) await responder.reply(formOfferCard(reply.form))
      return
    }
    case 'failed': {
      const known = toKnown(outcome.error, reference)
      const { problems } = outcome
      return responder.reply(
        problems ? problemsCard(problems, hasForm ? retry : undefined) : errorCard(known, retry, hasForm),
      )
    }
  }
}

/** Our own errors become one that can be told. */
export const toKnown = (error: unknown, reference: string): ConfbotError =>
  isConfbotError(error) ? error : new ConfbotError('internal.failed', { blanks: { reference }, cause: error })

export async function audit(attempt: Attempt | undefined, outcome: Outcome): Promise<void> {
  if (!attempt) return
  if (outcome.kind === 'failed') await attempt.fail(outcome.error)
  if (outcome.kind === 'done' && outcome.isAudited && !attempt.isCommitted) await attempt.commit(async () => {})
}

/** Expected errors quietly; our own loudly, under a reference that the person is told. */
export function logOutcome(logger: Logger, action: string, outcome: Outcome): string {
  if (outcome.kind !== 'failed') return ''
  const reference = createReference()
  const { error } = outcome
  const level = isConfbotError(error) ? errorKinds[error.kind].level : 'error'
  if (!isConfbotError(error) || level === 'error') logger.error({ err: error, action, reference }, 'a command failed')
  else if (level === 'warn') logger.warn({ code: error.code, action, reason: reasonOf(error) }, 'a command failed')
  else logger.info({ code: error.code, action }, 'a command was refused')
  return reference
}
