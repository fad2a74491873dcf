/**
 * Runs a property over many inputs and prints how many there were and from which seed. PROPERTY_SEED repeats a run,
 * PROPERTY_RUNS is the number of runs of each property.
 */
import fc from 'fast-check'
import { it } from 'vitest'

const given = (name: string): number | undefined => {
  const value = process.env[name]
  return value === undefined || value === '' ? undefined : Number(value)
}
const seed = given('PROPERTY_SEED') ?? Math.floor(Math.random() * 2 ** 31)
const timeoutMs = 120_000

interface PropertyOptions<T> {
  readonly runs: number
  /** How many inputs one generated value is; 1 unless told. */
  readonly inputsIn?: (value: T) => number
  /** The failing value is shown as it is: looking for a smaller one would take too long. */
  readonly isSlow?: boolean
}

/** A test called `title`; `name` is the one that is printed: `parser.plan`. */
export function property<T>(
  title: string,
  name: string,
  values: fc.Arbitrary<T>,
  options: PropertyOptions<T>,
  prepare: () => Promise<(value: T) => unknown> | ((value: T) => unknown),
): void {
  it(title, { timeout: timeoutMs }, async () => {
    const holds = await prepare()
    let inputs = 0
    const numRuns = given('PROPERTY_RUNS') ?? options.runs
    try {
      await fc.assert(
        fc.asyncProperty(values, async (value) => {
          inputs += options.inputsIn?.(value) ?? 1
          await holds(value)
        }),
        { seed, numRuns, endOnFailure: options.isSlow === true },
      )
    } finally {
      process.stdout.write(`property ${name}: ${inputs} inputs, seed ${seed}\n`)
    }
  })
}
