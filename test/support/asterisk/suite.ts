/** Tests on a real Asterisk of their own. Without one they are skipped, and say so in their name. */
import { afterAll, beforeAll, describe } from 'vitest'
import { type Asterisk, type AsteriskOptions, findAsterisk, startAsterisk } from './server.ts'

export interface AsteriskSuite {
  /** Of each test, in milliseconds of system time. */
  readonly timeout: number
  /** Whether the tests run side by side. */
  readonly concurrent?: boolean
  readonly asterisk?: AsteriskOptions
}

/** `suite` gets what tells its Asterisk, from within hooks and tests. */
export function describeOnAsterisk(
  name: string,
  { timeout, concurrent = false, asterisk: options }: AsteriskSuite,
  suite: (asterisk: () => Asterisk) => void,
): void {
  const isThere = findAsterisk() !== undefined
  const title = isThere
    ? `${name} on a real Asterisk`
    : `${name} (skipped: there is no Asterisk; npm run test:system installs it)`
  describe.skipIf(!isThere)(title, { timeout, concurrent }, () => {
    let asterisk: Asterisk
    beforeAll(async () => {
      asterisk = await startAsterisk(options)
    }, 90_000)
    afterAll(() => asterisk?.stop())
    suite(() => asterisk)
  })
}
