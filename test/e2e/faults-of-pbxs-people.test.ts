/**
 * People and words that a PBX cannot tell apart or does not take: two telephones with one number, numbers that are withheld, subjects
 * and fields with whatever can be typed. Nobody is muted or put out in another's place, and nothing wrong is sent.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isDone } from '#core/contracts/conference-provider.ts'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createMeetingDriver, minuteMs, typed } from '#test/support/meeting-driver.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import { eventually } from '#test/support/sandbox-client.ts'

const subject = 'Sprint review'

describe.each(kindsThere)('on $id', ({ id, kind, definition }) => {
  const can = (capability: keyof typeof definition.capabilities) => isDone(definition.capabilities[capability])
  let app: RunningApp
  const driver = createMeetingDriver(() => app, id)
  const { ask } = driver
  beforeEach(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
  })
  afterEach(async () => {
    expect(app.log.loud()).toEqual([])
    await app.stop()
  })
  const room = () => app.pbx().room(subject)
  const begin = async (...who: string[]) => {
    await ask('alice', `start "${subject}" ${who.join(' ')}`, `${subject} is open`)
    await app.slack.advance(3)
    await eventually(async () => expect((await room()).legs).toHaveLength(who.length))
    return /PIN (\d+)/.exec((await ask('alice', 'pin', /PIN \d+/)).text)?.[1]
  }
  const call = async (from: string, pin?: string) => {
    const placed = await app.pbx().post('call', { from, to: (await room()).number, pin })
    expect(placed).toMatchObject({ ok: true })
    return String(placed.leg)
  }
  const legs = async () => new Map((await room()).legs.map((leg) => [leg.id, leg]))
  const card = (...texts: (string | RegExp)[]) => app.slack.card(subject, ['Chair: ', ...texts])

  if (kind.showsRoster)
    describe('two with one number, and one with none', () => {
      let pin: string | undefined
      let twins: string[]
      let unknown: string
      const gather = async () => {
        pin = await begin('1001')
        twins = [await call('1005', pin), await call('1005', pin)]
        unknown = await call('anonymous', pin)
        await app.slack.advance(11)
        await card('4 people')
      }

      if (can('mute'))
        it('one is muted: that one or nobody', async () => {
          await gather()
          await ask('alice', 'mute p2', /muted|tells participants apart by their numbers/)
          const now = await legs()
          const muted = [...twins, unknown].filter((leg) => now.get(leg)?.muted)
          expect(muted.length).toBe(id === 'yeastar-s' ? 0 : 1)
          expect([...now.values()].find(({ number }) => number === '1001')?.muted).toBe(false)
        })

      if (can('kick'))
        it('one is put out: that one or nobody', async () => {
          await gather()
          const question = await ask('alice', 'kick p3', 'Remove')
          await driver.press('alice', question, 'Remove', /taken out|tells participants apart by their numbers/)
          expect((await legs()).size).toBe(id === 'yeastar-s' ? 4 : 3)
        })

      if (can('mute'))
        it('others are muted: all whom the PBX can tell apart', async () => {
          await gather()
          await call('1006', pin)
          await app.slack.advance(11)
          await card('5 people')
          await ask('alice', 'mute others', /muted/)
          const now = [...(await legs()).values()]
          const muted = (number: string | null) => now.filter((leg) => leg.number === number && leg.muted).length
          expect([muted('1001'), muted('1006')]).toEqual([1, 1])
          if (id !== 'yeastar-s') expect(now.every((leg) => leg.muted)).toBe(true)
        })

      if (can('muteAll'))
        it('all are muted: everybody', async () => {
          await gather()
          await ask('alice', 'mute all', /muted/)
          expect([...(await legs()).values()].every((leg) => leg.muted)).toBe(true)
        })

      if (can('kick'))
        it('who comes late to a room that is locked does not shield others who do', async () => {
          await gather()
          await ask('alice', 'lock', /locked/)
          if (definition.capabilities.lock.support === 'yes') return
          const late = [await call('anonymous', pin), await call('1005', pin), await call('1007', pin)]
          await eventually(async () => {
            await app.slack.advance(11)
            const now = await legs()
            expect(late.filter((leg) => now.has(leg))).toHaveLength(id === 'yeastar-s' ? 2 : 0)
            expect([...now.values()].map(({ number }) => number)).not.toContain('1007')
          })
          const now = await legs()
          for (const leg of [...twins, unknown]) expect(now.has(leg)).toBe(true)
        })

      if (can('end'))
        it('everybody is out at the end', async () => {
          await gather()
          await app.slack.click('alice', await card(), 'End')
          await app.slack.card(subject, ['Ended'])
          expect((await app.pbx().rooms()).flatMap((one) => one.legs)).toEqual([])
        })
    })

  if (kind.showsRoster && can('mute'))
    it('a meeting that mutes on entry does not mute again whom somebody let speak', { timeout: 60_000 }, async () => {
      const startAt = Math.ceil((await driver.now()) / minuteMs) * minuteMs + 10 * minuteMs
      await driver.schedule('alice', `${subject} ${typed(startAt)} zone:UTC for:30m 1001 --mute`, subject)
      await driver.until(startAt + 1000)
      await app.slack.card(`${subject}\nLive, started`)
      await app.slack.advance(3)
      await eventually(async () => {
        await app.slack.advance(3)
        expect((await room()).legs).toMatchObject([{ number: '1001', muted: true }])
      })
      const pin = /PIN (\d+)/.exec((await ask('alice', `pin in:"${subject}"`, /PIN \d+/)).text)?.[1]
      await call('1005', pin)
      await call('anonymous', pin)
      await eventually(async () => {
        await app.slack.advance(3)
        expect((await room()).legs.find(({ number }) => number === '1005')?.muted).toBe(true)
      })
      await ask('alice', `unmute 1005 in:"${subject}"`, /unmuted/)
      for (let passed = 0; passed < 60; passed += 5) await app.slack.advance(5)
      expect((await room()).legs.find(({ number }) => number === '1005')?.muted).toBe(false)
    })

  it.each([
    ['what HTML and shells know', "A & B <c> 'd' `e` | $f ] \\ g"],
    ['letters of the world and pictures', 'Wöchentlich: 週次レビュー 🎉 اجتماع'],
    ['the longest subject', 'x'.repeat(64)],
    ['nothing that a PBX takes', '<>&'],
    ['a number and a word', '8001 weekly'],
  ])('a subject of %s opens a conference, and is on the card as it was typed', async (_what, words) => {
    await app.slack.command('alice', `start "${words.replaceAll('\\', '\\\\')}" 1001`)
    await app.slack.answer('alice', /is open/)
    await app.slack.advance(3)
    const shown = (await app.slack.messages('alice')).find((one) => one.text.includes('Live, started'))
    // As Slack writes what would be markup.
    const typed = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    expect(shown?.text.split('\n')[0]).toBe(typed)
    expect((await app.pbx().calls()).map(({ number }) => number)).toEqual(['1001'])
    if (can('end') && shown) {
      await app.slack.click('alice', shown, 'End')
      await eventually(async () => {
        const now = (await app.slack.messages('alice')).find(({ ts }) => ts === shown.ts)
        expect(now?.text).toContain('Ended')
      })
    }
  })

  it.each(['subjekt=x', 'constructor=x', 'toString=1', 'PIN=1', 'max_member=4', 'name.first=x'])(
    'a field that there is none of, %s, is refused with those that there are',
    async (assignment) => {
      const verb = kind.makesRooms ? 'create' : 'edit 8001'
      const before = (await app.pbx().rooms()).length
      await ask(
        'alice',
        `/confadmin room ${verb} ${assignment}`,
        /no field|There is no|[Nn]o such|[Uu]nknown|not a field/,
      )
      expect(await app.pbx().rooms()).toHaveLength(before)
    },
  )
})

describe('a moderators’ PIN without a PIN', () => {
  let app: RunningApp
  const driver = createMeetingDriver(() => app, 'ringme')
  beforeEach(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: 'ringme' })
  })
  afterEach(() => app.stop())

  it('is refused when a room is made, and when one is changed, and no half of a room is left', async () => {
    await driver.ask('alice', '/confadmin room create name=8070 moderator_pin=4711', /moderator_pin.*pin/)
    expect(await app.pbx().rooms()).toEqual([])
    await driver.ask('alice', '/confadmin room create name=8070 label=Board max_members=5', /Room 8070/)
    await driver.ask('alice', '/confadmin room edit 8070 moderator_pin=4711', /only where the room has one/)
    await driver.ask('alice', '/confadmin room edit 8070 pin=1234 moderator_pin=4711', /Room 8070/)
    await driver.ask('alice', '/confadmin room edit 8070 max_members=6', /Room 8070/)
    const { fields } = await app.pbx().room('8070')
    expect(fields).toMatchObject({ max_members: 6 })
    await app.pbx().post('call', { from: '1001', to: '8070', pin: '4711' })
    expect((await app.pbx().room('8070')).legs).toMatchObject([{ moderator: true }])
  })
})
