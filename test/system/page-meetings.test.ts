/** A series of meetings on the sandbox's page, by clicks and typing alone: scheduled by its form, reminded of, opened, skipped, and at home. */
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createMeetingDriver, dayMs, minuteMs, onPbx } from '#test/support/meeting-driver.ts'
import { describeOnPage } from '#test/support/page-suite.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { instantOf } from '#test/support/zoned-time.ts'

describeOnPage('meetings on the page', 120_000, (open) => {
  let app: RunningApp
  const { now, room } = createMeetingDriver(() => app)
  beforeEach(async () => {
    app = await startApp()
  })
  afterEach(() => app.stop())

  const appears = (locator: Locator) => locator.first().waitFor()
  const chatOf = (page: Page) => page.getByRole('region', { name: 'Slack', exact: true })
  /** A card by the words that its name begins with. */
  const cardOf = (page: Page, name: string | RegExp) => chatOf(page).getByRole('listitem', { name })
  const type = async (page: Page, line: string) => {
    await chatOf(page)
      .getByRole('textbox', { name: /^Message #general/ })
      .click()
    await page.keyboard.type(line)
    await page.keyboard.press('Enter')
  }
  /** By the clock of the page, to that instant or a little later. */
  const until = async (page: Page, at: number) => {
    await page.getByRole('button', { name: /^Clock/ }).click()
    const clock = page.getByRole('dialog', { name: 'The sandbox’s clock' })
    const steps = [
      ['+1 day', dayMs],
      ['+1 h', 60 * minuteMs],
      ['+15 min', 15 * minuteMs],
      ['+1 min', minuteMs],
    ] as const
    for (const [name, ms] of steps)
      while ((await now()) + ms <= at + (ms === minuteMs ? minuteMs - 1 : 0)) {
        const before = await now()
        await clock.getByRole('button', { name, exact: true }).click()
        await eventually(async () => expect(await now()).toBeGreaterThanOrEqual(before + ms))
      }
    await page.keyboard.press('Escape')
  }
  const isTooWide = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')

  /** The form filled in by hand: two days after what it offers, at 9:30 in New York, each week. Resolves to its start. */
  const fillIn = async (page: Page, subject: string): Promise<number> => {
    const form = page.getByRole('dialog', { name: 'Schedule a meeting' })
    await form.getByRole('textbox', { name: 'Subject' }).fill(subject)
    await form.getByRole('button', { name: /^Date/ }).click()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    const chosen = await form.getByRole('button', { name: /^Date/ }).textContent()
    const date = new Date(`${/\w+ \d+, \d{4}/.exec(chosen ?? '')?.[0]} UTC`).toISOString().slice(0, 10)
    await form.getByRole('combobox', { name: 'Time' }).fill('9:30 am')
    await page.keyboard.press('Tab')
    await form.getByRole('button', { name: /^Time zone/ }).click()
    await page.keyboard.type('new_y')
    await page.getByRole('option', { name: /America\/New_York/ }).click()
    await form.getByRole('textbox', { name: 'Length' }).fill('30m')
    await form.getByRole('button', { name: /^Repeats/ }).click()
    await page.getByRole('option', { name: /every week on this weekday/i }).click()
    await form.getByRole('textbox', { name: 'Invited' }).fill('1001, 1002')
    await form.getByRole('button', { name: /^Colleagues/ }).click()
    await page.getByRole('option', { name: /^bob/ }).click()
    await page.keyboard.press('Escape')
    return instantOf(`${date} 09:30`, 'America/New_York')
  }

  test('a series is scheduled by its form, reminded of, opened and rung, its next date skipped, and seen at home', async () => {
    const { page, shoot, seriousFindings, complaints } = await open(app.pageUrl)
    const chat = chatOf(page)
    const shown = async (name: string) => {
      await shoot(name)
      expect(await seriousFindings()).toEqual([])
    }

    // The form, and what it will do.
    await type(page, '/conf schedule')
    const startAt = await fillIn(page, 'Weekly sync')
    await shown('meeting-form')
    await page.getByRole('dialog').getByRole('button', { name: 'Preview' }).click()
    const preview = page.getByRole('dialog', { name: 'Schedule a meeting' })
    await appears(preview.getByText('Schedule Weekly sync?'))
    await appears(preview.getByText(/09:30–10:00 America\/New_York/))
    await appears(preview.getByText(/Not called, since no number is known/))
    await shown('meeting-preview')
    await preview.getByRole('button', { name: 'Schedule it' }).click()
    const card = cardOf(page, /Weekly sync When/)
    await appears(card.getByText('every week'))
    await appears(card.getByRole('button', { name: 'Skip next' }))
    await shown('meeting-card')

    // The reminder arrives, and is answered.
    await until(page, startAt - 10 * minuteMs)
    const reminder = cardOf(page, /Weekly sync Start:/)
    await appears(reminder)
    await reminder.getByRole('button', { name: 'I am late' }).click()
    await appears(reminder.getByText(/Late:/))
    await shown('meeting-reminder')

    // The room opens, and the telephones ring.
    await until(page, startAt)
    const live = cardOf(page, /Weekly sync Live/)
    await appears(live.getByText('2 people'))
    await appears(live.getByText('not called: no number known'))
    const phones = page.getByRole('region', { name: 'Telephones', exact: true })
    await appears(phones.getByRole('article', { name: /Weekly sync/ }))
    await shown('meeting-live')
    await live.getByRole('button', { name: 'End' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'End' }).click()
    await appears(cardOf(page, /Weekly sync Ended/))

    // The next date is skipped, and taken back in.
    await until(page, startAt + 31 * minuteMs)
    await card.getByRole('button', { name: 'Skip next' }).click()
    await appears(card.getByText(/is skipped/))
    await shown('meeting-skipped')
    await eventually(async () =>
      expect((await room('Weekly sync')).fields.scheduled_start_at).toBe(onPbx(startAt + 14 * dayMs)),
    )
    await card.getByRole('button', { name: 'Take it back in' }).click()
    await card.getByText(/is skipped/).waitFor({ state: 'detached' })

    // At home: what comes next, with what can be done about it.
    await chat
      .getByRole('button', { name: /confbot/ })
      .first()
      .click()
    await chat.getByRole('tab', { name: 'Home' }).click()
    await appears(chat.getByText('Your next meetings'))
    await appears(chat.getByText('Weekly sync'))
    await shown('meeting-home')
    await chat.getByRole('button', { name: 'Schedule a meeting…' }).click()
    await appears(page.getByRole('dialog', { name: 'Schedule a meeting' }))
    expect(complaints).toEqual([])
  })

  test('is as good to use on a telephone', async () => {
    const look = { width: 390, height: 844 }
    const { page, shoot, seriousFindings, complaints } = await open(app.pageUrl, look)
    const shown = async (name: string) => {
      await shoot(name)
      expect(await seriousFindings()).toEqual([])
      expect(await isTooWide(page)).toBe(false)
    }
    await type(page, '/conf schedule')
    const startAt = await fillIn(page, 'On the way')
    await shown('meeting-form-phone')
    await page.getByRole('dialog').getByRole('button', { name: 'Preview' }).click()
    const preview = page.getByRole('dialog', { name: 'Schedule a meeting' })
    await appears(preview.getByText('Schedule On the way?'))
    await shown('meeting-preview-phone')
    await preview.getByRole('button', { name: 'Schedule it' }).click()
    await appears(cardOf(page, /On the way When/))
    await shown('meeting-card-phone')
    await app.slack.advance((startAt - 10 * minuteMs - (await now())) / 1000)
    await appears(cardOf(page, /On the way Start:/))
    await app.slack.advance((startAt - (await now())) / 1000)
    await appears(cardOf(page, /On the way Live/).getByText('2 people'))
    await shown('meeting-live-phone')
    expect(complaints).toEqual([])
  })
})
