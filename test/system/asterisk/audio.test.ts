/** Audio as the witness: three people, each with a tone of its own, and what the recording of their conference holds of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { channels, inConference, manage, record, ring } from '#test/support/asterisk/conference-witness.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { courseOf, tonesIn } from '#test/support/asterisk/tones.ts'

const tones = { '1001': 450, '1002': 800, '1003': 1350 } as const
const recording = 'recording-of-tones'
const everybody = Object.values(tones).join('+')

describeOnAsterisk('tones of callers', { timeout: 60_000 }, (running) => {
  let asterisk: Asterisk
  let callers: Callers
  beforeAll(async () => {
    asterisk = running()
    callers = await createCallers(asterisk, {
      '1001': { answers: tones['1001'] },
      '1002': { answers: tones['1002'] },
      '1003': { answers: tones['1003'] },
    })
  })
  afterAll(() => callers?.close())

  const nameOf = async (id: string) => (await channels(asterisk)).find(({ uniqueId }) => uniqueId === id)?.name ?? ''
  const hear = () => tonesIn(readFileSync(join(asterisk.spool, 'recording', `${recording}.wav`)), Object.values(tones))
  /** Until the recording has held these, and nothing else, for its last second. Asterisk writes it now and then. */
  const hearFromNowOn = (heard: string) =>
    expect
      .poll(() => courseOf(hear()).at(-1), { timeout: 15_000 })
      .toSatisfy((last) => last !== undefined && last[0] === heard && last[1] >= 5, `${heard} for a second`)
  const setMute = (action: 'Mute' | 'Unmute', room: string, channel: string) =>
    manage(asterisk, { Action: `Confbridge${action}`, Conference: room, Channel: channel })

  test('the recording holds all three; who is muted is gone from it and nobody else, and is back after', async () => {
    for (const number of Object.keys(tones)) await ring(asterisk, { number, room: '8001', id: `audio-${number}` })
    await expect.poll(() => inConference(asterisk, '8001')).toHaveLength(3)
    await record(asterisk, '8001', recording)
    await expect.poll(() => inConference(asterisk, '8001')).toHaveLength(4)
    await hearFromNowOn(everybody)

    await setMute('Mute', '8001', await nameOf('audio-1002'))
    await hearFromNowOn(`${tones['1001']}+${tones['1003']}`)
    await setMute('Unmute', '8001', await nameOf('audio-1002'))
    await hearFromNowOn(everybody)

    // Whoever hangs up is gone; whoever is put out, too, and the channel with that person.
    await callers.hangUp('1003')
    await hearFromNowOn(`${tones['1001']}+${tones['1002']}`)
    await manage(asterisk, { Action: 'ConfbridgeKick', Conference: '8001', Channel: await nameOf('audio-1001') })
    await hearFromNowOn(`${tones['1002']}`)
    await expect.poll(() => nameOf('audio-1001')).toBe('')
    await callers.hangUp('1002')
    await expect.poll(() => channels(asterisk)).toEqual([])
    const levels = hear().map(({ levels }) => levels)
    expect(Math.max(...levels.map((level) => level[tones['1001']] ?? 0))).toBeGreaterThan(0.2)
  })
})
