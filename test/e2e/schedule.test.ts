/** Scheduling through the chat: by a line of text, by form, what is asked back, and every change with its way back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
  await app.slack.command('alice', '/confadmin contact add Bob 1002 person:@bob')
  await app.slack.answer('alice', 'Bob is saved')
})
afterAll(() => app.stop())
// Rates are per person and by the clock.
beforeEach(() => app.slack.advance(60))

interface View {
  readonly id: string
  readonly title: { readonly text: string }
  readonly submit?: { readonly text: string }
  readonly private_metadata: string
  readonly blocks: readonly {
    readonly type: string
    readonly block_id: string
    readonly element?: Record<string, unknown>
  }[]
}

/** What is answered after `act`, not before. Nobody is faster than their rate. */
const answerTo = async (user: string, act: () => Promise<unknown>, expected: string | RegExp) => {
  await app.slack.advance(2)
  const last = (await app.slack.messages(user)).at(-1)?.ts ?? ''
  await act()
  return eventually(async () => {
    const answer = await app.slack.answer(user, expected)
    if (answer.ts <= last) throw new Error(`no new answer with ${expected}`)
    return answer
  })
}
const ask = (user: string, text: string, expected: string | RegExp) =>
  answerTo(user, () => app.slack.command(user, text), expected)
/** The answer replaces the one with the button. */
const press = async (user: string, message: SlackMessage, button: string, expected: string | RegExp) => {
  await app.slack.advance(2)
  expect(await app.slack.click(user, message, button)).toMatchObject({ ok: true })
  return app.slack.answer(user, expected)
}
/** Schedules by text and says yes. */
const schedule = async (user: string, text: string, name: string) => {
  await press(user, await ask(user, `schedule ${text}`, `Schedule ${name}?`), 'Schedule it', `${name} is scheduled`)
  return app.slack.card(name, ['Scheduled by'])
}

/** The person's form, once it shows what is wanted. */
const form = (user: string, isWanted: (view: View) => boolean) =>
  eventually(async () => {
    const { views } = await app.slack.get<{ views: readonly View[] }>(`slack/views?user=${user}`)
    const view = views.at(-1)
    if (!view || !isWanted(view)) throw new Error(`not yet: ${JSON.stringify(view?.blocks)}`)
    return view
  })
const hasField = (name: string) => (view: View) => view.blocks.some(({ block_id }) => block_id === name)
const shows = (text: string) => (view: View) => JSON.stringify(view.blocks).includes(text)
const elementOf = (view: View, name: string) => view.blocks.find(({ block_id }) => block_id === name)?.element
const submit = (user: string, view: View, values: Record<string, unknown> = {}) =>
  app.slack.post('slack/submit', { user, view: view.id, values })

const iso = (at: number) => new Date(at).toISOString().slice(0, 10)
const now = async () => Date.parse((await app.slack.get<{ now: string }>('clock')).now)
const dayMs = 24 * 60 * 60_000

