/** Opening and changing modals. A trigger opens one view within three seconds; an update names the version it replaces. */
import type { ModalView } from '@slack/types'
import type { Place } from '#core/actor.ts'
import type { Logger } from '#lib/logger.ts'
import type { Form } from '#view/form.ts'
import type { SlackClients } from './clients.ts'
import { failureOf, failureWords, isRefusal } from './failure.ts'
import { type FormOptions, renderForm } from './render-form.ts'

/** An open view, in the version that we know. */
export interface OpenView {
  readonly id: string
  readonly hash?: string
}

export interface Modals {
  /** null when Slack did not open it (the trigger was too old or used). Never rejects. */
  open(triggerId: string, view: ModalView): Promise<OpenView | null>
  /** Gives up quietly when the view was changed or closed meanwhile. Never rejects. */
  update(open: OpenView, view: ModalView): Promise<OpenView>
}

export function createModals(clients: SlackClients, logger: Logger): Modals {
  return {
    async open(triggerId, view) {
      try {
        const answer = await clients.views.views.open({ trigger_id: triggerId, view })
        return answer.view?.id ? { id: answer.view.id, ...(answer.view.hash && { hash: answer.view.hash }) } : null
      } catch (error) {
        logger.warn({ failure: failureWords(error) }, 'a form could not be opened')
        return null
      }
    },
    async update(open, view) {
      try {
        const answer = await clients.views.views.update({
          view_id: open.id,
          view,
          ...(open.hash && { hash: open.hash }),
        })
        return { ...open, ...(answer.view?.hash && { hash: answer.view.hash }) }
      } catch (error) {
        const failure = failureOf(error)
        if (!isRefusal(failure, 'hash_conflict', 'not_found'))
          logger.warn({ failure: failureWords(error) }, 'a form could not be changed')
        return open
      }
    },
  }
}

/** null when the form cannot be drawn: it holds more than Slack takes. */
export function modalOf(
  form: Form,
  place: Place | null,
  workspaceId: string,
  logger: Logger,
  options: FormOptions = {},
): ModalView | null {
  try {
    return renderForm(form, place, workspaceId, options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    logger.error({ err: error }, 'a form cannot be drawn')
    return null
  }
}
