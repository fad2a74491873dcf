/**
 * A conference in a room that is there, through /sandbox/api: one that an administrator made on PortSIP, with a picture and with
 * sound alone, and one of a PBX that makes no rooms.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createMeetingDriver, hasField } from '#test/support/meeting-driver.ts'
import { eventually } from '#test/support/sandbox-client.ts'

/** What a conference may not change. */
const kept = ({ number, subject, fields, locked, recording }: Awaited<ReturnType<RunningApp['room']>>) => ({
  number,
  subject,
  fields,
  locked,
  recording,
})

describe('on portsip', () => {
  let app: RunningApp
  const { ask, press, form, submit, answerTo } = createMeetingDriver(() => app)
  const create = (number: string, mode: string) =>
    ask(
      'alice',
      `/confadmin room create extension_number=${number} mode=${mode} subject="Room ${number}" capacity=9 room_pin=4711`,
      `Room ${number}`,
    )
  const joined = async (number: string) =>
    (await app.pbx().room(number)).legs.filter(({ state }) => state === 'joined').map((leg) => leg.number)
  const asked = async (path: string) => (await app.pbx().traffic()).filter((frame) => frame.path?.endsWith(path))

  beforeAll(async () => {
    app = await startApp()
  })
  afterAll(() => app?.stop())
  beforeEach(() => app.slack.advance(60))

  it('a video room is made, opened from its card, arranged, and left as it was', { timeout: 60_000 }, async () => {
    const { slack } = app
    const made = await create('8150', 'VIDEO')
    const before = kept(await app.pbx().room('8150'))
    await slack.click('alice', made, 'Start a conference in it…')
    const view = await form('alice', hasField('room'))
    expect(JSON.stringify(view.blocks)).toContain('8150')
    await answerTo('alice', () => submit('alice', view, { subject: 'Tour', who: '1001 1002' }), 'Tour is open')
    await slack.card('Tour', ['8150'])
    await slack.advance(3)
    await eventually(async () => expect((await joined('8150')).toSorted()).toEqual(['1001', '1002']))
    await slack.card('Tour', ['2 people'])

    await ask('alice', 'video layout 1002 1001', 'shows, in this order')
    expect(await asked('/participants/layout')).toHaveLength(1)
    await ask('alice', 'video position 1001 3', 'is shown at position 3')
    expect((await asked('/position')).at(-1)?.body).toEqual({ position: 3 })
    await ask('alice', 'pin', '4711')

    await slack.click('alice', await slack.card('Tour', ['2 people']), 'Lock')
    await eventually(async () => expect((await app.pbx().room('8150')).locked).toBe(true))
    await slack.click('alice', await slack.card('Tour', [/[Ll]ocked/]), 'End')
    await slack.card('Tour', ['Ended'])
    await eventually(async () => expect(kept(await app.pbx().room('8150'))).toEqual(before))
    expect(await joined('8150')).toEqual([])
  })

  it('in a room for sound only the picture is refused, and who is in it already is on the card', async () => {
    const { slack } = app
    await create('8151', 'AUDIO')
    await app.pbx().post('call', { from: '+4930901844', to: '8151', pin: '4711' })
    await slack.advance(3)
    await eventually(async () => expect(await joined('8151')).toEqual(['+4930901844']))
    await ask('alice', 'start Talk 1001 room:"Room 8151"', 'Talk is open')
    await slack.advance(3)
    await slack.card('Talk', ['8151', '2 people'])
    const before = (await asked('/layout')).length + (await asked('/position')).length
    await ask('alice', 'video layout 1001', 'this room is for sound only')
    await ask('alice', 'video position 1001 3', 'this room is for sound only')
    expect((await asked('/layout')).length + (await asked('/position')).length).toBe(before)

    const refused = await ask('bob', 'start Other room:8151 --another', 'Room 8151 is in use')
    await press('bob', refused, 'Show Talk', /Talk/)
    await slack.click('alice', await slack.card('Talk', ['2 people']), 'End')
    await slack.card('Talk', ['Ended'])
  })
})

describe('on yeastar-s, which makes no rooms', () => {
  let app: RunningApp
  const { ask } = createMeetingDriver(() => app, 'yeastar-s')
  beforeAll(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: 'yeastar-s', CONFBOT_SANDBOX_CHATS: 'slack,discord' })
  })
  afterAll(() => app?.stop())

  it('one that is there is used with the name and PIN that it has', { timeout: 60_000 }, async () => {
    const { slack } = app
    const before = kept(await app.pbx().room('8004'))
    await ask('alice', 'start Standing 1001 room:8004', 'Standing is open')
    await slack.advance(3)
    await slack.card('Standing', ['8004', '1 person'])
    expect(kept(await app.pbx().room('8004'))).toEqual(before)
    await slack.click('alice', await slack.card('Standing', ['1 person']), 'End')
    await slack.card('Standing', ['Ended'])
    await eventually(async () => expect((await app.pbx().room('8004')).legs).toEqual([]))
    expect(kept(await app.pbx().room('8004'))).toEqual(before)
    await ask('alice', 'start Again room:8004', 'Again is open')
    await slack.advance(180)
    await slack.card('Again', ['Ended'])
    expect(kept(await app.pbx().room('8004'))).toEqual(before)
  })

  it('it is chosen on Discord as it is typed', async () => {
    const { discord, slack } = app
    const offered = () => discord.post('autocomplete', { user: 'alice', channel: 'general', text: 'start room:8005' })
    await eventually(async () => {
      await slack.advance(31)
      expect(JSON.stringify(await offered())).toContain('8005')
    })
    expect(await discord.command('alice', 'start subject:Standing room:8005')).toMatchObject({ ok: true })
    await discord.card('Standing', ['8005'])
  })
})
