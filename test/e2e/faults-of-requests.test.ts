/** Requests that come twice, late, or from where they should not: each has one effect or none, and is answered once. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createFaultTable } from '#test/support/faults.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'

let app: RunningApp
const { calls, room, cards, begin, mend, logged } = createFaultTable(() => app)
beforeAll(async () => {
  // Signed HTTP: only there can a signature be wrong.
  app = await startApp({ CONFBOT_SANDBOX_SLACK_DELIVERY: 'http' })
})
afterAll(() => app.stop())
beforeEach(() => app.slack.advance(30))
afterEach(() => mend())

/** What `user` was told privately, newest last, that holds `text`. */
const told = async (user: string, text: string): Promise<readonly SlackMessage[]> =>
  (await app.slack.messages(user)).filter((message) => message.is_ephemeral && message.text.includes(text))

/** Whatever the bot had begun by now is done: what is asked afterwards is answered. */
const settled = async (user: string) => {
  const before = await told(user, '/conf lock')
  await app.slack.command(user, 'help lock')
  await eventually(async () => expect(await told(user, '/conf lock')).toHaveLength(before.length + 1))
}

interface View {
  readonly id: string
}
const openForm = (user: string) =>
  eventually(async () => {
    const [view] = (await app.slack.get<{ views: readonly View[] }>(`slack/views?user=${user}`)).views
    if (!view) throw new Error('no form')
    return view
  })

describe('a repeated delivery has one effect and one answer', () => {
  it('of a command', async () => {
    await begin('Twice typed', '1001')
    const before = await calls()
    await app.slack.command('alice', 'invite 1002')
    await app.slack.answer('alice', 'Invited into Twice typed')
    for (let times = 0; times < 2; times++) await app.slack.post('slack/redeliver', {})
    await settled('alice')
    expect(await calls()).toHaveLength(before.length + 1)
    expect(await told('alice', 'Invited into Twice typed')).toHaveLength(1)
  })

  it('of a click', async () => {
    const card = await begin('Twice clicked', '1001')
    const { delivery } = await app.slack.click('alice', card, 'Lock')
    await app.slack.answer('alice', 'Twice clicked is locked')
    await app.slack.command('alice', 'unlock')
    await app.slack.answer('alice', /Twice clicked is (not |un)locked/)
    await app.slack.post('slack/redeliver', { id: delivery })
    await settled('alice')
    expect((await room('Twice clicked')).locked).toBe(false)
    expect(await told('alice', 'Twice clicked is locked')).toHaveLength(1)
  })

  it('of a form', async () => {
    await begin('Twice sent', '1001')
    await app.slack.command('alice', 'invite')
    const { id } = await openForm('alice')
    const sent = await app.slack.post('slack/submit', { user: 'alice', view: id, values: { who: '1002' } })
    await app.slack.answer('alice', 'Invited into Twice sent')
    const before = await calls()
    await app.slack.post('slack/redeliver', { id: sent.delivery })
    await settled('alice')
    expect(await calls()).toEqual(before)
    expect(await told('alice', 'Invited into Twice sent')).toHaveLength(1)
  })

  it('of a mention', async () => {
    const before = await calls()
    const said = await app.slack.post('slack/mention', {
      user: 'alice',
      channel: 'general',
      text: 'start "Named" 1001',
    })
    await app.slack.card('Named', [/1001 · invited/])
    await app.slack.post('slack/redeliver', { id: said.delivery })
    await settled('alice')
    expect(await cards('Named')).toHaveLength(1)
    expect(await calls()).toHaveLength(before.length + 1)
  })
})

it('a form submitted twice, before the first was answered, has one effect', async () => {
  await begin('Double click', '1001')
  await app.slack.command('alice', 'invite')
  const { id } = await openForm('alice')
  const before = await calls()
  const submit = () => app.slack.post('slack/submit', { user: 'alice', view: id, values: { who: '1002' } })
  expect(await Promise.all([submit(), submit()])).toMatchObject([{ ok: true }, {}])
  await app.slack.answer('alice', 'Invited into Double click')
  await settled('alice')
  expect(await calls()).toHaveLength(before.length + 1)
  expect(await told('alice', 'Invited into Double click')).toHaveLength(1)
})

describe('a request gets 401 and has no effect, and the log tells of it, when its signature', () => {
  it.each([
    ['is forged', 'signature', /verify|signature/],
    ['is missing', 'unsigned', /verify|header/],
    ['is that of another body', 'tampered', /verify|signature/],
    ['is six minutes old', 'old', /verify|stale|timestamp/],
    ['is six minutes in the future', 'future', /future/],
  ])('%s', async (title, kind, words) => {
    const name = `Before it ${title}`
    await app.slack.command('alice', `start "${name}" 1001`)
    await app.slack.answer('alice', `${name} is open`)
    const before = { calls: await calls(), answers: await told('alice', ''), lines: app.log.lines.length }
    expect(await app.slack.post('slack/forge', { kind })).toMatchObject({ status: 401 })
    await settled('bob')
    expect([await calls(), await told('alice', '')]).toEqual([before.calls, before.answers])
    expect(await cards(name)).toHaveLength(1)
    expect(app.log.lines.slice(before.lines)).toContainEqual(
      expect.objectContaining({ level: 40, msg: expect.stringMatching(words) }),
    )
  })
})

describe('a click', () => {
  it('on a message of an ended conference answers with what is so now, and the message becomes its record', async () => {
    const card = await begin('Over', '1001')
    await app.slack.post('slack/fault', { match: 'chat.update', kind: '429', times: 1, retryAfter: 20 })
    await app.slack.click('alice', card, 'End')
    await app.slack.answer('alice', 'Over has ended')
    const stale = await app.slack.card('Over', ['Chair: '])
    for (const button of ['Lock', 'Record', 'Show PIN', 'More', 'Call me', 'End']) {
      await app.slack.advance(1)
      await app.slack.click('bob', stale, button)
    }
    await eventually(async () => expect(await told('bob', 'Over has ended.')).toHaveLength(6))
    expect((await room('Over')).locked).toBe(false)
    const [answer] = await told('bob', 'Over has ended.')
    if (!answer) throw new Error('no answer')
    await app.slack.click('bob', answer, 'Show its record')
    await app.slack.answer('bob', /Over\nEnded/)
    await app.slack.advance(21)
    expect((await app.slack.card('Over', ['Ended by'])).ts).toBe(card.ts)
    await logged('a command was refused', { code: 'conference.ended' })
  })

  it('by somebody without the right is answered to them alone, has no effect, and is audited', async () => {
    const card = await begin('Order', '1001', '1002')
    await app.slack.click('carol', card, 'Lock')
    await app.slack.answer('carol', /Not allowed.*@alice may/s)
    await app.slack.pick('carol', card, '1001', 'Mute')
    await app.slack.click('carol', card, 'End')
    await eventually(async () => expect(await told('carol', 'Not allowed')).toHaveLength(3))
    expect(await told('alice', 'Not allowed')).toEqual([])
    expect(await room('Order')).toMatchObject({ locked: false, legs: [{ muted: false }, { muted: false }] })
    await app.slack.card('Order', ['Chair: @alice', '2 people'])
    await logged('a command was refused', { code: 'permission.denied', action: 'conf lock' })
    await app.slack.command('alice', '/confadmin audit')
    const audit = await app.slack.answer('alice', /^Audit/)
    for (const action of ['conf lock', 'conf mute', 'conf end'])
      expect(audit.text).toMatch(new RegExp(`carol.*${action}.*Order.*refused`, 's'))
  })
})