describe('a line of text', () => {
  it('is repeated in words, with zone and offset, before anything is saved', async () => {
    const question = await ask(
      'alice',
      'schedule "Sprint review" tomorrow 3pm for 1h @bob 1001',
      'Schedule Sprint review?',
    )
    expect(question.text).toMatch(/15:00–16:00 Europe\/Berlin \(UTC\+0[12]:00\)/)
    expect(question.text).toMatch(/Invited: .*bob.*, 1001/i)
    expect(question.text).toContain('Reminders: 10 minutes before')
    await press('alice', question, 'Schedule it', 'Sprint review is scheduled')
    const card = await app.slack.card('Sprint review', ['Scheduled by'])
    expect(card.text).toMatch(/Room: .*dial 80\d\d with a PIN/)
    expect(card.text).not.toMatch(/\b\d{6}\b/)
  })

  it('makes a series, with its next five dates', async () => {
    const question = await ask(
      'bob',
      'schedule Standup every weekday 9:30 for 15m Europe/Berlin @bob 1003',
      'Schedule Standup?',
    )
    expect(question.text).toContain('every weekday (Mon–Fri)')
    expect(question.text.match(/09:30–09:45 · UTC\+/g)).toHaveLength(5)
    await press('bob', question, 'Schedule it', 'Standup is scheduled')
    await app.slack.card('Standup', ['Next dates'])
  })

  it('fixes the instant where it has an offset, and asks where that is not the zone’s', async () => {
    const day = iso((await now()) + 10 * dayMs)
    const question = await ask('alice', `schedule Offset ${day}T15:00:00+09:00`, 'another offset from UTC')
    expect(JSON.stringify(question.blocks)).toContain('15:00 +0')
    await ask('alice', `schedule Offset ${day}T15:00:00Z zone:UTC`, 'Schedule Offset?')
  })

  it('keeps a PIN to itself until the question is answered', async () => {
    const question = await ask('alice', 'schedule Secretive tomorrow 4pm pin:246813', 'Schedule Secretive?')
    expect(JSON.stringify(question)).not.toContain('246813')
    const done = await press('alice', question, 'Schedule it', 'Secretive is scheduled')
    await press('alice', done, 'Show PIN', 'PIN 246813')
    expect((await app.slack.card('Secretive', ['Scheduled by'])).text).not.toContain('246813')
  })

  const asked: [typed: string, told: string, button?: RegExp][] = [
    ['Friday', 'says no time of day'],
    ['tomorrow 3:00', 'can mean several times', /15:00 -0/],
    ['01/02 10:00', 'can mean several times', /Feb/],
    ['31 April 10:00', 'There is no such date or time'],
    ['tomorrow 25:00', 'There is no such date or time'],
    ['tomorrow 10:00 Europe/Berln', 'is no time zone', /Europe\/Berlin/],
    ['yesterday 10:00', 'is over'],
    ['2020-01-01 10:00', 'is over'],
    ['tomorrow 15:00 to 14:00', 'The end, 14:00, is not after the start'],
    ['tomorrow 15:00 for -1h', 'Give a length of time'],
    ['10:00 repeat:"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31"', 'yields no date at all'],
    ['10:00 repeat:"every blue moon"', 'cannot be read as a repetition'],
    ['1 December 2060 10:00', 'can be scheduled until'],
  ]
  it.each(asked)('asks back about: %s', async (typed, told, button) => {
    const answer = await ask('carol', `schedule Unclear ${typed}`, told)
    if (button) expect(JSON.stringify(answer.blocks)).toMatch(button)
  })

  it('opens the form where nothing in it is about time', async () => {
    await app.slack.command('carol', 'schedule Board meeting 1001')
    const filled = await form('carol', hasField('when.date'))
    expect(elementOf(filled, 'subject')).toMatchObject({ initial_value: 'Board meeting' })
    expect(elementOf(filled, 'who')).toMatchObject({ initial_value: '1001' })
    await app.slack.post('slack/close', { user: 'carol', all: true })
  })

  it('goes on with the candidate that is chosen', async () => {
    const answer = await ask('alice', 'schedule Chosen tomorrow 3:00', 'can mean several times')
    const label = /"text":"([^"]*15:00 \+0[^"]*)"/.exec(JSON.stringify(answer.blocks))?.[1]
    const question = await press('alice', answer, label ?? '', 'Schedule Chosen?')
    expect(question.text).toContain('15:00–16:00 Europe/Berlin')
  })
})

