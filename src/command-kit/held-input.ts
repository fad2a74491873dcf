/**
 * Input that waits, in memory alone, for the answer to a question: secrets, which no button and no form may carry, and what is
 * too long for them. Where it is kept is told to the asker alone, and nobody can guess it.
 */
import { type Place, workspaceKey } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { createReference } from '#lib/ids.ts'
import { say } from '#text/message.ts'
import { fitsAction } from './action-ref.ts'
import type { AnyCommand } from './define-command.ts'
import { optionNamed, type RawInput, rawToValues } from './raw-input.ts'

/** Under this name a button or form says where the rest of its input is. No option is called so. */
export const heldName = 'held'

export interface HeldInput {
  /** What a button or form carries for this input, all of which `release` finds again. */
  hold(place: Place, command: AnyCommand, raw: RawInput): Readonly<Record<string, string>>
  /** The input with what is held for it; what was given anew goes before. Throws `input.forgotten` with its form as a way on. */
  release(place: Place, command: AnyCommand, held: string, raw: RawInput): RawInput
}

const keepMs = 60 * 60_000
/** Of this many, the oldest go first. */
const maxHeld = 1_000
/** A form of Slack's carries 3000 characters, among them what it is about and where, and escapes some. */
const maxCarried = 1_200

export function createHeldInput(clock: Clock): HeldInput {
  /** In order of age. */
  const kept = new Map<string, { readonly workspace: string; readonly raw: RawInput; readonly at: number }>()
  const forgetOld = () => {
    for (const [key, { at }] of kept) {
      if (clock.now() - at < keepMs && kept.size <= maxHeld) return
      kept.delete(key)
    }
  }
  return {
    hold(place, command, raw) {
      const values = rawToValues(command, raw)
      const isShort = fitsAction({ path: command.path, input: values }, maxCarried)
      const waiting = [...raw].filter(([name]) => !isShort || optionNamed(command, name)?.facts.secret)
      if (waiting.length === 0) return values
      const key = createReference()
      kept.set(key, { workspace: workspaceKey(place), raw: new Map(waiting), at: clock.now() })
      forgetOld()
      return { ...(isShort && values), [heldName]: key }
    },
    release(place, command, held, raw) {
      forgetOld()
      const found = kept.get(held)
      if (found?.workspace !== workspaceKey(place)) {
        const { path } = command
        const toForm = {
          label: say('error.card.change'),
          path,
          input: rawToValues(command, raw),
          asForm: true,
        } as const
        throw new ConfbotError('input.forgotten', { choices: [toForm] })
      }
      return new Map([...found.raw, ...raw])
    },
  }
}
