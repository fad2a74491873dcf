/** Options that many commands share. */
import type { CommandContext } from '#command-kit/define-command.ts'
import { errorSentence } from '#command-kit/error-card.ts'
import { option } from '#command-kit/options/index.ts'
import { isConfbotError } from '#core/errors.ts'
import { checkPin } from '#core/room-pin.ts'
import type { FormProblems } from '#view/form.ts'

/** `in:` – only where it is not the conference that is live here. */
export const inConference = option.conference({ summary: 'option.in' })
export const onPbx = option.text({ summary: 'option.pbx', named: true, suggests: 'pbx', max: 64 })
export const oneParticipant = option.participant({ summary: 'option.participant', required: true, allows: 'one' })

/** Of every PBX: what its own kind takes is said by `pinProblems`, and by the service. */
export const pinLength = { min: 1, max: 32 } as const

/** What is wrong with the PIN of a form. Which PBX is meant is only known here where it is named, or there is one. */
export function pinProblems(
  { pin, pbx }: { readonly pin?: string | undefined; readonly pbx?: string | undefined },
  { service }: Pick<CommandContext, 'service'>,
): FormProblems {
  const [only, ...others] = service.pbxNames
  const name = pbx ?? (others.length === 0 ? only : undefined)
  if (pin === undefined || pin === 'none' || name === undefined || !service.pbxNames.includes(name)) return {}
  try {
    checkPin(service.pbxOf(name).definition, pin)
    return {}
  } catch (error) {
    if (!isConfbotError(error, 'input.invalid')) throw error
    return { pin: error.details.blanks?.problem ?? errorSentence(error) }
  }
}
