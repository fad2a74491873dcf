/** `npm run picture`: draws the README's picture anew, docs/images/page.png: one conference in both chats beside its telephones. */
import { startApp } from '#test/support/app.ts'
import { launchBrowser, openPage } from '#test/support/browser.ts'

const target = 'docs/images/page.png'

const app = await startApp({
  CONFBOT_SANDBOX_CHATS: 'slack,discord',
  CONFBOT_SANDBOX_PBXS: 'portsip,yeastar-p,yeastar-s,ringme,kazoo',
})
const browser = await launchBrowser()
try {
  await app.discord.command('alice', 'start subject:"Sprint review" who:"+4930901800 1001 1002"')
  const card = await app.discord.card('Sprint review', ['3 people'])
  await app.discord.pick('alice', card, 'Bob', 'Mute')
  await app.slack.command('alice', `show in:${(await app.room()).number}`)
  await app.slack.card('Sprint review', ['muted'])
  const { page } = await openPage(browser, app.pageUrl, { width: 1680, height: 1000 })
  for (const pane of ['Slack', 'Discord']) {
    const region = page.getByRole('region', { name: pane, exact: true })
    await region
      .getByText(/Bob.*muted/)
      .first()
      .waitFor()
    const dismiss = region.getByRole('button', { name: 'Dismiss message' })
    for (let left = await dismiss.count(); left > 0; left -= 1) {
      await dismiss.last().click()
      await dismiss.nth(left - 1).waitFor({ state: 'detached' })
    }
  }
  await page.mouse.move(0, 0)
  await page.screenshot({ path: target })
  console.log(`${target} is drawn`)
} finally {
  await browser.close()
  await app.stop()
}
