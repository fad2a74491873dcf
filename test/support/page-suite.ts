/** Tests of the sandbox's page in one Chromium. Without it they are skipped, and say so in their name. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { chromiumPath, launchBrowser, openPage, type Sight } from './browser.ts'

type Look = Parameters<typeof openPage>[2]

/** `suite` gets what opens an address in a window of its own. `timeout`: of each test, in milliseconds of system time. */
export function describeOnPage(
  name: string,
  timeout: number,
  suite: (open: (address: string, look?: Look) => Promise<Sight>) => void,
): void {
  const title = chromiumPath
    ? `${name} in Chromium`
    : `${name} (skipped: Chromium is not installed; npm run test:system installs it)`
  describe.skipIf(!chromiumPath)(title, { timeout }, () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchBrowser()
    })
    afterAll(() => browser?.close())
    suite((address, look) => openPage(browser, address, look))
  })
}
