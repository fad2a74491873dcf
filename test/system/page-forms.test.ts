/** A form with a day and a time, and a file that was given, on the sandbox's page in a browser. */
import { expect, test } from 'vitest'
import type { CommandKit, CommandRequest } from '#command-kit/request.ts'
import { describeOnPage } from '#test/support/page-suite.ts'
import { bold } from '#text/message.ts'
import { card } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import { connectSlack, personOf } from '../platforms/slack/sandbox-slack.ts'

const form: Form = {
  path: 'conf schedule',
  title: 'Schedule',
  submit: 'Go on',
  fields: [
    { name: 'date', label: 'Date', base: 'date', required: true, initial: '2026-12-01' },
    { name: 'time', label: 'Time', base: 'time', required: true },
  ],
  carried: {},
}
const preview: Form = {
  ...form,
  title: 'Schedule it?',
  submit: 'Schedule',
  fields: [],
  lines: ['Sprint review <b>', [bold('Wed 16 Dec 2026, 15:07'), ' (+01:00)']],
  confirms: true,
}

describeOnPage('forms on the page', 90_000, (open) => {
  test('a day is chosen in the calendar and a time typed; what is wrong is said there, and the next form asks', async () => {
    const asked: CommandRequest['input'][] = []
    const kit: CommandKit = {
      plan({ input }) {
        asked.push(input)
        if (input.kind === 'text') return { kind: 'form', form }
        if (input.confirmed) return { kind: 'run', run: (responder) => responder.reply(card('Scheduled')) }
        if (input.values.date === '2026-12-01') return { kind: 'problems', problems: { date: 'That is a holiday.' } }
        return { kind: 'form', form: preview }
      },
      suggest: () => [],
    }
    const { pageUrl } = await connectSlack({ kit })
    const { page, complaints, seriousFindings, shoot } = await open(pageUrl)
    const chat = page.getByRole('region', { name: 'Slack', exact: true })
    await chat.getByRole('textbox', { name: /^Message #general/ }).click()
    await page.keyboard.type('/conf schedule')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Schedule', exact: true })
    const date = dialog.getByRole('button', { name: /Date/ })
    await date.waitFor()
    expect(await date.textContent()).toContain('Dec 1, 2026')
    const time = dialog.getByRole('combobox', { name: /Time/ })
    await time.fill('3:07 pm')
    await dialog.getByRole('button', { name: 'Go on' }).click()
    await dialog.getByText('That is a holiday.').waitFor()
    await shoot('form-with-date')
    expect(await seriousFindings()).toEqual([])
    await date.click()
    await page.getByRole('button', { name: /December 16, 2026/ }).click()
    await dialog.getByRole('button', { name: 'Go on' }).click()

    const question = page.getByRole('dialog', { name: 'Schedule it?' })
    await question.getByText('Sprint review <b>').waitFor()
    await question.getByText('Wed 16 Dec 2026, 15:07').waitFor()
    await shoot('form-with-preview')
    expect(await seriousFindings()).toEqual([])
    await question.getByRole('button', { name: 'Schedule', exact: true }).click()
    await chat.getByText('Scheduled').first().waitFor()
    expect(asked.slice(2)).toMatchObject([
      { values: { date: '2026-12-16', time: '15:07' }, confirmed: false },
      { path: 'conf schedule', confirmed: true },
    ])
    expect(complaints).toEqual([])
  })

  test('a file is opened where it was given, and can be kept', async () => {
    const { pageUrl, notifier } = await connectSlack()
    const content = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'
    const { page, complaints, seriousFindings } = await open(pageUrl)
    const chat = page.getByRole('region', { name: 'Slack', exact: true })
    await notifier.sendFile(personOf('alice'), { name: 'review.ics', mimeType: 'text/calendar', content }, card('Here'))
    await chat
      .getByRole('button', { name: /confbot/ })
      .first()
      .click()
    await chat.getByRole('tab', { name: 'Messages' }).click()
    await chat.getByText('review.ics').click()
    await chat.getByText('BEGIN:VCALENDAR').waitFor()
    expect(await seriousFindings()).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      chat.getByRole('link', { name: 'Download review.ics' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('review.ics')
    expect(complaints).toEqual([])
  })
})
