/** Commands that came to nothing: the client tells the person who used them, below the messages of the channel. */
import { createHeld } from '../held.ts'

export interface Failure {
  readonly id: number
  readonly person: string
  readonly channel: string
  /** `/conf start` */
  readonly command: string
  /** As Discord's client words it. */
  readonly sentence: string
}

const failures = createHeld<readonly Failure[]>([])
let count = 0

export function addFailure(failure: Omit<Failure, 'id'>): void {
  count += 1
  failures.set([...failures.get(), { ...failure, id: count }])
}

export const putFailureAway = (id: number): void => failures.set(failures.get().filter((one) => one.id !== id))

export const useFailures = (person: string, channel: string): readonly Failure[] =>
  failures.use().filter((one) => one.person === person && one.channel === channel)
