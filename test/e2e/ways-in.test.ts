/** The ways in and the answers: forms, mentions, direct messages, places the bot cannot post to, rights, secrets, stale buttons. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())
// Rates are per person and by the clock.
beforeEach(() => app.slack.advance(30))

interface View {
  readonly id: string
  readonly title: { readonly text: string }
  readonly errors: Readonly<Record<string, string>>
  readonly blocks: readonly {
    readonly type: string
    readonly block_id: string
    readonly element?: Record<string, unknown>
  }[]
}
const views = async (user: string) =>
  (await app.slack.get<{ views: readonly View[] }>(`slack/views?user=${user}`)).views
const calls = async () => (await app.slack.get<{ calls: { number: string }[] }>('pbx/portsip/calls')).calls
const rooms = async () =>
  (
    await app.slack.get<{ rooms: { number: string; subject: string; locked: boolean; legs: { number: string }[] }[] }>(
      'pbx/portsip/rooms',
    )
  ).rooms

const openForm = (user: string) =>
  eventually(async () => {
    const [view] = await views(user)
    if (!view) throw new Error('no form')
    return view
  })

async function end(user: string, name: string, channel = 'general') {
  const card = await app.slack.card(name, ['Chair: '], channel)
  await app.slack.click(user, card, 'End', {}, channel)
  await app.slack.card(name, ['Ended'], channel)
}

describe('forms', () => {
  it('opens for what is missing, says at the field what is wrong, and runs once', async () => {
    await app.slack.command('alice', 'start "By form" 1001')
    await app.slack.card('By form')
    await app.slack.command('alice', 'invite')
    const form = await openForm('alice')
    expect(form.blocks.map((block) => block.block_id)).toContain('who')
    const [first] = await Promise.all([
      app.slack.post('slack/submit', { user: 'alice', view: form.id, values: { who: '1002' } }),
      app.slack.answer('alice', 'Invited into By form'),
    ])
    expect(first).toMatchObject({ ok: true, form: 'closed' })
    await app.slack.advance(3)
    await app.slack.card('By form', [/1002 · joined/])
    expect((await calls()).filter((call) => call.number === '1002')).toHaveLength(1)
    await end('alice', 'By form')
  })

  it('rings colleagues who are chosen beside the numbers, and keeps both when something is wrong', async () => {
    await app.slack.post('slack/shortcut', { user: 'bob', callback: 'start_here' })
    const form = await openForm('bob')
    expect(form.blocks.map(({ block_id }) => block_id)).toEqual(expect.arrayContaining(['who', '_people.who']))
    const submit = (values: Record<string, unknown>) =>
      app.slack.post('slack/submit', { user: 'bob', view: form.id, values })
    const wrong = await submit({ Where: 'general', subject: 'Chosen', who: '1002', Colleagues: ['alice'], for: 'soon' })
    expect(wrong).toMatchObject({ form: 'errors', errors: { for: expect.any(String) } })
    expect(await submit({ for: '' })).toMatchObject({ form: 'closed' })
    await app.slack.advance(3)
    await app.slack.card('Chosen', [/Alice.* · joined/i, /1002 · joined/])
    await end('bob', 'Chosen')
  })

  it('hands the chair to a colleague who is chosen, and says when two were named or nobody was', async () => {
    await app.slack.command('alice', 'start "Chair by form" 1001')
    await app.slack.advance(3)
    await app.slack.card('Chair by form', ['1 person'])
    await app.slack.command('alice', 'chair')
    const form = await openForm('alice')
    const submit = (values: Record<string, unknown>) =>
      app.slack.post('slack/submit', { user: 'alice', view: form.id, values })
    expect(await submit({})).toMatchObject({ errors: { who: 'This is needed.' } })
    await app.slack.post('slack/options', { user: 'alice', view: form.id, action: 'Who', value: '' })
    expect(await submit({ who: 'p1', 'Or a colleague': 'bob' })).toMatchObject({
      errors: { who: 'Give this only once.' },
    })
    expect(await submit({ who: null })).toMatchObject({ form: 'closed' })
    await app.slack.card('Chair by form', [/Chair: .*bob/i])
    await end('bob', 'Chair by form')
  })

  it('shows a room with its present values, refuses what is outside its limits, and sends only what changed', async () => {
    await app.slack.command(
      'alice',
      '/confadmin room create extension_number=8050 mode=AUDIO subject="Board room" capacity=20',
    )
    await app.slack.answer('alice', 'Board room')
    await app.slack.command('alice', '/confadmin room edit 8050')
    const form = await eventually(async () => {
      const [view] = await views('alice')
      const subject = view?.blocks.find((block) => block.block_id === 'fields.subject')
      if (!view || !subject) throw new Error('the form is not filled')
      expect(subject.element).toMatchObject({ initial_value: 'Board room' })
      return view
    })
    const wrong = await app.slack.post('slack/submit', {
      user: 'alice',
      view: form.id,
      values: { 'fields.capacity': '30', 'fields.room_pin': '12x4' },
    })
    expect(wrong).toMatchObject({ errors: { 'fields.room_pin': expect.any(String) } })
    expect(
      await app.slack.post('slack/submit', { user: 'alice', view: form.id, values: { 'fields.room_pin': '' } }),
    ).toMatchObject({ ok: true, form: 'closed' })
    await app.slack.answer('alice', 'Changed.')
    const { frames } = await app.slack.get<{ frames: { method: string; path: string; body: unknown }[] }>(
      'pbx/portsip/traffic',
    )
    const update = frames.findLast((frame) => frame.method === 'POST' && /conference_rooms\/[^/]+$/.test(frame.path))
    expect(update?.body).toEqual({ capacity: 30 })
    await app.slack.command('alice', '/confadmin room delete 8050')
    await app.slack.click('alice', await app.slack.answer('alice', 'Delete room 8050?'), 'Delete it')
    await eventually(async () => expect((await rooms()).map((room) => room.number)).not.toContain('8050'))
  })
})

describe('places', () => {
  it('answers a mention in its thread, and posts the card there', async () => {
    const said = await app.slack.post('slack/say', { user: 'bob', channel: 'ops', text: 'The site is down' })
    const thread = String(said.ts)
    await app.slack.post('slack/mention', { user: 'bob', channel: 'ops', thread, text: 'start "Incident" 1003' })
    await eventually(async () => {
      const parent = (await app.slack.messages('bob', 'ops')).find((message) => message.ts === thread)
      const replies = (parent as unknown as { replies: SlackMessage[] }).replies
      expect(replies.some((reply) => reply.text.startsWith('Incident') && !reply.is_ephemeral)).toBe(true)
    })
    await app.slack.command('bob', 'end in:Incident', 'ops')
    await app.slack.click('bob', await app.slack.answer('bob', 'End Incident?', 'ops'), 'End', {}, 'ops')
    await app.slack.answer('bob', 'Incident has ended', 'ops')
  })

  it('tells others of what was started by a mention in a public channel, and not of what was in a private one', async () => {
    await app.slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    await app.slack.post('slack/mention', { user: 'bob', channel: 'ops', text: 'start "In public" 1003' })
    await app.slack.card('In public', ['Chair: '], 'ops')
    await app.slack.post('slack/mention', { user: 'bob', channel: 'secret', text: 'start "In private" 1004' })
    await app.slack.card('In private', ['Chair: '], 'secret')
    await app.slack.command('carol', 'agenda')
    const agenda = await app.slack.answer('carol', 'What comes next here')
    expect(agenda.text).toContain('In public')
    expect(agenda.text).not.toContain('In private')
    await end('bob', 'In public', 'ops')
    await end('bob', 'In private', 'secret')
    await app.slack.post('slack/remove', { user: 'alice', channel: 'secret' })
  })

  it('asks to be invited where it cannot post, leaves no room behind, and can be tried again', async () => {
    const before = (await calls()).length
    await app.slack.command('alice', 'start "Board" 1001', 'secret')
    const asked = await app.slack.answer('alice', /invite/i, 'secret')
    expect(await calls()).toHaveLength(before)
    await app.slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    await app.slack.click('alice', asked, 'Try again', {}, 'secret')
    await app.slack.card('Board', [/1001/], 'secret')
    await end('alice', 'Board', 'secret')
  })

  it('puts the card of a conversation between two people into the direct message of who asked', async () => {
    await app.slack.command('bob', 'start "Just us" 1004', '@alice')
    await eventually(async () => {
      const direct = await app.slack.messages('bob', '@confbot')
      expect(direct.some((message) => message.text.startsWith('Just us'))).toBe(true)
    })
    const card = (await app.slack.messages('bob', '@confbot')).find((message) => message.text.startsWith('Just us'))
    if (!card) throw new Error('no card')
    await app.slack.answer('bob', 'the card is in your direct message with confbot', '@alice')
    await app.slack.advance(3)
    // Neither needs to be told which conference is meant: not where its card stands, and not where it was started.
    await app.slack.command('bob', 'lock', '@confbot')
    await eventually(async () => expect((await rooms()).find((room) => room.subject === 'Just us')?.locked).toBe(true))
    await app.slack.command('alice', 'invite 1005', '@bob')
    await eventually(async () => expect((await calls()).some((call) => call.number === '1005')).toBe(true))
    // The other one sees the card in a direct message of their own, and its buttons and commands work there as well.
    await app.slack.command('alice', 'show', '@bob')
    const copy = await eventually(async () => {
      const direct = await app.slack.messages('alice', '@confbot')
      const found = direct.find((message) => message.text.startsWith('Just us'))
      if (!found) throw new Error('no card for the other one')
      return found
    })
    await app.slack.click('alice', copy, 'Show PIN', {}, '@confbot')
    await eventually(async () => {
      const direct = await app.slack.messages('alice', '@confbot')
      expect(direct.some((message) => message.text.startsWith('PIN of Just us'))).toBe(true)
    })
    await app.slack.command('alice', 'invite 1006', '@confbot')
    await eventually(async () => expect((await calls()).some((call) => call.number === '1006')).toBe(true))
    expect(await app.slack.click('bob', card, 'End', {}, '@confbot')).toMatchObject({ ok: true })
    await eventually(async () => {
      const direct = await app.slack.messages('bob', '@confbot')
      expect(direct.some((message) => message.text.includes('Ended'))).toBe(true)
    })
  })
})

describe('rights and secrets', () => {
  it('lets the chair keep order, and nobody else', async () => {
    await app.slack.command('bob', 'start "Order" 1001 1002')
    await app.slack.advance(3)
    const card = await app.slack.card('Order', ['2 people'])
    await app.slack.click('carol', card, 'Lock')
    await app.slack.answer('carol', /bob/)
    expect((await app.room()).locked).toBe(false)
    await app.slack.command('carol', 'invite 1003')
    await app.slack.answer('carol', 'Invited into Order')
    await end('bob', 'Order')
  })

  it('shows the PIN to who asks alone, and never in the channel or the audit', async () => {
    await app.slack.command('alice', 'start "Secret" 1001 pin:24680')
    const card = await app.slack.card('Secret')
    expect(card.text).not.toContain('24680')
    await app.slack.click('bob', card, 'Show PIN')
    await app.slack.answer('bob', '24680')
    expect((await app.slack.messages('carol')).some((message) => message.text.includes('24680'))).toBe(false)
    await app.slack.command('alice', '/confadmin audit')
    const audit = await app.slack.answer('alice', /conf pin/)
    expect(audit.text).not.toContain('24680')
    await end('alice', 'Secret')
  })

  it('answers a button of a conference that has ended with what is so', async () => {
    await app.slack.command('alice', 'start "Gone" 1001')
    await app.slack.advance(3)
    const card = await app.slack.card('Gone', ['1 person'])
    await app.slack.command('alice', 'lock')
    const undo = await app.slack.answer('alice', 'Gone is locked')
    await end('alice', 'Gone')
    await app.slack.click('alice', undo, 'Undo')
    await app.slack.answer('alice', /Gone has ended/)
    expect(card.ts).toBeDefined()
  })
})

describe('telephones', () => {
  it('says of who did not come only what this PBX tells, and rings those who are missing', async () => {
    await app.slack.command('alice', 'start "Missing" 1001 1055 1065')
    await app.slack.advance(3)
    await app.slack.card('Missing', ['1 person', /1055 · invited/])
    await app.slack.advance(80)
    const card = await app.slack.card('Missing', [/1055 · not joined, this PBX does not say why/, /1065 · not joined/])
    expect(card.text).not.toMatch(/busy|no answer/)
    const before = (await calls()).length
    await app.slack.click('alice', card, 'Ring the 2 who are missing')
    await app.slack.card('Missing', [/1055 · invited/, /1065 · invited/])
    expect(await calls()).toHaveLength(before + 2)
    await end('alice', 'Missing')
  })

  it('takes out who answers after the end, and gives the room back only then', async () => {
    await app.slack.command('alice', 'start "Straggler" 1095')
    await app.slack.card('Straggler', [/1095 · invited/])
    const room = (await rooms()).find((one) => one.subject === 'Straggler')?.number
    await end('alice', 'Straggler')
    await app.slack.advance(9)
    await eventually(async () => {
      const { legs } = (await rooms()).find((one) => one.number === room) ?? {}
      const straggler = (await calls()).findLast((call) => call.number === '1095')
      expect(straggler).toMatchObject({ outcome: 'answered' })
      expect(legs).toEqual([])
    })
  })

  it('ends an empty conference after two minutes, and one with a single person after a warning', async () => {
    await app.slack.command('alice', 'start "Empty" 1060', 'ops')
    await app.slack.card('Empty', [], 'ops')
    await app.slack.advance(125)
    await app.slack.card('Empty', ['Ended', 'nobody was in the room'], 'ops')

    await app.slack.command('alice', 'start "Alone" 1001')
    await app.slack.advance(3)
    await app.slack.card('Alone', ['1 person'])
    await app.slack.advance(601)
    await app.slack.card('Only one person is left in Alone')
    await app.slack.advance(301)
    await app.slack.card('Alone', ['Ended', 'alone'])
  })

  it('lets an unknown caller in with the PIN, shows no number that was withheld, and can name the caller', async () => {
    await app.slack.command('alice', 'start "Callers" 1001 pin:13579')
    await app.slack.advance(3)
    await app.slack.card('Callers', ['1 person'])
    const number = (await rooms()).find((one) => one.subject === 'Callers')?.number
    expect(await app.slack.post('pbx/portsip/call', { from: 'anonymous', to: number, pin: '99999' })).toMatchObject({
      ok: false,
    })
    expect(await app.slack.post('pbx/portsip/call', { from: 'anonymous', to: number, pin: '13579' })).toMatchObject({
      ok: true,
    })
    const card = await app.slack.card('Callers', ['2 people'])
    await app.slack.command('alice', 'name p2 "Anna Berg"')
    await app.slack.card('Callers', ['Anna Berg · joined'])
    expect(card.text).not.toContain('anonymous@')
    await end('alice', 'Callers')
  })
})
