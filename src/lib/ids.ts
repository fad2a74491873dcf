/** Identifiers and PINs from the system's cryptographic random source. */
import { randomInt } from 'node:crypto'

/** Without 0, 1, i, l and o, which are taken for one another when read aloud or copied by hand. */
const letters = 'abcdefghjkmnpqrstuvwxyz'
const alphabet = `${letters}23456789`

const pick = (from: string) => from.charAt(randomInt(from.length))
const word = (length: number) => Array.from({ length }, () => pick(alphabet)).join('')

/** `[a-z0-9]{6}`, beginning with a letter, so that no code can be taken for a room's number. */
export const createConferenceId = (): string => pick(letters) + word(5)

/** Names one failure, in what the person sees and in the log: `[a-z0-9]{8}`. */
export const createReference = (): string => word(8)

/**
 * A PIN of so many digits (3 or more) that is nobody's first guess: not one digit repeated, no run up or down. It has no
 * leading zero, so that a PBX which keeps PINs as numbers keeps this one.
 */
export function createPin(digits: number): string {
  if (!Number.isInteger(digits) || digits < 3) throw new RangeError(`a PIN has 3 digits or more, not ${digits}`)
  for (;;) {
    const pin = pick('123456789') + Array.from({ length: digits - 1 }, () => pick('0123456789')).join('')
    if (!isGuessable(pin)) return pin
  }
}

function isGuessable(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index])))
  const [step] = steps
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1
}