describe('the form', () => {
  it('asks for date, time and zone apart, previews, and saves when that is submitted', async () => {
    await app.slack.command('carol', 'schedule')
    const empty = await form('carol', hasField('when.date'))
    expect(empty.blocks.map(({ block_id }) => block_id)).toEqual(
      expect.arrayContaining([
        'subject',
        'when.date',
        'when.time',
        'zone',
        'for',
        'repeat.usual',
        'repeat.other',
        'who',
        'do',
      ]),
    )
    expect(JSON.stringify(empty.blocks)).not.toContain('datetimepicker')
    expect(elementOf(empty, 'zone')).toMatchObject({ initial_option: { value: 'America/New_York' } })
    expect(elementOf(empty, 'when.time')).toMatchObject({ initial_time: expect.stringMatching(/:00$/) })
    const date = iso((await now()) + 20 * dayMs)
    const values = {
      subject: 'By form',
      'when.date': date,
      'when.time': '10:00',
      'repeat.usual': 'every week',
      for: '45m',
      do: ['ring', 'record'],
      pin: '135790',
    }
    expect(await submit('carol', empty, values)).toMatchObject({ ok: true, form: 'updated' })
    const preview = await form('carol', shows('Schedule By form?'))
    expect(JSON.stringify(preview.blocks)).toMatch(/10:00–10:45 America\/New_York \(UTC-0[45]:00\)/)
    expect(JSON.stringify(preview.blocks)).toContain('every week')
    expect(JSON.stringify(preview)).not.toContain('135790')
    expect(preview.blocks.some(({ type }) => type === 'input')).toBe(false)
    expect(
      await app.slack.post('slack/click', { user: 'carol', view: preview.id, action: 'Back to the form' }),
    ).toMatchObject({ ok: true })
    const back = await form('carol', hasField('when.date'))
    expect(elementOf(back, 'when.date')).toMatchObject({ initial_date: date })
    expect(elementOf(back, 'for')).toMatchObject({ initial_value: '45m' })
    expect(await submit('carol', back, { for: '30m', pin: '135790' })).toMatchObject({ ok: true, form: 'updated' })
    expect(JSON.stringify((await form('carol', shows('Schedule By form?'))).blocks)).toContain('10:00–10:30')
    expect(await submit('carol', await form('carol', shows('Schedule By form?')))).toMatchObject({ form: 'closed' })
    const done = await app.slack.answer('carol', 'By form is scheduled')
    await press('carol', done, 'Show PIN', 'PIN 135790')
    expect((await app.slack.card('By form', ['Scheduled by'])).text).toContain('is recorded')
  })

  it('names what a clock change does to the date', async () => {
    const year = new Date((await now()) + 180 * dayMs).getUTCFullYear() + 1
    const last = new Date(Date.UTC(year, 2, 31))
    const sunday = iso(last.getTime() - last.getUTCDay() * dayMs)
    await app.slack.command('alice', `schedule "Night shift" ${sunday} 02:30`)
    const question = await app.slack.answer('alice', 'Schedule Night shift?')
    expect(question.text).toContain('clocks skip 02:30 that day: it becomes 03:30')
    await app.slack.click('alice', question, 'Open the form…')
    const filled = await form('alice', hasField('when.date'))
    expect(elementOf(filled, 'when.date')).toMatchObject({ initial_date: sunday })
    expect(await submit('alice', filled)).toMatchObject({ ok: true, form: 'updated' })
    await form('alice', shows('clocks skip 02:30 that day: it becomes 03:30'))
    await app.slack.post('slack/close', { user: 'alice', all: true })
  })

  it('comes back with what was typed and what may be meant, where it cannot be read', async () => {
    await app.slack.command('bob', 'schedule "Odd one"')
    const filled = await form('bob', hasField('when.date'))
    expect(elementOf(filled, 'subject')).toMatchObject({ initial_value: 'Odd one' })
    const date = iso((await now()) + 5 * dayMs)
    const values = { 'when.date': date, 'when.time': '11:15', 'repeat.other': 'every third Friday', who: '1001' }
    expect(await submit('bob', filled, values)).toMatchObject({ ok: true, form: 'updated' })
    const again = await form('bob', shows('can mean several repetitions'))
    expect(elementOf(again, 'subject')).toMatchObject({ initial_value: 'Odd one' })
    expect(elementOf(again, 'when.date')).toMatchObject({ initial_date: date })
    expect(elementOf(again, 'when.time')).toMatchObject({ initial_time: '11:15' })
    expect(elementOf(again, 'who')).toMatchObject({ initial_value: '1001' })
    expect(await submit('bob', again, { 'repeat.other': null, 'when.date': '2020-01-01' })).toMatchObject({ ok: true })
    const past = await form('bob', shows('is over'))
    expect(elementOf(past, 'when.date')).toMatchObject({ initial_date: '2020-01-01' })
    await app.slack.post('slack/close', { user: 'bob', all: true })
  })

  it('opens from the App Home and from the shortcut, asks where, and is filled all the same', async () => {
    await app.slack.post('slack/shortcut', { user: 'carol', callback: 'schedule_here' })
    const opened = await form('carol', hasField('when.date'))
    expect(opened.blocks.map(({ block_id }) => block_id)).toContain('_place')
    const date = iso((await now()) + 3 * dayMs)
    const values = { Where: 'ops', subject: 'From afar', 'when.date': date, 'when.time': '10:00' }
    expect(await submit('carol', opened, values)).toMatchObject({ ok: true, form: 'updated' })
    expect(await submit('carol', await form('carol', shows('Schedule From afar?')))).toMatchObject({ form: 'closed' })
    await app.slack.card('From afar', ['Scheduled by'], 'ops')
    await app.slack.post('slack/home', { user: 'carol' })
    await eventually(async () => {
      const home = JSON.stringify(await app.slack.get('slack/home?user=carol'))
      for (const words of ['From afar', 'America/New_York', 'Schedule a meeting…']) expect(home).toContain(words)
    })
  })
})

