/** Runs all checks side by side, each within its time, and gives what they found in the order in which they were asked for. */
import { type Check, type Finding, fail } from '#core/contracts/diagnosis.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import { redact } from '#lib/redact.ts'
import { type Span, say } from '#text/message.ts'

/** A part of the configuration with what is asked of it. */
export interface Section {
  readonly part: Span
  readonly checks: readonly Check[]
}

export interface Result {
  readonly part: Span
  readonly finding: Finding
}

/** More than the adapters allow a request with its repetitions. */
const checkLimitMs = 20_000

export async function runChecks(
  sections: readonly Section[],
  { clock, limitMs = checkLimitMs }: { readonly clock: Clock; readonly limitMs?: number },
): Promise<readonly Result[]> {
  interface Outcome {
    readonly findings: readonly Finding[]
    readonly isGood: boolean
  }
  const outcomes = new Map<Check, Promise<Outcome>>()

  const examine = async (check: Check): Promise<Outcome> => {
    if (check.after && !(await outcomeOf(check.after)).isGood) return { findings: [], isGood: false }
    const findings = await Promise.race([tolerant(check), sleep(clock, limitMs).then(() => [tooSlow(check, limitMs)])])
    return { findings, isGood: findings.every(({ level }) => level !== 'fail') }
  }
  const outcomeOf = (check: Check): Promise<Outcome> => {
    const outcome = outcomes.get(check) ?? examine(check)
    outcomes.set(check, outcome)
    return outcome
  }

  const results = await Promise.all(
    sections.flatMap(({ part, checks }) =>
      checks.map(async (check) => (await outcomeOf(check)).findings.map((finding) => ({ part, finding }))),
    ),
  )
  return results.flat()
}

/** One that breaks spoils no other. */
async function tolerant(check: Check): Promise<readonly Finding[]> {
  try {
    return await check.run()
  } catch (error) {
    const reason = redact(error instanceof Error ? error.message : String(error))
    return [fail(say('doctor.broken', { what: check.what, reason }), say('doctor.broken.next'))]
  }
}

const tooSlow = ({ what }: Check, limitMs: number): Finding =>
  fail(say('doctor.slow', { what, seconds: limitMs / 1000 }), say('doctor.slow.next'))
