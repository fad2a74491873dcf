import { describe, expect, it } from 'vitest'
import type { EventContent, EventMirror } from '#core/contracts/event-mirror.ts'
import { found } from '#test/support/service.ts'
import { connectDiscord } from './sandbox-discord.ts'

const hourMs = 3_600_000
const mark = 'confbot:k3x9ab:2026-12-01T15:00'

interface RawEvent {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly scheduled_start_time: string
  readonly status: number
  readonly entity_type: number
  readonly privacy_level: number
  readonly channel_id: string | null
  readonly entity_metadata: { readonly location: string }
}

async function connected(given: Parameters<typeof connectDiscord>[0] = {}) {
  const running = await connectDiscord(given)
  const { platform, discord, clock, serverId } = running
  const mirror: EventMirror = found(platform.events)
  await discord.post('limits', { on: false })
  const startAt = Math.ceil(clock.now() / hourMs) * hourMs + hourMs
  const content: EventContent = {
    subject: 'Sprint review',
    startAt,
    endAt: startAt + hourMs,
    room: { number: '8000', dialIn: '+4930901800', hasPin: true },
  }
  return {
    ...running,
    mirror,
    startAt,
    content,
    create: (more: Partial<EventContent> = {}) => mirror.create(serverId, { ...content, ...more }, mark),
    raw: async () => (await discord.get<{ events: readonly RawEvent[] }>('events')).events,
    event: (more: object) => discord.post('event', { user: 'alice', event: 'Sprint review', ...more }),
    calls: async (method: string) =>
      (
        await discord.get<{
          frames: readonly { readonly direction: string; readonly method?: string; readonly path?: string }[]
        }>('traffic')
      ).frames.filter(
        (frame) => frame.direction === 'in' && frame.method === method && frame.path?.includes('scheduled-events'),
      ).length,
  }
}

