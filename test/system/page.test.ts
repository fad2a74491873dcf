/** The main story on the sandbox's page, by clicks and typing alone, as a newcomer sees it in a browser. */
import type { Locator } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { describeOnPage } from '#test/support/page-suite.ts'

describeOnPage('on the page', 90_000, (open) => {
  let app: RunningApp
  beforeEach(async () => {
    app = await startApp()
  })
  afterEach(() => app.stop())

  const appears = (locator: Locator) => locator.first().waitFor()
  const isInSight = (locator: Locator) =>
    locator.evaluate((shown) => {
      const list = shown.closest('.messages')?.getBoundingClientRect()
      const { top } = shown.getBoundingClientRect()
      return list !== undefined && top >= list.top && top < list.bottom
    })

  test('a conference is started, muted, locked, recorded, joined by form and by telephone, and ends as a record', async () => {
    const { page, shoot, seriousFindings, complaints } = await open(app.pageUrl)
    const chat = page.getByRole('region', { name: 'Slack', exact: true })
    const phones = page.getByRole('region', { name: 'Telephones', exact: true })
    const box = chat.getByRole('textbox', { name: /^Message #general/ })
    const card = chat.getByRole('listitem', { name: /Sprint review (Live|Ended)/ })
    const onCard = (name: string | RegExp) => card.getByRole('button', { name })
    const putAnswersAway = async () => {
      const dismiss = chat.getByRole('button', { name: 'Dismiss message' })
      for (let left = await dismiss.count(); left > 0; left -= 1) await dismiss.first().click()
      await dismiss.first().waitFor({ state: 'detached' })
      await page.mouse.move(0, 0)
    }
    await appears(box)
    await shoot('start')
    expect(await seriousFindings()).toEqual([])

    // Typed, with the app's commands suggested.
    await box.click()
    await page.keyboard.type('/conf')
    await appears(page.getByRole('option', { name: /^\/conf/ }))
    await page.keyboard.press('Escape')
    await page.keyboard.type(' start "Sprint review" +4930901800 1001')
    await page.keyboard.press('Enter')
    await appears(card.getByText('2 people'))
    await appears(phones.getByRole('article', { name: '8000 Sprint review' }))

    // By the menu of a person, and by the buttons of the card.
    await onCard(/^Actions for Bob/).click()
    await page.getByRole('menuitem', { name: 'Mute' }).click()
    await appears(card.getByText(/Bob.*muted by/))
    await onCard('Lock').click()
    await appears(card.getByText('locked'))
    await onCard('Record').click()
    await appears(card.getByText('recording'))
    expect(await app.room()).toMatchObject({ locked: true, recording: true })

    // A form, with a colleague chosen and an extension typed.
    await onCard('Invite…').click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Who' }).fill('1002')
    await shoot('form')
    expect(await seriousFindings()).toEqual([])
    await form.getByRole('button', { name: 'Ring them' }).click()
    await form.waitFor({ state: 'hidden' })
    await appears(card.getByText('3 people'))

    // A telephone that rings in is kept out by the lock, and gets in with the PIN once it is off.
    await phones.getByRole('button', { name: 'Pick up a phone' }).click()
    await page.keyboard.press('Escape')
    const ownPhone = phones.getByRole('region', { name: 'Your telephone' })
    const dial = async (pin: string) => {
      await ownPhone.getByRole('combobox', { name: 'Room to dial' }).fill('8000')
      await page.keyboard.press('Escape')
      await ownPhone.getByRole('textbox', { name: /^PIN/ }).fill(pin)
      await ownPhone.getByRole('button', { name: 'Call' }).click()
    }
    await onCard('Show PIN').click()
    // Not the card, which names the room's number and that there is a PIN.
    const told = chat.getByRole('listitem', { name: /PIN of Sprint review/ })
    const pin = /PIN\s+(\d{3,6})/.exec(await told.innerText())?.[1] ?? ''
    await dial(pin)
    await appears(ownPhone.getByText('This conference is locked.'))
    await onCard('Unlock').click()
    await appears(onCard('Lock'))
    await dial('000000')
    await appears(ownPhone.getByText('This PIN is not valid.'))
    await dial(pin)
    await appears(card.getByText('4 people'))
    await phones.getByRole('button', { name: 'Talk: Carol' }).click()
    await putAnswersAway()
    await shoot('live-card')
    expect(await seriousFindings()).toEqual([])

    // Ended after a question, and the card becomes the record.
    await onCard('End').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'End' }).click()
    await appears(card.getByText(/Ended/))
    await appears(card.getByText(/1 recording/))
    await putAnswersAway()
    await shoot('record')
    expect(await seriousFindings()).toEqual([])
    expect((await app.room()).legs).toEqual([])
    expect(complaints).toEqual([])
  })

  test.each([
    ['dark', { dark: true }],
    ['phone', { width: 390, height: 844 }],
    ['small-phone-dark', { width: 360, height: 640, dark: true }],
  ] as const)('is as good to read and use: %s', async (name, look) => {
    await app.slack.command('alice', 'start "Sprint review" +4930901800 1001 1002')
    await app.slack.card('Sprint review', ['3 people'])
    const { page, shoot, seriousFindings, complaints } = await open(app.pageUrl, look)
    await appears(page.getByRole('listitem', { name: /Sprint review Live/ }))
    await shoot(name)
    expect(await seriousFindings()).toEqual([])
    const wider = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
    expect(wider).toBe(false)
    expect(complaints).toEqual([])
  })

  test('shows where an answer is: at the end after a command, among the messages after a click on the Home tab', async () => {
    await app.slack.command('alice', 'help')
    await app.slack.command('alice', 'help')
    const { page } = await open(app.pageUrl)
    const box = page.getByRole('textbox', { name: /^Message #general/ })
    await appears(page.getByText('For one command:').last())
    await page.getByText('Here begins the channel').scrollIntoViewIfNeeded()
    await appears(box)
    await box.fill('/conf agenda')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    const answer = page.getByText('Nothing is live, and nothing is scheduled in this time.', { exact: true })
    await appears(answer)
    await expect.poll(() => isInSight(answer)).toBe(true)
    await page.getByRole('button', { name: 'confbot', exact: true }).click()
    await page.getByRole('button', { name: 'Help', exact: true }).click()
    await page.getByRole('tab', { name: 'Messages 1 unread' }).click()
    await appears(page.getByRole('heading', { name: 'What you can do here' }))
  })

  test('whoever goes to a conversation can write there at once', async () => {
    const { page } = await open(app.pageUrl)
    const focused = (name: RegExp) => appears(page.getByRole('textbox', { name }).and(page.locator(':focus')))
    await appears(page.getByRole('textbox', { name: /^Message #general/ }))
    const side = page.getByRole('navigation', { name: 'Conversations' })
    await side.getByRole('button', { name: 'ops' }).click()
    await focused(/^Message #ops/)
    await side.getByRole('button', { name: 'general' }).focus()
    for (const [typed, box] of [
      ['ops', /^Message #ops/],
      ['ops', /^Message #ops/],
      ['confbot', /^Message confbot/],
    ] as const) {
      await page.keyboard.press('Control+k')
      await appears(page.getByRole('dialog', { name: 'Jump to a conversation' }))
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await focused(box)
    }
  })

  test('an address without the token, or of an earlier start, says which one to open', async () => {
    const { page } = await open(app.address)
    await appears(page.getByText(/Open that/))
    await page.goto(app.pageUrl)
    await appears(page.getByRole('textbox', { name: /^Message #general/ }))
    await app.stop()
    await appears(page.getByText(/has stopped or cannot be reached/))
    app = await startApp({ PORT: new URL(app.address).port, CONFBOT_SANDBOX_TOKEN: 'another-token' })
    await appears(page.getByText(/each start prints a new one/))
  })
})
