/** The Discord pane of the sandbox's page in Chromium: the story of a conference by typing and clicks, beside the same one in Slack. */
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { describeOnPage } from '#test/support/page-suite.ts'

/** Wide enough for both chats beside the telephones. */
const desk = { width: 1680, height: 1000 }

describeOnPage('the Discord pane', 90_000, (open) => {
  let app: RunningApp
  beforeEach(async () => {
    app = await startApp({ CONFBOT_SANDBOX_CHATS: 'slack,discord' })
  })
  afterEach(() => app.stop())

  const appears = (locator: Locator) => locator.first().waitFor()
  const paneOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
  const partsOf = (page: Page) => {
    const chat = paneOf(page, 'Discord')
    const card = chat.getByRole('listitem', { name: /Sprint review.*(Live|Ended)/ })
    return {
      chat,
      card,
      box: chat.getByRole('textbox', { name: 'Message #general' }),
      onCard: (name: string | RegExp) => card.getByRole('button', { name }),
    }
  }
  /** What only the acting person sees, put away from the newest on. */
  const putAnswersAway = async (chat: Locator) => {
    const dismiss = chat.getByRole('button', { name: 'Dismiss message' })
    for (let left = await dismiss.count(); left > 0; left -= 1) {
      await dismiss.last().click()
      await expect.poll(() => dismiss.count()).toBe(left - 1)
    }
  }

  test('a conference is started from the composer, muted, locked, joined by a modal, and is the same in Slack', async () => {
    const { page, shoot, seriousFindings, complaints } = await open(app.pageUrl, desk)
    const { chat, card, box, onCard } = partsOf(page)
    const slack = paneOf(page, 'Slack')
    await appears(box)

    // The slash lists the commands; what is chosen has a box for each option.
    await expect
      .poll(async () => (await app.discord.get<{ commands: unknown[] }>('commands?user=alice')).commands.length)
      .toBeGreaterThan(0)
    await box.click()
    await page.keyboard.type('/sta')
    await appears(page.getByRole('option', { name: /^\/conf start/ }))
    await shoot('discord-commands')
    expect(await seriousFindings()).toEqual([])
    await page.keyboard.press('Enter')
    await page.keyboard.type('subj')
    await page.keyboard.press('Tab')
    await chat.getByRole('combobox', { name: 'subject' }).fill('Sprint review')
    await page.keyboard.press('Tab')
    await page.keyboard.type('who:+4930901800 1001')
    await shoot('discord-command')
    await page.keyboard.press('Enter')
    await appears(card.getByText('2 people'))
    await appears(chat.getByText('Only you can see this'))
    await appears(paneOf(page, 'Telephones').getByRole('article', { name: '8000 Sprint review' }))

    // By the select of people and the private message that it opens, and by the buttons of the card.
    await onCard(/^Choose one/).click()
    await page.getByRole('option', { name: /Bob/ }).click()
    await chat.getByRole('button', { name: 'Mute', exact: true }).click()
    await appears(card.getByText(/Bob.*muted/))
    // The same person can be chosen again.
    const answers = chat.getByText('Only you can see this')
    const before = await answers.count()
    await onCard(/^Choose one/).click()
    await page.getByRole('option', { name: /Bob/ }).click()
    await expect.poll(() => answers.count()).toBe(before + 1)
    await onCard('Lock').click()
    await appears(card.getByText('locked'))
    expect(await app.room()).toMatchObject({ locked: true })

    // A modal, which says what is missing before anything is sent.
    await onCard('Invite…').click()
    const modal = page.getByRole('dialog', { name: /^Invite/ })
    await modal.getByRole('textbox', { name: 'Who' }).fill('1002')
    await shoot('discord-modal')
    expect(await seriousFindings()).toEqual([])
    await modal.getByRole('button', { name: 'Submit' }).click()
    await modal.waitFor({ state: 'hidden' })
    await appears(card.getByText('3 people'))

    // The same conference with a card in Slack too, which changes with this one.
    await slack.getByRole('textbox', { name: 'Message #general' }).fill('/conf show in:8000')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    const other = slack.getByRole('listitem', { name: /Sprint review Live/ })
    await appears(other.getByText('3 people'))
    await onCard('Unlock').click()
    await appears(other.getByRole('button', { name: 'Lock', exact: true }))
    await putAnswersAway(chat)
    await page.mouse.move(0, 0)
    await shoot('both-chats')
    expect(await seriousFindings()).toEqual([])

    await onCard('End').click()
    const question = chat.getByRole('listitem').filter({ hasText: 'Only you can see this' })
    await question.getByRole('button', { name: /^End/ }).click()
    await appears(card.getByText(/Ended/))
    expect((await app.room()).legs).toEqual([])
    expect(complaints).toEqual([])
  })

  test('a conference begins from the menu of a message', async () => {
    await app.discord.post('say', { user: 'bob', channel: 'general', text: 'Shall we talk?' })
    const { page, complaints } = await open(app.pageUrl, desk)
    const { chat } = partsOf(page)
    const message = chat.getByRole('listitem', { name: /Shall we talk/ })
    await expect
      .poll(
        async () => {
          await message.click({ button: 'right' })
          const apps = page.getByRole('menuitem', { name: 'Apps' })
          const isThere = await apps.waitFor({ timeout: 1000 }).then(
            () => true,
            () => false,
          )
          if (!isThere) await page.keyboard.press('Escape')
          return isThere
        },
        { timeout: 20_000 },
      )
      .toBe(true)
    await page.getByRole('menuitem', { name: 'Apps' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Start a conference here' }).click()
    const modal = page.getByRole('dialog')
    await modal.getByRole('textbox').first().fill('Sprint review')
    await modal.getByRole('button', { name: 'Submit' }).click()
    await modal.waitFor({ state: 'hidden' })
    await app.discord.card('Sprint review', ['Live'])
    await appears(chat.getByText(/Sprint review/))
    expect(complaints).toEqual([])
  })

  test('a command is filled in by keys alone: suggestions, what is missing, and the way back', async () => {
    await app.discord.command('alice', 'start subject:"Sprint review" who:"1001 1002"')
    await app.discord.card('Sprint review', ['2 people'])
    const { page, complaints } = await open(app.pageUrl, desk)
    const { chat, card, box } = partsOf(page)
    const who = chat.getByRole('combobox', { name: 'who' })
    await appears(card)
    await box.click()
    await page.keyboard.type('/mute')
    await page.keyboard.press('Enter')
    await appears(page.getByRole('option', { name: 'Bob' }))
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    await appears(chat.getByText('who is required. Specify a value.'))
    await page.keyboard.type('Bo')
    await appears(page.getByRole('option', { name: 'Bob' }))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    expect(await who.inputValue()).toBe('Bob')
    await page.keyboard.press('Enter')
    await appears(card.getByText(/Bob.*muted/))

    // Back out of it, from the empty end to the text box.
    await page.keyboard.type('/conf unmute ')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Backspace')
    await appears(box.and(page.locator(':focus')))
    await page.keyboard.type('/nothing')
    await page.keyboard.press('Enter')
    await appears(page.getByText('There is no command "/nothing"'))
    expect(complaints).toEqual([])
  })

  test('a meeting stands among the events, is moved there by hand, and its calendar file comes by direct message', async () => {
    const { page, seriousFindings, complaints } = await open(app.pageUrl, desk)
    const { chat } = partsOf(page)
    const meeting = 'subject:Standup when:"tomorrow 3pm" for:1h who:1001 zone:Europe/Berlin event:true'
    await expect.poll(async () => (await app.discord.command('alice', `schedule ${meeting}`)).ok).toBe(true)
    await chat.getByRole('button', { name: 'Schedule it' }).click()
    await chat.getByRole('button', { name: '1 Event' }).click()
    const events = page.getByRole('dialog', { name: '1 Event' })
    await appears(events.getByText(/3:00 PM/))
    await events.getByRole('button', { name: 'Interested' }).click()
    await appears(events.getByText('1 interested'))
    await events.getByRole('button', { name: 'Edit time' }).click()
    await page.getByRole('spinbutton', { name: /hour/ }).press('ArrowUp')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await appears(events.getByText(/4:00 PM/))
    expect(await seriousFindings()).toEqual([])
    await events.getByRole('button', { name: 'Close' }).click()
    // The card follows what was done to the event.
    await appears(chat.getByRole('listitem', { name: /Standup.*16:00/ }))

    await chat.getByRole('button', { name: 'Calendar file' }).first().click()
    await chat
      .getByRole('navigation', { name: 'Channels' })
      .getByRole('button', { name: /^confbot/ })
      .click()
    await chat.getByText(/\.ics/).first().click()
    await appears(chat.getByText('BEGIN:VCALENDAR'))
    expect(await seriousFindings()).toEqual([])
    expect(complaints).toEqual([])
  })

  test('a thread is opened below its channel, and a conference has its card there', async () => {
    const { page, complaints } = await open(app.pageUrl, desk)
    const { chat, card } = partsOf(page)
    await chat.getByRole('button', { name: 'New thread' }).click()
    await page.getByRole('textbox', { name: 'Thread name' }).fill('Plans')
    await page.getByRole('button', { name: 'Create thread' }).click()
    const box = chat.getByRole('textbox', { name: 'Message Plans' })
    await box.click()
    await page.keyboard.type('/conf start subject:Sprint review who:1001')
    await page.keyboard.press('Enter')
    await appears(card.getByText('1 person'))
    await chat.getByRole('button', { name: '#general' }).click()
    await appears(chat.getByText('Welcome to #general!'))
    expect(await card.count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('what came to nothing says so where it was done', async () => {
    const { page, seriousFindings } = await open(app.pageUrl, desk)
    const { chat, box } = partsOf(page)
    await app.discord.command('alice', 'start subject:"Sprint review" who:1001')
    const live = await app.discord.card('Sprint review', ['1 person'])
    expect(live.id).not.toBe('')
    await app.discord.post('token', { valid: false })
    await chat.getByRole('button', { name: 'Lock', exact: true }).click()
    await appears(chat.getByText('This interaction failed'))
    await box.click()
    await page.keyboard.type('/conf home ')
    await page.keyboard.press('Enter')
    await appears(chat.getByText('The application did not respond'))
    expect(await seriousFindings()).toEqual([])
    await chat.getByRole('alert').getByRole('button', { name: 'Dismiss message' }).click()
    await chat.getByText('The application did not respond').waitFor({ state: 'detached' })
  })

  test('who is not in the server is told so, and a member sees no more than the server shows', async () => {
    const { page } = await open(app.pageUrl, desk)
    const { chat } = partsOf(page)
    const become = async (name: string) => {
      await page.getByRole('button', { name: /You are/ }).click()
      await page.getByRole('option', { name: new RegExp(`^${name}`) }).click()
    }
    const channels = chat.getByRole('navigation', { name: 'Channels' })
    await appears(channels.getByRole('button', { name: 'staff' }))
    await become('carol')
    await channels.getByRole('button', { name: 'staff' }).waitFor({ state: 'detached' })
    await become('guest')
    await appears(chat.getByText('guest is not in the Discord server'))
  })

  test.each([
    ['one chat at a time where there is no room for both', { width: 1280, height: 900 }],
    ['one side at a time on a phone', { width: 390, height: 844 }],
  ] as const)('%s', async (_name, look) => {
    await app.discord.command('alice', 'start subject:"Sprint review" who:"+4930901800 1001 1002"')
    await app.discord.card('Sprint review', ['3 people'])
    const { page, shoot, seriousFindings, complaints } = await open(app.pageUrl, look)
    const { card } = partsOf(page)
    const shown = page.getByRole('navigation', { name: 'Shown side' })
    await appears(paneOf(page, 'Slack'))
    await shown.getByRole('button', { name: 'Discord' }).click()
    await appears(card)
    expect(await paneOf(page, 'Slack').count()).toBe(0)
    await shoot(`discord-${look.width}`)
    expect(await seriousFindings()).toEqual([])
    const wider = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
    expect(wider).toBe(false)
    expect(complaints).toEqual([])
  })

  test('a chat that the viewer does not want is put away', async () => {
    const { page } = await open(app.pageUrl, desk)
    await appears(paneOf(page, 'Slack'))
    await page.getByRole('button', { name: 'View' }).click()
    await page.getByRole('menuitemradio', { name: 'Discord alone' }).click()
    await page.keyboard.press('Escape')
    await expect.poll(() => paneOf(page, 'Slack').count()).toBe(0)
    await appears(paneOf(page, 'Discord'))
    await page.reload()
    await appears(paneOf(page, 'Discord'))
    expect(await paneOf(page, 'Slack').count()).toBe(0)
  })
})
