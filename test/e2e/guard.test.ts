/** What is refused before the PBX sees a call: numbers that may not be rung, and people who are not served. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({ CONFBOT_SANDBOX_SLACK_DELIVERY: 'http' })
})
afterAll(() => app.stop())

const calls = async () => (await app.slack.get<{ calls: unknown[] }>('pbx/portsip/calls')).calls
const rooms = async () => (await app.slack.get<{ rooms: unknown[] }>('pbx/portsip/rooms')).rooms

describe('the dial guard', () => {
  it.each([
    ['emergency', '112', /emergency/i],
    ['emergency of another country', '911', /emergency/i],
    ['police', '110', /emergency/i],
    ['short code', '22833', /not among the extensions/],
    ['extension outside the range', '2001', /2001 is not among the extensions/],
    ['premium', '+499001234567', /premium/i],
    ['premium in the UK', '+449098790000', /premium/i],
    ['shared cost', '+4918012345', /shared/i],
    ['satellite', '+881612345678', /satellite/i],
    ['a country that is not configured', '+81312345678', /country|countries|JP/i],
    ['no number at all', '+49', /number/i],
  ])('refuses %s, and the PBX sees no call', async (_class, number, sentence) => {
    await app.slack.advance(30)
    expect(await app.slack.command('alice', `start "Guarded" ${number}`)).toMatchObject({ ok: true })
    await app.slack.answer('alice', sentence)
    expect(await calls()).toEqual([])
    expect(await rooms()).toEqual([])
  })

  it('asks about a number that white space cut into pieces, and dials nothing', async () => {
    await app.slack.advance(30)
    await app.slack.command('alice', 'start "Guarded" +49 30 901800')
    const question = await app.slack.answer('alice', /could be one number/)
    expect(await calls()).toEqual([])
    expect(await app.slack.click('alice', question, '+49 30 901800')).toEqual({
      ok: true,
      ackMs: expect.any(Number),
      delivery: expect.any(String),
    })
    await app.slack.card('Guarded', [/···800 · invited/])
    await app.slack.command('alice', 'end')
    await app.slack.click('alice', await app.slack.answer('alice', 'End Guarded?'), 'End')
    await app.slack.card('Guarded', ['Ended'])
  })
})

describe('the door', () => {
  it.each([
    ['a workspace that is not configured', { user: 'bob', team: 'T0ELSEWHERE' }],
    ['somebody of another organisation in a shared channel', { user: 'stranger', channel: 'shared' }],
    ['a guest', { user: 'guest' }],
    ['a bot', { user: 'robot' }],
  ])('refuses %s', async (_who, { user, ...where }) => {
    await app.slack.advance(30)
    const before = (await calls()).length
    const { channel = 'general', ...team } = { channel: 'general', ...where }
    await app.slack.post('slack/command', { user, channel, text: 'start "Not served" 1001', ...team })
    await app.slack.answer(user, /not served|guest|organi[sz]ation|bot|workspace/i, channel)
    expect(await calls()).toHaveLength(before)
    expect((await app.slack.messages('alice', channel)).some((message) => message.text.startsWith('Not served'))).toBe(
      false,
    )
  })

  it('refuses a click of an outsider on the card in a shared channel', async () => {
    await app.slack.advance(30)
    await app.slack.command('alice', 'start "With partners" 1001', 'shared')
    await app.slack.advance(3)
    const card = await app.slack.card('With partners', ['1 person'], 'shared')
    await app.slack.click('stranger', card, 'Lock', {}, 'shared')
    await app.slack.answer('stranger', /organi[sz]ation|does not serve/i, 'shared')
    expect((await app.room()).locked).toBe(false)
  })

  it.each([
    ['a guest', 'guest', 'Guests'],
    ['somebody of another organisation', 'stranger', 'Only people of this organisation'],
    ['a bot', 'robot', 'Bots'],
  ])('refuses to hand the chair to %s', async (_who, user, reason) => {
    await app.slack.advance(30)
    await app.slack.command('alice', `chair @${user}`, 'shared')
    await app.slack.answer('alice', new RegExp(`${user}.* cannot have the chair\\. ${reason}`), 'shared')
    await app.slack.card('With partners', [/Chair: @alice/], 'shared')
    expect((await app.room()).legs).toMatchObject([{ chairman: false }])
  })

  it.each(['signature', 'unsigned', 'tampered', 'old', 'future'])(
    'answers 401 to a request that is %s',
    async (kind) => {
      expect(await app.slack.post('slack/forge', { kind })).toMatchObject({ status: 401 })
    },
  )
})
