/** A headless Chromium on the sandbox's page: what it shows, what it complains of, what axe says of it. */
import { mkdirSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findProgram, systemPrograms } from './programs.ts'

export const chromiumPath = findProgram(systemPrograms.chromium)

const screenshots = 'test-results/screenshots'

export interface Sight {
  readonly page: Page
  /** Errors on the page's console so far, refused resources included. */
  readonly complaints: readonly string[]
  /** Keeps a picture as `test-results/screenshots/<name>.png`. */
  shoot(name: string): Promise<void>
  /** What axe finds serious or critical, each with where. */
  seriousFindings(): Promise<string[]>
}

export function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('Chromium is not installed: npm run test:system')
  return chromium.launch({
    executablePath: chromiumPath,
    // It looks for nothing outside of this machine.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export async function openPage(
  browser: Browser,
  address: string,
  look: { readonly width?: number; readonly height?: number; readonly dark?: boolean } = {},
): Promise<Sight> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    timezoneId: 'Pacific/Auckland',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(address)
  return {
    page,
    complaints,
    async shoot(name) {
      mkdirSync(screenshots, { recursive: true })
      await page.screenshot({ path: `${screenshots}/${name}.png` })
    },
    async seriousFindings() {
      // Evaluated from outside: the page's own policy lets no foreign script in.
      const found: { violations: { id: string; impact: string; nodes: { target: string[] }[] }[] } =
        await page.evaluate(`${axe.source}; axe.run(document, { resultTypes: ['violations'] })`)
      return found.violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
    },
  }
}