describe('a meeting as a scheduled event of Discord', () => {
  it('is external, says how to join and never the PIN, and carries our mark', async () => {
    const { create, raw, content, mirror, serverId } = await connected()
    const made = await create()
    expect(made).toMatchObject({
      subject: 'Sprint review',
      startAt: content.startAt,
      endAt: content.endAt,
      state: 'scheduled',
      mark,
    })
    expect(await raw()).toMatchObject([
      {
        id: made.id,
        entity_type: 3,
        privacy_level: 2,
        channel_id: null,
        entity_metadata: { location: 'Dial +49 30 901800, room 8000, with the PIN from its card' },
        description: expect.stringMatching(new RegExp(`\\n${mark}$`)),
      },
    ])
    expect(await mirror.list(serverId)).toEqual([{ ...made, interested: 0 }])
    expect(await mirror.read(serverId, made.id)).toEqual({ ...made, interested: 0 })
  })

  it('has the longest name and place that Discord takes', async () => {
    const { create, raw } = await connected()
    await create({ subject: 'Ä'.repeat(200), room: { number: '8'.repeat(120), dialIn: null, hasPin: false } })
    const [event] = await raw()
    expect([found(event).name.length, found(event).entity_metadata.location.length]).toEqual([100, 100])
  })

  it('is changed in what is given alone; what people wrote into it stays', async () => {
    const { create, raw, mirror, serverId, content, event } = await connected()
    const made = await create()
    await event({ change: { description: `Bring cake.\n${mark}`, location: 'Room 7' } })
    const seen = found(await mirror.read(serverId, made.id))
    const later = content.startAt + hourMs
    await mirror.change(serverId, seen, {
      startAt: later,
      endAt: later + hourMs,
      mark: 'confbot:aaaaaa:2026-12-02T15:00',
    })
    const [changed] = await raw()
    expect(changed).toMatchObject({
      name: 'Sprint review',
      entity_metadata: { location: 'Room 7' },
      description: 'Bring cake.\nconfbot:aaaaaa:2026-12-02T15:00',
    })
    expect(Date.parse(found(changed).scheduled_start_time)).toBe(later)
    await mirror.change(serverId, seen, { room: null })
    expect((await raw())[0]?.entity_metadata.location).toContain('when it starts')
  })

  it('goes on and ends, and is none any more; what is over is not changed', async () => {
    const { create, raw, mirror, serverId, content } = await connected()
    const made = await create()
    const live = found(await mirror.change(serverId, made, { isLive: true }))
    expect(live.state).toBe('live')
    const subject = 'Retrospective'
    // Its start is Discord's by now.
    expect(await mirror.change(serverId, live, { subject, startAt: content.startAt + 1 })).toMatchObject({ subject })
    await mirror.end(serverId, live)
    expect((await raw()).map(({ status }) => status)).toEqual([3])
    expect(await mirror.list(serverId)).toEqual([])
    expect(await mirror.read(serverId, made.id)).toBeNull()
    expect(await mirror.change(serverId, live, { subject: 'Late' })).toBeNull()
    await mirror.end(serverId, live)
    const unknown = { ...live, id: '1012345678901234567' }
    expect(await mirror.change(serverId, unknown, { subject: 'Late' })).toBeNull()
    await mirror.end(serverId, unknown)
  })

  it('is cancelled where it has not begun', async () => {
    const { create, raw, mirror, serverId } = await connected()
    await mirror.end(serverId, await create())
    expect((await raw()).map(({ status }) => status)).toEqual([4])
  })

  it('tells who is interested, as many as are asked for', async () => {
    const { create, event, mirror, serverId, discord } = await connected()
    const { id } = await create()
    await event({ interested: true })
    for (const user of ['bob', 'carol']) await discord.post('event', { user, event: id, interested: true })
    expect((await mirror.list(serverId))[0]?.interested).toBe(3)
    const some = await mirror.interested(serverId, id, 2)
    expect(some.map(({ platform, name }) => [platform, name.toLowerCase()])).toEqual([
      ['discord', 'alice'],
      ['discord', 'bob'],
    ])
  })

  it('is heard of when people change it or are interested, and others’ servers are not', async () => {
    const { create, event, mirror, serverId } = await connected()
    const heard: string[] = []
    const stop = mirror.onHint((workspaceId) => heard.push(workspaceId))
    await create()
    await expect.poll(() => heard.length).toBe(1)
    await event({ interested: true })
    await expect.poll(() => heard.length).toBe(2)
    await event({ change: { name: 'Review' } })
    await expect.poll(() => heard.length).toBe(3)
    expect(new Set(heard)).toEqual(new Set([serverId]))
    const { onDispatch } = mirror as EventMirror & { onDispatch(name: string, data: unknown): void }
    for (const data of [null, 'x', {}, { guild_id: '1' }, { guild_id: 5 }])
      onDispatch('GUILD_SCHEDULED_EVENT_UPDATE', data)
    onDispatch('MESSAGE_CREATE', { guild_id: serverId })
    stop()
    onDispatch('GUILD_SCHEDULED_EVENT_UPDATE', { guild_id: serverId })
    expect(heard).toHaveLength(3)
  })
})

describe('what Discord does not take', () => {
  it('says what to grant where “Create Events” is missing, and which there are too many of', async () => {
    const { create, discord, mirror, serverId } = await connected()
    const made = await create()
    await discord.post('permissions', { role: 'confbot', deny: ['CREATE_EVENTS', 'MANAGE_EVENTS'] })
    const remedy = { key: 'discord.event.remedy.permission' }
    await expect(create()).rejects.toMatchObject({ code: 'chat.event-refused', details: { remedy } })
    await expect(mirror.end(serverId, made)).rejects.toMatchObject({ code: 'chat.event-refused', details: { remedy } })
  })

  it('is an event in the past', async () => {
    const { create, clock } = await connected()
    await expect(create({ startAt: clock.now() - hourMs, endAt: clock.now() + hourMs })).rejects.toMatchObject({
      code: 'chat.event-refused',
    })
  })

  it.each([
    ['reset-after', 'chat.unconfirmed', 1],
    ['5xx', 'chat.unconfirmed', 0],
    ['401', 'chat.refused', 0],
  ])('and whether it did: %s', async (kind, code, made) => {
    const { create, fault, raw, calls } = await connected()
    await fault('scheduled-events', kind, { times: 1 })
    await expect(create()).rejects.toMatchObject({ code })
    expect(await raw()).toHaveLength(made)
    expect(await calls('POST')).toBe(1)
  })

  it('asks again for what may be asked again', async () => {
    const { create, fault, mirror, serverId, calls } = await connected()
    const made = await create()
    await fault('scheduled-events', '5xx', { times: 1 })
    expect(await mirror.change(serverId, made, { subject: 'Review' })).toMatchObject({ subject: 'Review' })
    expect(await calls('PATCH')).toBe(2)
  })
})
