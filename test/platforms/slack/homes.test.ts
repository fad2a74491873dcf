import { describe, expect, it } from 'vitest'
import type { CommandKit, CommandRequest, Plan } from '#command-kit/request.ts'
import { createHomes } from '#platforms/slack/homes.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { moment } from '#text/message.ts'
import { actions, button, type Card, card, list } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import { connectSlack } from './sandbox-slack.ts'

const form: Form = {
  path: 'conf schedule',
  title: 'Schedule',
  submit: 'Schedule',
  fields: [
    { name: 'subject', label: 'Subject', base: 'string', required: true },
    { name: 'date', label: 'Date', base: 'date', required: true },
  ],
  carried: {},
}

interface View {
  readonly blocks: readonly { readonly type: string; readonly text?: { readonly text: string } }[]
}

/** A bot whose home tells what was done so far. */
async function prepare(homeCard?: (done: readonly string[]) => Card) {
  const done: string[] = []
  const requests: CommandRequest[] = []
  const shown =
    homeCard ??
    ((all: readonly string[]) =>
      card(
        `Home ${all.join(', ')}`,
        list([{ line: 'Sprint review', button: button('Skip', { path: 'conf skip', input: { meeting: 'm1' } }) }]),
        actions(
          button('Schedule', { path: 'conf schedule', input: {}, asForm: true }),
          button('Broken', { path: 'conf fail', input: {} }),
        ),
      ))
  const run = (answer: () => Card): Plan => ({
    kind: 'run',
    async run(responder) {
      await responder.reply(answer())
    },
  })
  const kit: CommandKit = {
    plan(request) {
      requests.push(request)
      const { input } = request
      if (input.kind === 'text') return run(() => shown(done))
      if (input.asForm) return { kind: 'form', form }
      if (input.from === 'form' && input.values.date === '2026-11-20')
        return { kind: 'problems', problems: { date: 'That is over.' } }
      return run(() => {
        done.push(input.path)
        return card(`Done: ${input.path}`)
      })
    },
    suggest: () => [],
  }
  const connected = await connectSlack({ kit })
  const { slack, clock } = connected
  const home = async () => {
    const { view } = await slack.get<{ view: View | null }>('slack/home?user=bob')
    return view
  }
  const title = async () => (await home())?.blocks[0]?.text?.text
  const direct = async () => (await slack.messages('bob', '@confbot')).map(({ text: words }) => words)
  await slack.post('slack/home', { user: 'bob' })
  await eventually(async () => expect(await home()).not.toBeNull())
  /** Until it is so; the clock goes on meanwhile. */
  const soon = async (look: () => Promise<void>) => {
    const timer = setInterval(() => clock.advance(200), 10)
    await eventually(look).finally(() => clearInterval(timer))
  }
  const click = (action: string) => slack.post('slack/click', { user: 'bob', view: 'home', action })
  return { ...connected, requests, home, title, direct, soon, click }
}

describe('the App Home', () => {
  it('is shown anew after a click in it, whose answer is a direct message', async () => {
    const { click, title, direct, soon, requests } = await prepare()
    expect(await title()).toBe('Home')
    expect(await click('Skip')).toMatchObject({ ok: true })
    await soon(async () => expect(await title()).toBe('Home conf skip'))
    expect(await direct()).toEqual(['Done: conf skip'])
    const intents = requests.map(({ intent }) => intent)
    expect(new Set(intents).size).toBe(intents.length)
    expect(requests.every(({ place }) => place.kind === 'direct')).toBe(true)
  })

  it('is shown anew once after several clicks, since each showing is a request of the person', async () => {
    const { click, title, soon, requests } = await prepare()
    for (let count = 0; count < 4; count++) await click('Skip')
    await soon(async () => expect(await title()).toBe('Home conf skip, conf skip, conf skip, conf skip'))
    expect(requests.filter(({ input }) => input.kind === 'text')).toHaveLength(2)
  })

  it('is shown anew when a form that was opened from it was submitted, and not before', async () => {
    const { click, title, slack, soon, requests } = await prepare()
    await click('Schedule')
    await eventually(async () =>
      expect((await slack.get<{ views: object[] }>('slack/views?user=bob')).views).toHaveLength(1),
    )
    const values = { Subject: 'Review', Date: '2026-11-20' }
    const wrong = await slack.post('slack/submit', { user: 'bob', values })
    expect(wrong).toMatchObject({ form: 'errors', errors: { date: 'That is over.' } })
    expect(requests.filter(({ input }) => input.kind === 'text')).toHaveLength(1)
    const right = await slack.post('slack/submit', { user: 'bob', values: { date: '2026-12-01' } })
    expect(right).toMatchObject({ form: 'closed' })
    await soon(async () => expect(await title()).toBe('Home conf schedule'))
    expect(requests.find(({ input }) => input.kind === 'values' && input.from === 'form')?.input).toMatchObject({
      values: { subject: 'Review', date: '2026-11-20' },
    })
  })

  it('holds forty rows with a button each, and the words and moments of all of them', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      line: [
        `Meeting number ${index}: ${'what it is about '.repeat(8)}`,
        moment(1_796_130_000_000 + index * 3_600_000, 'date-time'),
      ],
      button: button('Details', { path: 'conf show', input: { meeting: `m${index}` } }),
    }))
    const { home } = await prepare(() =>
      card(
        'Home',
        list(rows),
        actions(
          button('Schedule', { path: 'conf schedule', input: {}, asForm: true }),
          button('Help', { path: 'conf help', input: {} }),
        ),
      ),
    )
    const words = JSON.stringify(await home())
    for (const index of [0, 20, 39]) expect(words).toContain(`Meeting number ${index}:`)
    expect(words.match(/"Details"/g)).toHaveLength(40)
    expect(words).not.toContain('more than one message')
  })
})

describe('publishing', () => {
  it('goes one after the other for each person, so that an old one never comes last', async () => {
    const homes = createHomes(createHandClock())
    const began: string[] = []
    let finish = () => {}
    const first = homes.show('U1', async () => {
      began.push('old')
      await new Promise<void>((resolve) => {
        finish = resolve
      })
    })
    const second = homes.show('U1', async () => void began.push('new'))
    await homes.show('U2', async () => void began.push('somebody else'))
    expect(began).toEqual(['old', 'somebody else'])
    finish()
    await Promise.all([first, second])
    expect(began).toEqual(['old', 'somebody else', 'new'])
  })

  it('that failed keeps the next from nothing', async () => {
    const homes = createHomes(createHandClock())
    const failed = homes.show('U1', async () => {
      throw new Error('Slack')
    })
    const next = homes.show('U1', async () => {})
    await expect(failed).rejects.toThrow('Slack')
    await next
  })
})
