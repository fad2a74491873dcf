/** The people on the telephone do what they are said to do, and Asterisk sees it: else what is tested with them would prove nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { channels, inConference, manage, ring } from '#test/support/asterisk/conference-witness.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'

describeOnAsterisk('people on the telephone', { timeout: 30_000 }, (running) => {
  let asterisk: Asterisk
  let callers: Callers
  beforeAll(async () => {
    asterisk = running()
    callers = await createCallers(asterisk, {
      '1001': 'busy',
      '1002': 'rejects',
      '1003': { rings: null },
      '+4930901804': { answers: null },
    })
  })
  afterAll(() => callers?.close())

  const room = '8001'
  const stateOf = async (id: string) => (await channels(asterisk)).find(({ uniqueId }) => uniqueId === id)?.state

  test.each(['1001', '1002', '1009'])('%s takes no call', async (number) => {
    await ring(asterisk, { number, room, id: `refused-${number}` })
    await expect.poll(() => callers.calls(number)).toEqual(['over'])
    await expect.poll(() => stateOf(`refused-${number}`)).toBeUndefined()
    expect(await inConference(asterisk, room)).toEqual([])
  })

  test('who rings is picked up, declines, or is given up', async () => {
    for (const [id, end, calls] of [
      ['taken', () => callers.pickUp('1003'), ['answered']],
      ['declined', () => callers.decline('1003'), ['answered', 'over']],
      ['given-up', hangUpRinging, ['answered', 'over', 'over']],
    ] as const) {
      await ring(asterisk, { number: '1003', room, id })
      await expect.poll(() => stateOf(id)).toBe('Ringing')
      expect(callers.calls('1003').at(-1)).toBe('rung')
      await end()
      await expect.poll(() => callers.calls('1003')).toEqual(calls)
      await expect.poll(() => stateOf(id)).toBe(id === 'taken' ? 'Up' : undefined)
    }
    await callers.hangUp('1003')
    await expect.poll(() => stateOf('taken')).toBeUndefined()
  })

  async function hangUpRinging(): Promise<void> {
    const ringing = (await channels(asterisk)).find(({ state }) => state === 'Ringing')
    await manage(asterisk, { Action: 'Hangup', Channel: ringing?.name ?? '' })
  }

  test('who answers is put out, and may be rung again', async () => {
    for (const id of ['first', 'second']) {
      await ring(asterisk, { number: '+4930901804', room, id })
      await expect.poll(() => inConference(asterisk, room)).toHaveLength(1)
      await manage(asterisk, { Action: 'ConfbridgeKick', Conference: room, Channel: 'all' })
      await expect.poll(() => inConference(asterisk, room)).toEqual([])
    }
    await expect.poll(() => callers.calls('+4930901804')).toEqual(['over', 'over'])
  })

  test('who dials a number that does not exist is told so', async () => {
    const telephone = await callers.dial('9999')
    await expect.poll(() => telephone.state()).toBe('ended')
    expect(telephone.reason()).toMatch(/404/)
  })
})
