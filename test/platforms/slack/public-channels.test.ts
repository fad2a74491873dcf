import { describe, expect, it } from 'vitest'
import { createPublicChannels } from '#platforms/slack/public-channels.ts'
import { placeOf } from '#platforms/slack/requests.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { startStubSlack } from './stub-slack.ts'

async function prepare() {
  const slack = await startStubSlack()
  const clock = createHandClock()
  return { slack, clock, channels: createPublicChannels(slack.clients, clock) }
}
const directs = { isOurs: () => false, channelOf: (userId: string) => userId }
const named = (channelId: string, channelName: string) =>
  placeOf({ workspaceId: 'T1', channelId, channelName }, directs)

describe('which channels everybody can read', () => {
  it.each([
    ['a public one', { is_channel: true, is_private: false }, true],
    ['a private one', { is_channel: true, is_private: true }, false],
    ['a conversation of a few', { is_channel: false, is_mpim: true, is_private: false }, false],
  ])('is asked of Slack, once for a while: %s', async (_what, channel, isPublic) => {
    const { slack, clock, channels } = await prepare()
    slack.answer('conversations.info', { ok: true, channel })
    expect(channels.isPublic('C1')).toBe(false)
    expect(await channels.ask('C1')).toBe(isPublic)
    expect(await channels.ask('C1')).toBe(isPublic)
    expect(channels.isPublic('C1')).toBe(isPublic)
    expect(slack.callsOf('conversations.info')).toEqual([{ channel: 'C1' }])
    clock.advance(61 * 60_000)
    expect(channels.isPublic('C1')).toBe(false)
    await channels.ask('C1')
    expect(slack.callsOf('conversations.info')).toHaveLength(2)
  })

  it('counts as private where the token may not ask, and is not asked again at once', async () => {
    const { slack, channels } = await prepare()
    slack.answer('conversations.info', { ok: false, error: 'missing_scope' })
    expect(await channels.ask('C1')).toBe(false)
    expect(await channels.ask('C1')).toBe(false)
    expect(slack.callsOf('conversations.info')).toHaveLength(1)
  })

  it('counts as private while Slack does not answer, and is asked again', async () => {
    const { slack, clock, channels } = await prepare()
    slack.answer('conversations.info', 'reset', 'never', { ok: true, channel: { is_channel: true, is_private: false } })
    expect(await channels.ask('C1')).toBe(false)
    const hanging = channels.ask('C1')
    clock.advance(2_000)
    expect(await hanging).toBe(false)
    expect(await channels.ask('C1')).toBe(true)
  })

  it('is learnt from what names the channel', async () => {
    const { slack, channels } = await prepare()
    channels.learn(named('C1', 'general'))
    channels.learn(named('C2', 'privategroup'))
    channels.learn(named('D1', 'directmessage'))
    expect(['C1', 'C2', 'D1'].map(channels.isPublic)).toEqual([true, false, false])
    expect(await channels.ask('C1')).toBe(true)
    expect(slack.calls).toEqual([])
    channels.learn(named('C1', 'privategroup'))
    expect(channels.isPublic('C1')).toBe(false)
  })
})
