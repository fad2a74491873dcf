/** What people do every day beside the main story: the bare command, the home, recordings begun elsewhere, permanent rooms. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { eventually } from '#test/support/sandbox-client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())
beforeEach(() => app.slack.advance(30))

const endIt = async (name: string) => {
  await app.slack.click('alice', await app.slack.card(name, ['Chair: ']), 'End')
  await app.slack.card(name, ['Ended'])
}

it('answers a bare /conf and a bare /confadmin with what is so', async () => {
  await app.slack.command('bob', '')
  await app.slack.answer('bob', 'Nothing is live here')
  await app.slack.command('alice', '/confadmin')
  await app.slack.answer('alice', /Slack works/)
})

it('draws the App Home', async () => {
  await app.slack.post('slack/home', { user: 'bob' })
  await eventually(async () => {
    const home = JSON.stringify(await app.slack.get('slack/home?user=bob'))
    expect(home).toContain('Start a conference')
    expect(home).not.toContain('Not understood')
  })
})

it('reads back whether a recording began whose answer was lost, and tells the channel', async () => {
  await app.slack.command('alice', 'start "Lost answer" 1001')
  await app.slack.advance(3)
  await app.slack.card('Lost answer', ['1 person'])
  await app.slack.post('pbx/portsip/fault', { match: 'start_recording', kind: 'reset-after', times: 1 })
  await app.slack.command('alice', 'record start')
  await app.slack.answer('alice', 'Lost answer is being recorded')
  await app.slack.card('@alice started recording Lost answer')
  await endIt('Lost answer')
})

it('leaves permanent rooms as their administrator made them', async () => {
  const made = await app.room()
  await app.slack.command(
    'alice',
    '/confadmin room create extension_number=8001 mode=AUDIO subject="Board room" capacity=9 room_pin=1234',
  )
  await app.slack.answer('alice', 'Board room')
  await app.slack.command('alice', 'start "In the first" 1001')
  await app.slack.card('In the first', [`dial ${made.number}`])
  await app.slack.command('bob', 'start "In the next" 1002', 'ops')
  await app.slack.card('In the next', ['dial 8002'], 'ops')
  const { rooms } = await app.slack.get<{ rooms: { number: string; subject: string }[] }>('pbx/portsip/rooms')
  expect(rooms.find(({ number }) => number === '8001')?.subject).toBe('Board room')
  await endIt('In the first')
})

it('ends when its starter said, and sooner when nobody is there', async () => {
  await app.slack.command('alice', 'start "Half an hour" 1001 1002 for:30m')
  await app.slack.advance(3)
  await app.slack.card('Half an hour', ['2 people'])
  await app.slack.advance(25 * 60)
  await app.slack.card('Half an hour has been running for a long time')
  await app.slack.advance(5 * 60 + 1)
  await app.slack.card('Half an hour', ['Ended', 'longest time'])
  await app.slack.command('alice', 'start "Nobody came" 1051 for:6h')
  await app.slack.card('Nobody came', [/1051 · invited/])
  await app.slack.advance(130)
  await app.slack.card('Nobody came', ['Ended', 'nobody was in the room'])
})

it('offers the form where nothing is live, and where what was typed is not understood', async () => {
  const form = async (user: string) =>
    eventually(async () => {
      const { views } = await app.slack.get<{ views: { blocks: { block_id: string; element?: object }[] }[] }>(
        `slack/views?user=${user}`,
      )
      const blocks = views[0]?.blocks
      if (!blocks) throw new Error('no form')
      return blocks
    })
  await app.slack.command('bob', 'lock')
  await app.slack.click('bob', await app.slack.answer('bob', 'No conference is live here'), 'Start a conference…')
  expect((await form('bob')).map(({ block_id }) => block_id)).not.toContain('_place')
  await app.slack.post('slack/close', { user: 'bob', all: true })
  await app.slack.command('alice', 'start "Changed" 1002 nobody')
  await app.slack.click('alice', await app.slack.answer('alice', 'Nobody here is known as'), 'Edit again…')
  const filled = await form('alice')
  expect(filled).toContainEqual(
    expect.objectContaining({ element: expect.objectContaining({ initial_value: 'Changed' }) }),
  )
  await app.slack.post('slack/submit', { user: 'alice', values: { who: '1002' } })
  await app.slack.card('Changed', [/1002 · invited/])
  await endIt('Changed')
})

it('asks in the App Home where a conference is to be', async () => {
  await app.slack.post('slack/home', { user: 'bob' })
  await eventually(async () =>
    expect(
      await app.slack.post('slack/click', { user: 'bob', view: 'home', action: 'Start a conference…' }),
    ).toMatchObject({ ok: true }),
  )
  await eventually(async () =>
    expect(
      await app.slack.post('slack/submit', {
        user: 'bob',
        values: { Where: 'ops', subject: 'From home', who: '1003' },
      }),
    ).toMatchObject({ ok: true, form: 'closed' }),
  )
  const card = await app.slack.card('From home', ['Chair: '], 'ops')
  await app.slack.click('bob', card, 'End', {}, 'ops')
})

it('says which words may follow, and helps administrators under their own name', async () => {
  await app.slack.command('alice', 'record')
  const record = await app.slack.answer('alice', '“record” needs one more word')
  expect(JSON.stringify(record.blocks)).toContain('/conf record delete')
  await app.slack.command('alice', '/confadmin help')
  await app.slack.answer('alice', '/confadmin room create')
})
