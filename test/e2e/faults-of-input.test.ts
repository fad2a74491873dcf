/**
 * What people type wrong, through the whole app: one private answer each, nothing on the PBX, nothing in the channel, and a
 * quiet line in the log that repeats nothing of what was typed.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'

let app: RunningApp
/** Of the conference in the other channel. */
let retro: SlackMessage

beforeAll(async () => {
  app = await startApp()
  const { slack } = app
  await slack.command('alice', '/confadmin contact add "Anna Berg" +4930901801')
  await slack.command('alice', '/confadmin contact add "Anna Kurz" +4930901802')
  await slack.answer('alice', 'Anna Kurz is saved')
  await slack.command('alice', 'start "Sprint review" +4930901800 1001')
  await slack.card('Sprint review', ['Chair: '])
  await slack.command('alice', 'start "Sprint retro" "Anna Berg" "Anna Kurz"', 'ops')
  await slack.card('Sprint retro', ['Chair: '], 'ops')
  await slack.advance(3)
  await slack.card('Sprint review', ['2 people'])
  retro = await slack.card('Sprint retro', ['2 people'], 'ops')
})
afterAll(() => app.stop())
// Rates are per person and by the clock.
beforeEach(() => app.slack.advance(30))

const pbxState = async () => {
  const { rooms } = await app.slack.get<{ rooms: unknown[] }>('pbx/portsip/rooms')
  const { calls } = await app.slack.get<{ calls: unknown[] }>('pbx/portsip/calls')
  return { rooms, calls }
}

/** Alice asks; she alone is answered, once, with what matches `sentence`; and nothing else happens. */
async function refused(text: string, sentence: RegExp, channel = 'general') {
  const { slack, log } = app
  const seen = await slack.messages('alice', channel)
  const logged = log.lines.length
  const pbx = await pbxState()
  expect(await slack.command('alice', text, channel)).toMatchObject({ ok: true })
  const answers = async () =>
    (await slack.messages('alice', channel)).filter(({ ts }) => !seen.some((m) => m.ts === ts))
  const [answer] = await eventually(async () => {
    const found = await answers()
    expect(found).toHaveLength(1)
    return found
  })
  if (!answer) throw new Error('no answer')
  expect(answer.is_ephemeral).toBe(true)
  expect(answer.text).toMatch(sentence)
  const lines = await eventually(async () => {
    const found = log.lines.slice(logged)
    expect(found).toMatchObject([{ level: 30, msg: 'a command was refused', code: expect.any(String) }])
    return found
  })
  expect(Object.keys(lines[0] ?? {}).sort()).toEqual(['action', 'code', 'level', 'msg', 'time'])
  expect(await pbxState()).toEqual(pbx)
  return { answer, answers }
}

const views = async () =>
  (await app.slack.get<{ views: readonly { readonly id: string }[] }>('slack/views?user=alice')).views

const long = 'x'.repeat(10_000)

