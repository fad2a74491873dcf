/** The meeting that a form is about; or which meeting it is about, asked by a form of its own. */
import type { CommandContext } from '#command-kit/define-command.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import type { Occurrence } from '#core/occurrence.ts'
import { permit } from '#core/service/deps.ts'
import type { FoundMeeting } from '#core/service/meetings/verbs.ts'
import { say } from '#text/message.ts'
import type { Form } from '#view/form.ts'
import { fieldOf } from './meeting-form.ts'

type Found = FoundMeeting & { readonly occurrence: Occurrence }

/** Rejects as the verbs do with what the asker may not change, or what is cancelled or over. */
export async function findOrAsk(
  form: Form,
  { meeting, date }: Readonly<Record<string, string>>,
  { service, attempt }: CommandContext,
): Promise<Found | { readonly form: Form }> {
  try {
    const found = await service.findMeeting(attempt, { meeting, date })
    permit(attempt, 'meeting.change', { chair: found.meeting.owner })
    const { occurrence } = found
    if (found.meeting.state === 'cancelled')
      throw new ConfbotError('meeting.cancelled', { blanks: { name: found.meeting.subject } })
    if (!occurrence) throw new ConfbotError('meeting.over', { blanks: { name: found.meeting.subject } })
    return { ...found, occurrence }
  } catch (error) {
    const asked = whichForm(form, error)
    if (asked) return { form: asked }
    throw error
  }
}

/** null: there is nothing to choose from. */
function whichForm(form: Form, error: unknown): Form | null {
  if (!isConfbotError(error, 'input.ambiguous-meeting', 'input.unknown-meeting', 'meeting.none-here')) return null
  const choices = (error.details.choices ?? []).flatMap(({ label, input }) =>
    input.meeting === undefined ? [] : [{ value: input.meeting, label }],
  )
  if (choices.length === 0) return null
  return {
    ...form,
    submit: say('form.submit.go-on'),
    fields: [fieldOf('meeting', 'choice', undefined, { required: true, choices })],
    carried: {},
  }
}
