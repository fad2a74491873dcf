/**
 * What goes wrong on each kind of PBX, through the whole app: whatever a request meets, the person is told in words what to do next,
 * nothing is claimed that the PBX does not show, and nothing that may have been done is done twice.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isDone } from '#core/contracts/conference-provider.ts'
import { expectQuiet, type Faulty, sentence, startFaulty } from './pbx-faults.ts'
import type { KindThere } from './pbx-kinds.ts'
import { eventually, type SlackMessage } from './sandbox-client.ts'

/** What a request meets; of the last ones nobody knows whether it was carried out. */
const refusals = ['403', '409', '422', '429']
const lost = ['5xx', 'html', 'hang', 'hang-after', 'reset-before', 'reset-after', 'truncated']
const subject = 'Sprint review'

/** Each request of one kind of PBX, each in every way: a file of its own for each kind, since most of the time goes by in waiting. */
export function describeFaults(there: KindThere): void {
  const { id, kind, definition } = there
  const can = (capability: keyof typeof definition.capabilities) => isDone(definition.capabilities[capability])
  let faulty: Faulty
  let extension = 1010
  /** In steps, so that what is due in between runs on time. */
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 10) await faulty.slack.advance(10)
  }
  /** A number that answers, new each time. */
  const someone = () => String(extension++)
  /** What is answered to what somebody does, newly, with this in it. */
  const answerTo = async (act: () => Promise<unknown>, text: RegExp | string, channel = 'general') => {
    const told = async () => (await faulty.slack.messages('alice', channel)).filter((one) => one.is_ephemeral)
    const keyOf = (one: SlackMessage) => `${one.ts} ${one.text}`
    const before = new Set((await told()).map(keyOf))
    await act()
    return eventually(async () => {
      const fresh = (await told()).filter((one) => !before.has(keyOf(one)))
      const found = fresh.findLast((one) => new RegExp(text).test(one.text))
      if (!found)
        throw new Error(`nothing is answered with ${text}, but: ${fresh.map((one) => one.text).join(' --- ')}`)
      return found
    })
  }
  const ask = (command: string, text: RegExp | string, channel = 'general') =>
    answerTo(() => faulty.slack.command('alice', command, channel), text, channel)
  const press = (message: SlackMessage, button: string, text: RegExp | string, channel = 'general') =>
    answerTo(() => faulty.slack.click('alice', message, button, {}, channel), text, channel)

  beforeAll(async () => {
    faulty = await startFaulty(there, {
      PBX_ROOMS: '8000-8029',
      PBX_CAPS_PER_PERSON_HOUR: '500',
      PBX_CAPS_PER_CONFERENCE: '500',
      PBX_CAPS_PER_DAY: '500',
      PBX_CAPS_AT_ONCE: '500',
    })
    await faulty.begin(subject, '1001', '1002')
  })
  beforeEach(async () => {
    await faulty.mend()
    // Past what a PBX that was silent is spared.
    await pass(61)
  })
  afterAll(async () => {
    expectQuiet(faulty)
    await faulty.stop()
  })

  describe.each([...refusals, ...lost])('%s', (fault) => {
    const isDoneAllTheSame = /after|truncated/.test(fault)

    it('to an invitation: nobody is rung twice, and who is not coming is not said to be', async () => {
      const number = someone()
      await faulty.spoil('invite', fault)
      const isRefused = refusals.includes(fault)
      const { text } = await ask(`invite ${number}`, new RegExp(`${number} · `))
      expect(await faulty.calls(number)).toBeLessThanOrEqual(1)
      if (isRefused) expect(text).toContain('could not be rung')
      else if (id !== 'kazoo') expect(text).toContain('did not confirm the call; it may be ringing')
      if (!isRefused) await ask(`invite ${number}`, 'in the room or ringing already')
      expect(await faulty.calls(number)).toBe(isDoneAllTheSame ? 1 : 0)
      await pass(80)
      await eventually(() => faulty.claimsNothing(subject))
      expect(await faulty.calls(number)).toBe(isDoneAllTheSame ? 1 : 0)
    })

    if (can('mute'))
      it('to a mute: nobody is shown muted who is not', async () => {
        await faulty.spoil('mute', fault)
        await ask('mute 1001', isDoneAllTheSame && kind.showsMutes ? /is muted/ : sentence)
        expect((await faulty.leg(subject, '1001')).muted).toBe(isDoneAllTheSame)
        await faulty.slack.advance(11)
        await eventually(() => faulty.claimsNothing(subject))
        await faulty.mend()
        await ask('mute 1001', 'is muted')
        expect((await faulty.leg(subject, '1001')).muted).toBe(true)
        await ask('unmute 1001', 'is unmuted')
        expect((await faulty.leg(subject, '1001')).muted).toBe(false)
      })

    if (can('kick'))
      it('to a kick: who is there stays on the card', async () => {
        const number = someone()
        await ask(`invite ${number}`, new RegExp(`${number} · `))
        await faulty.slack.advance(3)
        await faulty.slack.card(subject, [new RegExp(`${number} · joined`)])
        const question = await ask(`kick ${number}`, 'Remove ')
        await faulty.spoil('kick', fault)
        await press(question, 'Remove', isDoneAllTheSame ? /taken out of the call/ : sentence)
        const isThere = (await faulty.room(subject)).legs.some((leg) => leg.number === number)
        expect(isThere).toBe(!isDoneAllTheSame)
        await faulty.slack.advance(11)
        await eventually(() => faulty.claimsNothing(subject))
        if (isThere) await faulty.slack.card(subject, [new RegExp(`${number} · joined`)])
      })

    if (can('listRecordings'))
      it('to a list of recordings: said, and listed when asked again', async () => {
        await faulty.spoil('recordings', fault, { times: 3 })
        await ask('record list', sentence)
        await faulty.mend()
        await pass(61)
        await ask('record list', 'Recordings of')
      })

    it('to whatever is asked: a start says so, rings nobody, and goes on when it is tried again', async () => {
      const number = someone()
      await faulty.spoil('all', fault, { times: 40 })
      const answer = await ask(`start "Second" ${number}`, sentence, 'ops')
      expect(await faulty.calls(number)).toBe(0)
      await faulty.mend()
      await pass(61)
      // What the PBX refused as wrong is not simply asked again.
      if (JSON.stringify(answer.blocks).includes('Try again"'))
        await press(answer, 'Try again', 'Second is open', 'ops')
      else await ask(`start "Second" ${number}`, 'Second is open', 'ops')
      const card = await faulty.slack.card('Second\nLive, started', [], 'ops')
      await eventually(async () => expect(await faulty.calls(number)).toBe(1))
      // Whoever still rings would be put out later.
      await faulty.slack.advance(3)
      if (can('end')) await faulty.slack.click('alice', card, 'End', {}, 'ops')
      else {
        const refusal = await ask('end', 'cannot do this', 'ops')
        const question = await press(refusal, 'End it here anyway', 'End Second here?', 'ops')
        await faulty.slack.click('alice', question, 'End it here', {}, 'ops')
      }
      await eventually(async () => {
        const shown = (await faulty.slack.messages('alice', 'ops')).find(({ ts }) => ts === card.ts)
        expect(shown?.text).toContain('Second\nEnded')
      })
    })
  })
}
