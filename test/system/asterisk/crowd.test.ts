/**
 * Ten conferences at once, fifty people in one of them, and people who come, leave, are muted and put out at random: by themselves, by
 * confbot, and by Asterisk's command line behind confbot's back. After each change confbot shows who Asterisk says is there, and
 * nobody else. CROWD_SEED repeats a run, CROWD_STEPS is how many changes there are.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningApp } from '#test/support/app.ts'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { startAppOn } from '#test/support/asterisk/confbot.ts'
import { attendees, counted, listed, shown } from '#test/support/asterisk/crowd.ts'
import { createDiallers, type Dialled, type Diallers, withPin } from '#test/support/asterisk/diallers.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { createMeetingDriver, labelOf } from '#test/support/meeting-driver.ts'
import type { SlackMessage } from '#test/support/sandbox-client.ts'
import { createRandom } from '#test/support/walk/random.ts'

const given = (name: string) => Number(process.env[name]) || undefined
const seed = given('CROWD_SEED') ?? Math.floor(Math.random() * 2 ** 31)
const steps = given('CROWD_STEPS') ?? 200

const pin = '482915'
interface Guest {
  readonly number: string
  readonly isRung: boolean
  /** Of who dialled in: the last call. */
  call: Dialled | null
  isThere: boolean
  isMuted: boolean
}
interface Conference {
  readonly subject: string
  readonly guests: readonly Guest[]
  room: string
}

/** Rows of people on a card; the others are on the pages of all. */
const mostRows = 30

function conferences(): readonly Conference[] {
  let [rung, dialled] = [1001, 1201]
  const guests = (isRung: boolean, count: number): Guest[] =>
    Array.from({ length: count }, () => ({
      number: String(isRung ? rung++ : dialled++),
      isRung,
      call: null,
      isThere: false,
      isMuted: false,
    }))
  return Array.from({ length: 10 }, (_, index) => ({
    subject: `Crowd ${index}`,
    guests: index === 0 ? [...guests(true, 20), ...guests(false, 30)] : guests(false, 3),
    room: '',
  }))
}

const present = ({ guests }: Conference) => guests.filter(({ isThere }) => isThere)
/** As it is meant to be. */
const meant = (conference: Conference) =>
  present(conference)
    .map(({ number, isMuted }) => (isMuted ? `${number} muted` : number))
    .toSorted()

