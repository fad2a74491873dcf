/** Two channels of which the name of one begins with that of the other: which of them is muted, and put out. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { AsteriskSettings } from '#providers/asterisk/config.ts'
import { createAsterisk } from '#providers/asterisk/provider.ts'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { inConference, manage, people, ring } from '#test/support/asterisk/conference-witness.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'

const room = '8001'
const [longer, shorter, other] = ['PJSIP/outside-00000001-00000000', 'PJSIP/outside-00000001', 'PJSIP/outside-00000002']

// They have these names because they are the first calls of this Asterisk.
describeOnAsterisk('names of channels', { timeout: 30_000 }, (running) => {
  let asterisk: Asterisk
  let callers: Callers
  let provider: ReturnType<typeof createAsterisk>
  beforeAll(async () => {
    asterisk = running()
    callers = await createCallers(asterisk, { '1001': { answers: null } })
    const { ami } = asterisk
    const settings = { url: `tcp://${ami.host}:${ami.port}`, amiSecret: ami.secret, entrySecret: 'of-no-use-in-here' }
    provider = createAsterisk(AsteriskSettings.parse(settings), {
      name: 'asterisk',
      clock: createSystemClock(),
      logger: createSilentLogger(),
    })
    const legs = [{ id: 'longer', endpoint: 'outside-00000001' }, { id: 'shorter' }, { id: 'other' }]
    for (const [index, leg] of legs.entries()) {
      await ring(asterisk, { number: '1001', room, ...leg })
      await vi.waitFor(async () => expect(await inConference(asterisk, room)).toHaveLength(index + 1), 10_000)
    }
  })
  afterAll(async () => {
    await provider?.close()
    await callers?.close()
  })

  const muted = async () => (await people(asterisk, room)).flatMap((person) => (person.muted ? person.name : []))

  test('Asterisk mutes the first one whose name begins so, though it is told a whole name', async () => {
    expect(await inConference(asterisk, room)).toEqual([longer, shorter, other])
    await manage(asterisk, { Action: 'ConfbridgeMute', Conference: room, Channel: shorter })
    expect(await muted()).toEqual([longer])
    await manage(asterisk, { Action: 'ConfbridgeUnmute', Conference: room, Channel: shorter })
    expect(await muted()).toEqual([])
  })

  test('the adapter mutes whom it is told or nobody', async () => {
    await expect(provider.muteParticipant(room, 'shorter')).rejects.toMatchObject({ code: 'provider.conflict' })
    expect(await muted()).toEqual([])
    await provider.muteParticipant(room, 'longer')
    expect(await muted()).toEqual([longer])
    await provider.unmuteParticipant(room, 'longer')
    await provider.muteParticipant(room, 'other')
    expect(await muted()).toEqual([other])
  })

  test('the adapter puts out whom it is told, and the other one can be muted then', async () => {
    await provider.kickParticipant(room, 'longer')
    await expect.poll(() => people(asterisk, room).then((all) => all.map(({ name }) => name))).toEqual([shorter, other])
    await provider.muteParticipant(room, 'shorter')
    expect(await muted()).toEqual([shorter, other])
  })
})