describe('malformed commands', () => {
  it.each([
    ['an open quote', 'invite "Anna Berg, 1002', /quotation mark is opened and not closed: "Anna Berg, 1002\nClose it/],
    ['a typographic open quote', 'start „Sprint', /opened and not closed: „Sprint/],
    ['an unknown command', 'frobnicate 1001', /no command “frobnicate 1001”\.\nWrite \/conf help/],
    ['an unknown option', 'mute 1001 --loud', /no option “--loud”\.\nPut it in quotes/],
    ['too much', 'lock now please', /does not know what to do with “now”\.\nPut words that belong together in quotes/],
    ['an option without its value', 'start "X" pin:', /pin: This is needed/],
    ['an option twice', 'start "X" for:1h for:2h another:yes', /for: Give this only once/],
    ['10,000 characters for a command', long, /no command “x{80}”/],
    ['10,000 characters for a subject', `start "${long}"`, /subject: At most 64 characters/],
    ['10,000 characters for somebody', `invite ${long}`, /Nobody here is known as “x{80}…”/],
    ['10,000 digits for a number', `invite ${'1'.repeat(10_000)}`, /“1{80}…” is no telephone number/],
    ['10,000 characters for a participant', `mute ${long}`, /who: At most 100 characters/],
    ['10,000 characters for a member of a list', `/confadmin list put team ${long}`, /The directory has no “x{80}…”/],
  ])('%s', async (_fault, text, sentence) => {
    await refused(text, sentence)
  })

  it('an unknown command offers the one that was meant, with what was typed', async () => {
    const { answer, answers } = await refused('inivte 1002', /no command “inivte 1002”/)
    await app.slack.click('alice', answer, '/conf invite')
    await eventually(async () =>
      expect((await answers()).at(-1)?.text).toMatch(/Invited into .*\n.*1002 · is being rung/),
    )
  })

  it('an unknown option offers the one that was meant', async () => {
    const { answer, answers } = await refused('lock --inn 8000', /no option “--inn”/)
    await app.slack.click('alice', answer, '--in')
    await eventually(async () => expect((await answers()).at(-1)?.text).toMatch(/Sprint review is locked/))
    await app.slack.command('alice', 'unlock')
    await app.slack.answer('alice', 'is unlocked')
  })

  it.each([
    ['nothing', ''],
    ['white space', ' \t\u00a0 '],
    ['control characters alone', '\u0000\u0001\u200b\u202e'],
  ])('%s is the bare command', async (_fault, text) => {
    const seen = (await app.slack.messages('alice')).length
    await app.slack.command('alice', text)
    await eventually(async () => {
      const fresh = (await app.slack.messages('alice')).slice(seen)
      expect(fresh).toMatchObject([{ is_ephemeral: true, text: expect.stringContaining('Conferences here') }])
    })
  })

  it('control characters among the letters are passed over', async () => {
    await app.slack.command('alice', 'sh\u0007ow \u202e10\u200b01\u0000')
    await app.slack.answer('alice', /Bob · 1001 · joined/)
  })
})

describe('unknown rooms', () => {
  it.each([
    ['show', '/confadmin room show 9999', /There is no room 9999\.\nWrite \/confadmin room list/],
    ['edit', '/confadmin room edit 9999 subject=Board', /There is no room 9999/],
    ['delete', '/confadmin room delete 9999', /There is no room 9999/],
    ['in:', 'lock in:9999', /No live conference is known as “9999”\.\nChoose one/],
  ])('%s', async (_fault, text, sentence) => {
    await refused(text, sentence)
  })

  it('edit, by its form', async () => {
    await app.slack.command('alice', '/confadmin room edit 9999')
    const form = await eventually(async () => {
      const open = await views()
      expect(JSON.stringify(open)).toContain('There is no room 9999.')
      return open[0]
    })
    await app.slack.post('slack/close', { user: 'alice', view: form?.id })
  })

  it('in: offers the conferences that there are', async () => {
    const { answer, answers } = await refused('lock in:9999', /No live conference/)
    await app.slack.click('alice', answer, 'Sprint retro (room 8001)')
    await eventually(async () => expect((await answers()).at(-1)?.text).toMatch(/Sprint retro is locked/))
  })
})

describe('ambiguous names', () => {
  it('of people, contacts among them: nobody is rung before one is chosen', async () => {
    const { answer, answers } = await refused('invite Anna', /“Anna” fits several people\.\nChoose one/)
    await app.slack.click('alice', answer, 'Anna Kurz')
    await eventually(async () =>
      expect((await answers()).at(-1)?.text).toMatch(/Anna Kurz · \+49 ···802 · is being rung/),
    )
  })

  it('of conferences', async () => {
    const { answer, answers } = await refused('lock in:Sprint', /Several conferences are meant by this\.\nChoose one/)
    await app.slack.click('alice', answer, 'Sprint review (room 8000)')
    await eventually(async () => expect((await answers()).at(-1)?.text).toMatch(/Sprint review is locked/))
    await app.slack.command('alice', 'unlock')
    await app.slack.answer('alice', 'Sprint review is unlocked')
  })

  it('of participants: nobody is muted before one is chosen', async () => {
    const asked = await refused('mute Anna', /“Anna” fits several people in the conference\.\nChoose one/, 'ops')
    await app.slack.click('alice', asked.answer, 'Anna Berg', {}, 'ops')
    await eventually(async () => expect((await asked.answers()).at(-1)?.text).toMatch(/Anna Berg is muted/))
    expect((await app.slack.card('Sprint retro', ['Anna Berg'], 'ops')).ts).toBe(retro.ts)
    await app.slack.card(
      'Sprint retro',
      [/Anna Berg.*muted by @alice/, /Anna Kurz · \+49 ···802 · joined(?!, muted)/],
      'ops',
    )
  })
})

describe('numbers that are none', () => {
  it.each([
    ['letters', 'invite +49abc', /“\+49abc” is no telephone number, contact or list\.\nGive the number/],
    ['letters among digits', 'invite 030-CALL-ME', /“030-CALL-ME” is no telephone number/],
    ['too short', 'invite +4930', /“\+4930” is no telephone number/],
    ['a country code alone', 'invite +49', /“\+49” is no telephone number/],
    ['too short for all but an extension', 'invite 12345', /12345 is not among the extensions/],
    ['too long', 'invite +49309018001234567890', /“\+49309018001234567890” is no telephone number/],
    ['signs alone', 'invite +-()', /Nobody here is known as|is no telephone number/],
    ['a contact that is saved with none', '/confadmin contact add Nobody 12ab', /12ab” is no telephone number/],
  ])('%s', async (_fault, text, sentence) => {
    await refused(text, sentence)
  })

  it('joined neighbours: both readings are offered, and nothing is dialled before one is chosen', async () => {
    const { answer, answers } = await refused(
      'invite 030 901 805',
      /“030 901 805” could be one number or several, so nothing was dialled/,
    )
    await app.slack.click('alice', answer, '030 901 805')
    await eventually(async () => expect((await answers()).at(-1)?.text).toMatch(/···805 · is being rung/))
  })

  it('full-width digits are digits', async () => {
    await app.slack.command('alice', 'invite １００４')
    await app.slack.answer('alice', /1004 · is being rung/)
  })
})

describe('PINs outside 3 to 6 digits', () => {
  const start = 'start "With a PIN" another:yes'
  const create = '/confadmin room create extension_number=8070 mode=AUDIO subject=Pin capacity=9'
  it.each([
    ['two', `${start} pin:27`, /pin: 3 to 6 digits are needed/, undefined],
    ['seven', `${start} pin:2718281`, /pin: 3 to 6 digits are needed/, '2718281'],
    ['letters', `${start} pin:27ab`, /pin: Give \d+ to \d+ digits/, '27ab'],
    ['with a space', `${start} pin:"271 828"`, /pin: Give \d+ to \d+ digits/, '271 828'],
    ['two, of a permanent room', `${create} room_pin=27`, /room_pin: 3 to 6 digits are needed/, undefined],
    ['seven, of a permanent room', `${create} room_pin=2718281`, /room_pin: 3 to 6 digits are needed/, '2718281'],
    ['letters, of a permanent room', `${create} admin_pin=27ab`, /admin_pin: 3 to 6 digits are needed/, '27ab'],
  ])('%s', async (_fault, text, sentence, secret) => {
    const { answer } = await refused(text, sentence)
    if (secret === undefined) return
    expect(JSON.stringify(answer)).not.toContain(secret)
    expect(app.log.text()).not.toContain(secret)
  })

  it('full-width digits are digits', async () => {
    await app.slack.command('alice', 'start "With a PIN" pin:２７１８２８ another:yes')
    await app.slack.card('With a PIN', ['with a PIN'])
    await app.slack.command('alice', 'pin in:"With a PIN"')
    await app.slack.answer('alice', /PIN 271828/)
    await app.slack.command('alice', `${create} room_pin=３１４１`)
    await app.slack.answer('alice', 'Room 8070: Pin')
    expect(await app.slack.post('pbx/portsip/call', { from: '1009', to: '8070', pin: '3141' })).toMatchObject({
      ok: true,
    })
    expect(app.log.text()).not.toMatch(/271828|3141/)
  })

  it('in a form: said at the field', async () => {
    await app.slack.command('alice', '/confadmin room create')
    const form = await eventually(async () => {
      const [view] = await views()
      if (!view) throw new Error('no form')
      return view
    })
    const room = { extension_number: '8071', mode: 'AUDIO', subject: 'By form', capacity: '9' }
    const submit = (pin: string) =>
      app.slack.post('slack/submit', {
        user: 'alice',
        view: form.id,
        values: Object.fromEntries(
          Object.entries({ ...room, room_pin: pin }).map(([field, value]) => [`fields.${field}`, value]),
        ),
      })
    const wrong = await submit('27ab')
    expect(wrong).toMatchObject({ ok: true, form: 'errors' })
    expect(JSON.stringify(wrong.errors ?? (await views()))).toContain('3 to 6 digits are needed')
    expect(await submit('３１４２')).toMatchObject({ ok: true, form: 'closed' })
    await app.slack.answer('alice', 'Room 8071: By form')
    expect(await app.slack.post('pbx/portsip/call', { from: '1008', to: '8071', pin: '3142' })).toMatchObject({
      ok: true,
    })
  })
})

it('of all that, nothing was louder in the log than a quiet line', () => {
  expect(app.log.lines.filter(({ level }) => level > 30)).toEqual([])
})