describeOnAsterisk('a crowd', { timeout: 300_000, asterisk: { phones: 60, dialplan: withPin } }, (running) => {
  const all = conferences()
  let asterisk: Asterisk
  let app: RunningApp
  let callers: Callers
  let diallers: Diallers
  beforeAll(async () => {
    asterisk = running()
    const rung = all.flatMap(({ guests }) => guests.filter(({ isRung }) => isRung))
    callers = await createCallers(asterisk, Object.fromEntries(rung.map(({ number }) => [number, { answers: null }])))
    diallers = await createDiallers(asterisk)
    app = await startAppOn(asterisk, {
      PBX_EXTENSIONS: '1001-1060',
      PBX_CAPS_PER_PERSON_HOUR: '1000',
      PBX_CAPS_PER_DAY: '1000',
    })
  }, 60_000)
  afterAll(async () => {
    await diallers?.close()
    await callers?.close()
    await app?.stop()
  })

  const { ask: type, press } = createMeetingDriver(() => app)
  const card = async ({ subject }: Conference): Promise<SlackMessage> => {
    // Whoever is answered nothing has the fewest messages to read.
    const found = (await app.slack.messages('bob')).findLast(({ text }) => text.startsWith(`${subject}\n`))
    if (!found) throw new Error(`there is no card of ${subject}`)
    return found
  }
  /** One person may ask once a second; a second is also how close two readings of a room are. */
  const ask = async (user: string, text: string) => {
    expect(await app.slack.command(user, text)).toMatchObject({ ok: true })
  }
  const kick = async (number: string, room: string) => {
    const question = await type('alice', `kick ${number} in:${room}`, 'Remove')
    await app.slack.click('alice', question, 'Remove')
  }
  const dial = (conference: Conference, guest: Guest) => {
    guest.call = diallers.dial(`${conference.room}*${pin}`, guest.number)
  }

  /** All pages, in one private message in which they turn. */
  const readPages = async (conference: Conference): Promise<string[]> => {
    // For whom a person may ask again.
    await app.slack.advance(3)
    const live = await card(conference)
    const title = (page: number) => `${conference.subject}, page ${page} of`
    let turned = await press('carol', live, labelOf(live, 'All '), title(1))
    const rows = shown(turned)
    const count = Number(/page 1 of (\d+)/.exec(turned.text)?.[1])
    for (let page = 2; page <= count; page++) {
      turned = await press('carol', turned, labelOf(turned, 'Next'), title(page))
      rows.push(...shown(turned))
    }
    return rows.toSorted()
  }

  /** Until Asterisk has it so, and confbot shows it. */
  const settled = async (conference: Conference, what: string) => {
    const people = meant(conference)
    const message = `seed ${seed}, ${what} in ${conference.subject}`
    const look = async () => {
      const [there, seen] = await Promise.all([attendees(asterisk, conference.room), card(conference)])
      const rows = shown(seen)
      const isWhole = rows.length === counted(seen)
      return {
        asterisk: listed(there),
        count: counted(seen),
        rows: isWhole ? rows : rows.filter((row) => people.includes(row)).length,
      }
    }
    const isWhole = people.length <= mostRows
    await expect
      .poll(look, { message, interval: 30 })
      .toEqual({ asterisk: people, count: people.length, rows: isWhole ? people : mostRows })
    if (isWhole) return
    // Of whoever is beyond its rows the card does not tell when it is up to date.
    await expect.poll(() => readPages(conference), { message, interval: 100 }).toEqual(people)
  }

  it(`is shown as it is after each of ${steps} changes`, async () => {
    process.stdout.write(`crowd: ${steps} changes, seed ${seed}\n`)
    const random = createRandom(seed)
    for (const conference of all) {
      const rung = conference.guests.filter(({ isRung }) => isRung).map(({ number }) => number)
      await app.slack.advance(3)
      await type('alice', `start "${conference.subject}" ${rung.join(' ')} pin:${pin} --another`, conference.subject)
      const { text } = await app.slack.card(conference.subject, [/Room \d+ on/])
      conference.room = /Room (\d+) on/.exec(text)?.[1] ?? ''
      for (const guest of conference.guests) {
        if (!guest.isRung) dial(conference, guest)
        guest.isThere = true
      }
    }
    for (const conference of all) await settled(conference, 'the beginning')

    for (let step = 1; step <= steps; step++) {
      const conference = random.chance(0.5) ? (all[0] as Conference) : random.pick(all as [Conference])
      await app.slack.advance(4)
      const what = await change(conference)
      await settled(conference, `step ${step}: ${what}`)
    }
    // Nobody changed where nothing was done.
    for (const conference of all) await settled(conference, 'the end')

    async function change(where: Conference): Promise<string> {
      const { room, guests } = where
      const there = present(where)
      const absent = guests.filter(({ isThere }) => !isThere)
      const guest = random.pickAny(there)
      // Whom it rings is told by voice where they go, which takes two seconds each time.
      const dialling = absent.filter(({ isRung }) => !isRung)
      const comes = random.pickAny(random.chance(0.9) && dialling.length > 0 ? dialling : absent)
      if (comes && (there.length < 2 || random.chance(absent.length / guests.length + 0.15))) {
        comes.isThere = true
        comes.isMuted = false
        if (comes.isRung) await ask('alice', `invite ${comes.number} in:${room}`)
        else dial(where, comes)
        return `${comes.number} comes`
      }
      if (!guest) throw new Error('nobody is there')
      const { number, isMuted } = guest
      const { channel = '' } = (await attendees(asterisk, room)).find((one) => one.number === number) ?? {}
      const goes = () => {
        guest.isThere = false
      }
      const turns = () => {
        guest.isMuted = !isMuted
      }
      const muting = isMuted ? 'unmute' : 'mute'
      const [words, act] = random.weighted<readonly [string, () => Promise<unknown>]>([
        [4, [`alice types ${muting} ${number}`, () => ask('alice', `${muting} ${number} in:${room}`).then(turns)]],
        [
          1,
          [
            `the console does ${muting} ${number}`,
            () => asterisk.cli(`confbridge ${muting} ${room} ${channel}`).then(turns),
          ],
        ],
        [2, [`${number} hangs up`, () => (guest.call ? guest.call.hangUp() : callers.hangUp(number)).then(goes)]],
        [1, [`alice types kick ${number}`, () => kick(number, room).then(goes)]],
        [0.5, [`the console does kick ${number}`, () => asterisk.cli(`confbridge kick ${room} ${channel}`).then(goes)]],
        [0.5, [`the console hangs ${number} up`, () => asterisk.cli(`channel request hangup ${channel}`).then(goes)]],
      ])
      await act()
      return words
    }
  })
})