describe('a change', () => {
  it('of what takes place once: moved, moved back, edited, cancelled, and scheduled again', async () => {
    await schedule('bob', 'Planning tomorrow 10:00 for 30m 1001', 'Planning')
    const question = await ask('bob', 'move Planning 11:30', 'Change Planning?')
    expect(question.text).toMatch(/11:30–12:00 Europe\/Berlin/)
    expect(question.text).toContain('It was to be')
    const moved = await press('bob', question, 'Change it', 'Planning is changed')
    await app.slack.card('Planning', ['11:30–12:00'])
    await press('bob', moved, 'Undo', /Planning is changed[\s\S]*10:00–10:30/)
    await app.slack.card('Planning', ['10:00–10:30'])

    await app.slack.command('bob', 'edit Planning')
    const filled = await form('bob', hasField('subject'))
    expect(elementOf(filled, 'subject')).toMatchObject({ initial_value: 'Planning' })
    expect(elementOf(filled, 'who')).toMatchObject({ initial_value: '1001' })
    expect(hasField('scope')(filled)).toBe(false)
    expect(
      await submit('bob', filled, { subject: 'Big planning', do: ['ring', 'lock'], remind: '1d, 10m' }),
    ).toMatchObject({
      form: 'updated',
    })
    expect(await submit('bob', await form('bob', shows('Change Big planning?')))).toMatchObject({ form: 'closed' })
    const card = await app.slack.card('Big planning', ['is locked', '1 day before, 10 minutes before'])
    expect(card.text).toContain('10:00–10:30')

    const asked = await press('bob', card, 'Cancel…', 'Cancel Big planning?')
    const cancelled = await press('bob', asked, 'Cancel it', 'Big planning is cancelled')
    await app.slack.card('Big planning', ['Cancelled'])
    await press('bob', cancelled, 'Undo', 'Big planning is scheduled again')
    await app.slack.card('Big planning', ['10:00–10:30', 'is locked'])
  })

  it('that is none is said to be none, and keeps the form', async () => {
    await schedule('bob', 'Unmoved tomorrow 10:00', 'Unmoved')
    await app.slack.command('bob', 'edit Unmoved')
    expect(await submit('bob', await form('bob', hasField('subject')))).toMatchObject({ form: 'updated' })
    await form('bob', shows('is so already'))
    await app.slack.post('slack/close', { user: 'bob', all: true })
  })

  it('of a series: one date, it and later ones, or all', async () => {
    await schedule('bob', 'Weekly every Tuesday 9:00 for 30m', 'Weekly')
    const which = await ask('bob', 'move Weekly 10:00', 'takes place on several dates')
    const label = (message: SlackMessage, text: string) =>
      new RegExp(`"text":"(${text}[^"]*)"`).exec(JSON.stringify(message.blocks))?.[1] ?? ''
    const one = await press('bob', which, label(which, 'Only '), 'Change Weekly?')
    expect(one.text).toContain('moved from 09:00')
    await press('bob', one, 'Change it', 'Weekly is changed')
    const card = await app.slack.card('Weekly', ['moved from 09:00'])
    expect(card.text.match(/10:00–10:30/g)?.length).toBeGreaterThan(0)
    expect(card.text.match(/09:00–09:30/g)).toHaveLength(4)

    await press(
      'bob',
      await ask('bob', 'move Weekly 15:00 scope:all', 'Change Weekly?'),
      'Change it',
      /Weekly is changed[\s\S]*15:00–15:30/,
    )
    await app.slack.card('Weekly', [/15:00–15:30[\s\S]*15:00–15:30/])

    const dates = [...(await app.slack.card('Weekly', ['15:00–15:30'])).text.matchAll(/• \w+ (\d+ \w+ \d+), 15:00/g)]
    const third = dates[2]?.[1] ?? ''
    await app.slack.command('bob', `move Weekly 17:00 date:"${third}" scope:later`)
    await press('bob', await app.slack.answer('bob', 'Change Weekly?'), 'Change it', 'a meeting of their own now')
    await app.slack.card('Weekly', ['17:00–17:30'])
    await app.slack.card('Weekly', ['15:00–15:30', 'Its later dates are a meeting of their own now'])
  })

  it('skips one date, takes it back in, and ends the series', async () => {
    const card = await schedule('bob', 'Daily every day 8:00 for 10m', 'Daily')
    const old = await app.slack.answer('bob', 'Daily is scheduled')
    const skipped = await press('bob', card, 'Skip next', /Daily, .*: skipped/)
    await app.slack.card('Daily', ['is skipped'])
    await press('bob', skipped, 'Undo', 'Daily takes place again')
    // What its button on the card says is so by then, too.
    await press('bob', card, 'Skip next', /Daily, .*: skipped/)
    const shown = await app.slack.card('Daily', ['is skipped'])
    await press('bob', shown, 'Take it back in', 'Daily takes place again')

    const which = await press('bob', shown, 'Cancel…', 'takes place on several dates')
    await press('bob', which, 'All dates', 'Cancel Daily?')
    await press('bob', await app.slack.answer('bob', 'Cancel Daily?'), 'Cancel it', 'Daily is cancelled')
    await app.slack.card('Daily', ['Cancelled'])
    // A button from before answers with what is so now, and the way back.
    const told = await press('bob', old, 'Cancel…', '“Daily” was cancelled')
    await press('bob', told, 'Schedule it again', 'Daily is scheduled again')
    await app.slack.card('Daily', ['Next dates'])
  })

  it('sets reminders, pauses them and goes on', async () => {
    const card = await schedule('bob', 'Reminded tomorrow 12:00', 'Reminded')
    const set = await ask(
      'bob',
      'remind Reminded 1h, start',
      /Reminders of Reminded:[\s\S]*1 hour before, at the start/,
    )
    const paused = await press('bob', set, 'Pause them', 'Reminders of Reminded are paused')
    await app.slack.card('Reminded', ['paused'])
    await press('bob', paused, 'Go on with them', 'Reminders of Reminded:')
    await app.slack.click('bob', card, 'Reminders…')
    const filled = await form('bob', hasField('times'))
    expect(elementOf(filled, 'times')).toMatchObject({ initial_value: '1h, start' })
    expect(await submit('bob', filled, { times: 'off' })).toMatchObject({ form: 'closed' })
    await app.slack.card('Reminded', ['Reminders: none'])
  })

  it('is for the owner and administrators alone', async () => {
    const card = await schedule('bob', 'Mine tomorrow 13:00', 'Mine')
    for (const button of ['Edit…', 'Move…']) {
      await app.slack.click('carol', card, button)
      await form('carol', shows('You may not do this here'))
      await app.slack.post('slack/close', { user: 'carol', all: true })
    }
    for (const text of ['move Mine 14:00', 'cancel Mine', 'skip Mine', 'remind Mine off'])
      await ask('carol', text, /You may not do this here; @?bob/i)
    await press('alice', await ask('alice', 'move Mine 14:00', 'Change Mine?'), 'Change it', 'Mine is changed')
    await app.slack.card('Mine', ['14:00–15:00'])
  })
})

