/** Meetings among the events of a Discord server: through /sandbox/api alone, over either way in, with the clock moved forward. */
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { wordsOf } from '#test/support/discord-client.ts'
import { eventually } from '#test/support/sandbox-client.ts'

let app: RunningApp
afterEach(() => app.stop())

interface RawEvent {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly scheduled_start_time: string
  readonly scheduled_end_time: string
  readonly status: 1 | 2 | 3 | 4
  readonly entity_metadata: { readonly location: string }
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

async function connected(delivery: 'gateway' | 'http' = 'gateway') {
  app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord', CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery })
  const { discord, slack } = app
  const events = async () => (await discord.get<{ events: readonly RawEvent[] }>('events')).events
  const isOpen = ({ status }: RawEvent) => status < 3
  return {
    discord,
    advance: (seconds: number) => slack.advance(seconds),
    events,
    /** The only one that is open. */
    event: () =>
      eventually(async () => {
        const open = (await events()).filter(isOpen)
        expect(open).toHaveLength(1)
        return open[0] as RawEvent
      }),
    none: () => eventually(async () => expect((await events()).filter(isOpen)).toEqual([])),
    async schedule(more = '') {
      const given = `subject:Standup when:"tomorrow 10:00" zone:Europe/Berlin for:30m event:true ${more}`
      expect(await discord.command('alice', `schedule ${given}`)).toMatchObject({ ok: true })
      const question = await discord.answer('alice', 'Schedule Standup?')
      expect(wordsOf(question)).toContain('everybody there sees its subject')
      expect(await discord.click('alice', question, 'Schedule it')).toMatchObject({ ok: true })
      await discord.answer('alice', 'Standup is scheduled')
    },
    byHand: (event: RawEvent, more: object, user = 'alice') =>
      discord.post('event', { user, event: event.id, ...more }),
    /** The newest private message of confbot's to alice that says so. */
    told: (text: string) =>
      eventually(async () => {
        const message = (await discord.messages('alice', 'dm')).findLast((one) => wordsOf(one).includes(text))
        if (!message) throw new Error(`alice was not told ${text}`)
        return message
      }),
  }
}

const at = (time: string, plusSeconds = 0) => new Date(Date.parse(time) + plusSeconds * 1000).toISOString()

describe('a meeting among the events of a Discord server', { timeout: 60_000 }, () => {
  it.each(['gateway', 'http'] as const)(
    'follows the event that somebody moved, tells who is interested, begins and ends, and is the next one then (%s)',
    async (delivery) => {
      const { discord, advance, events, event, schedule, byHand } = await connected(delivery)
      // Without a gateway nothing is heard of before it is read again.
      const soon = () => advance(delivery === 'gateway' ? 3 : 10 * minute)
      await schedule('repeat:"every day" remind:10m ring:false close:true')
      const first = await event()
      // Events of the next day are read again every ten minutes, later ones more rarely.
      await advance(Math.max(0, (Date.parse(first.scheduled_start_time) - (await clockNow())) / 1000 - 20 * hour))
      expect(first.entity_metadata.location).toContain('8000')
      expect(first.description).not.toMatch(/PIN \d/)

      await byHand(first, { interested: true }, 'bob')
      await soon()
      await discord.card('Standup', [/Interested.*\n?.*1 person: <@\d+>/])

      const later = {
        scheduled_start_time: at(first.scheduled_start_time, hour),
        scheduled_end_time: at(first.scheduled_end_time, hour),
      }
      await byHand(first, { change: { ...later, name: 'Standup, later' } })
      await soon()
      await discord.card('Its event was moved')
      await discord.card('Standup', ['moved from 10:00', 'as “Standup, later”'])
      expect(await event()).toMatchObject({ id: first.id, name: 'Standup, later' })

      // At its new time, and not at its old one.
      const left = async () => (Date.parse(first.scheduled_start_time) - (await clockNow())) / 1000 + hour
      await advance((await left()) - 9 * minute)
      await discord.card('Standup, later', ['Start: ', /Interested.*1 person/])
      await advance(9 * minute + 2)
      await discord.card('Standup, later', ['Live, started'])
      await eventually(async () => expect((await event()).status).toBe(2))
      await advance(31 * minute)
      const next = await eventually(async () => {
        const now = await event()
        expect(now.id).not.toBe(first.id)
        return now
      })
      expect((await events()).find(({ id }) => id === first.id)?.status).toBe(3)
      expect(next).toMatchObject({ name: 'Standup', scheduled_start_time: expect.any(String) })
      expect(Date.parse(next.scheduled_start_time)).toBe(Date.parse(first.scheduled_start_time) + day * 1000)
    },
  )

  it('asks its owner what becomes of it when somebody cancels the event', async () => {
    const { discord, advance, event, none, schedule, byHand, told } = await connected()
    await schedule('repeat:"every day"')
    const first = await event()
    // It is there before confbot has Discord's answer.
    await discord.card('Standup', ['among the events of the server'])
    await byHand(first, { cancel: true })
    await advance(3)
    const question = await told('The event of Standup was cancelled')
    await none()
    expect(await discord.click('alice', question, 'Make the event anew')).toMatchObject({ ok: true })
    const anew = await event()
    await discord.card('Standup', ['among the events of the server'])
    expect(anew).toMatchObject({ name: 'Standup', scheduled_start_time: first.scheduled_start_time })

    await byHand(anew, { cancel: true })
    await advance(3)
    const again = await eventually(async () => {
      const message = await told('The event of Standup was cancelled')
      expect(message.id).not.toBe(question.id)
      return message
    })
    expect(await discord.click('alice', again, 'Skip this date as well')).toMatchObject({ ok: true })
    await discord.card('Standup', ['is skipped'])
    const next = await event()
    expect(Date.parse(next.scheduled_start_time)).toBe(Date.parse(first.scheduled_start_time) + day * 1000)
  })

  it('has one event though Discord’s answer was lost, and none of a meeting that is cancelled', async () => {
    const { discord, advance, events, event, none, schedule } = await connected()
    await discord.post('fault', { match: 'scheduled-events', kind: 'reset-after', times: 2 })
    await schedule()
    await advance(minute)
    await event()
    await advance(10 * minute)
    expect(await events()).toHaveLength(1)
    await discord.command('alice', 'cancel')
    await discord.click('alice', await discord.answer('alice', 'Cancel Standup?'), 'Cancel it')
    await none()
  })

  it('goes on without an event that confbot may not make, says what to grant, and has it when that is granted', async () => {
    const { discord, advance, event, events, schedule, told } = await connected()
    const allow = ['CREATE_EVENTS', 'MANAGE_EVENTS']
    await discord.post('permissions', { role: 'confbot', deny: allow })
    await schedule()
    await discord.card('Standup')
    expect(wordsOf(await told('Standup is not shown as an event'))).toContain('“Create Events”')
    expect(await events()).toEqual([])
    await discord.post('permissions', { role: 'confbot', allow })
    await advance(hour + minute)
    await event()
  })
})

const clockNow = async () => Date.parse((await app.slack.get<{ now: string }>('clock')).now)
