import { setImmediate as fired } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createTalkingPace } from '#announcer/talking-pace.ts'
import { type Conference, endConference } from '#core/conference.ts'
import { applyReading } from '#core/roster.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { anna, leg, opened, reading, startAt } from '#test/support/roster.ts'

/** `talking`: who does, of two. */
const heard = (before: Conference, ...talking: string[]) =>
  applyReading(before, reading(['a', 'b'].map((id) => leg(id, { talking: talking.includes(id) }))), startAt + 1)

function pace() {
  const clock = createHandClock()
  const shown: string[] = []
  const talkers = ({ participants }: Conference) => participants.flatMap(({ legId, talking }) => (talking ? legId : []))
  const { changed, forget, stop } = createTalkingPace(clock, (one) => {
    shown.push(`${one.participants.length} there, ${one.locked ? 'locked, ' : ''}${one.state}: ${talkers(one)}`)
  })
  let before: Conference | undefined
  const change = (conference: Conference) => {
    changed(before, conference)
    before = conference
    return conference
  }
  const pass = async (ms: number) => {
    clock.advance(ms)
    await fired()
  }
  return { pass, shown, change, forget, stop }
}

it('who talks is shown now and then, as it is by then', async () => {
  const { pass, shown, change } = pace()
  let conference = change(heard(opened))
  for (let second = 0; second < 4; second += 1) {
    conference = change(heard(conference, second % 2 === 0 ? 'a' : 'b'))
    await pass(1_000)
  }
  expect(shown).toEqual(['2 there, live: '])
  await pass(1_000)
  expect(shown.slice(1)).toEqual(['2 there, live: b'])
  await pass(60_000)
  expect(shown).toHaveLength(2)
  change(heard(conference, 'a', 'b'))
  expect(shown.slice(2)).toEqual(['2 there, live: a,b'])
})

it('whatever else changes is shown at once, with who talks, and not once more', async () => {
  const { pass, shown, change } = pace()
  const talking = change(heard(change(heard(opened)), 'a'))
  change({ ...talking, locked: true })
  expect(shown.slice(1)).toEqual(['2 there, locked, live: a'])
  await pass(60_000)
  expect(shown).toHaveLength(2)
})

it('nothing is shown late of what has ended, was let go of, or when the process ends', async () => {
  const { pass, shown, change, forget, stop } = pace()
  const late = async (silence: () => void) => {
    const silent = change(heard(opened))
    change(heard(silent, 'a'))
    silence()
    const before = shown.length
    await pass(60_000)
    return shown.length - before
  }
  const ended = endConference(opened, { reason: 'command', by: anna, at: startAt + 2, recordingCount: 0 })
  expect(await late(() => {})).toBe(1)
  expect(await late(() => change(ended))).toBe(0)
  expect(await late(() => forget(opened.id))).toBe(0)
  expect(await late(stop)).toBe(0)
})