describe('what comes', () => {
  it('is on the agenda of the channel and of the person, with what can be done about it', async () => {
    await schedule('bob', 'Listed tomorrow 18:00 @bob', 'Listed')
    const agenda = await ask('bob', 'agenda tomorrow', 'What comes next here')
    expect(agenda.text).toContain('Listed')
    const mine = await press('bob', agenda, 'My meetings', 'What comes next for you')
    expect(mine.text).toContain('Listed')
    await ask('carol', 'agenda tomorrow of:me', /What comes next for you(?![\s\S]*Listed)/)
    const details = await ask('bob', 'show Listed', 'The card of Listed is posted')
    expect(details.text).not.toContain('Not understood')
  })

  it('can be answered, and joined once it is open', async () => {
    await schedule('bob', 'Answered in 30 minutes for 20m', 'Answered')
    await app.slack.advance(21 * 60)
    const reminder = await app.slack.card('Answered', ['Start: '])
    await press('carol', reminder, 'Can’t come', 'You do not come to Answered')
    await app.slack.card('Answered', [/Can’t come: .*carol/i])
    await press('alice', reminder, 'Join', '“Answered” is not open yet')
    await app.slack.advance(10 * 60)
    await app.slack.card('Answered', ['Chair: '])
    await press('alice', reminder, 'Join', 'You are called into Answered')
    await app.slack.advance(3)
    await app.slack.card('Answered', ['Chair: ', '1 person'])
    await press('carol', reminder, 'Join', 'Dial into Answered yourself')
  })
})

describe('settings', () => {
  it('of a person and a channel decide what is meant, and can be taken back', async () => {
    await ask('carol', 'me zone Asia/Tokyo', 'Your time zone is Asia/Tokyo')
    const question = await ask('carol', 'schedule Zoned tomorrow 10:00', 'Schedule Zoned?')
    expect(question.text).toContain('10:00–11:00 Asia/Tokyo (UTC+09:00)')
    await ask('carol', 'me zone none', 'America/New_York, from your profile')
    await ask('alice', '/confadmin channel remind 2h 15m', '2 hours before, 15 minutes before')
    const reminded = await ask('carol', 'schedule Reminded2 tomorrow 10:00', 'Schedule Reminded2?')
    expect(reminded.text).toContain('Reminders: 2 hours before, 15 minutes before')
    await ask('alice', '/confadmin channel show', 'Reminders: 2 hours before, 15 minutes before')
    await ask('alice', '/confadmin channel remind 10m', '10 minutes before')
  })
})
