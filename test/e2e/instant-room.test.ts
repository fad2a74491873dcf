/** A room for one call, through /sandbox/api: made, joined, looked after and gone on the two kinds of PBX that have it, refused elsewhere. */
import { afterEach, describe, expect, it } from 'vitest'
import { isDone } from '#core/contracts/conference-provider.ts'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createMeetingDriver } from '#test/support/meeting-driver.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import { eventually } from '#test/support/sandbox-client.ts'

const subject = 'Quick call'
const line = `start "${subject}" 1001 +4930901800 --instant`

describe.each(kindsThere)('on $id', ({ id, definition }) => {
  const isThere = isDone(definition.capabilities.instantRoom)
  let app: RunningApp
  const { ask } = createMeetingDriver(() => app, id)
  afterEach(() => app.stop())
  const room = () => app.pbx(id).room(subject)
  const card = (...texts: (string | RegExp)[]) => app.slack.card(subject, texts)

  if (isThere)
    it('it is there as long as its call', { timeout: 60_000 }, async () => {
      app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
      const before = (await app.pbx(id).rooms()).length
      await ask('alice', line, `${subject} is open`)
      await app.slack.advance(3)
      await card('2 people', 'for this call alone')
      expect((await room()).legs.map(({ number }) => number)).toEqual(['1001', '+4930901800'])
      await ask('alice', 'invite 1002', 'is being rung')
      await app.slack.advance(3)
      await card('3 people')
      await ask('alice', 'mute all', /muted/)
      await eventually(async () => expect((await room()).legs.every(({ muted }) => muted)).toBe(true))
      for (const leg of (await room()).legs) await app.pbx(id).post('hangup', { leg: leg.id })
      await eventually(async () => expect(await app.pbx(id).rooms()).toHaveLength(before))
      await app.slack.advance(11)
      await card('nobody in the room')
      await app.slack.advance(130)
      await card('Ended')
      expect(app.log.loud()).toEqual([])
    })

  if (!isThere)
    it('it is refused with the reason, and nothing is made', async () => {
      app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
      await ask('alice', line, `${definition.name} cannot do this: `)
      expect(await app.pbx(id).calls()).toEqual([])
    })
})
