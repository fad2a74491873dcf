import { describe, expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import type { ScheduleInput } from '#core/service/meetings/verbs.ts'
import { hourMs, minuteMs, startAt, startMeetings } from '#test/support/meeting-service.ts'
import { anna, ben, carol, found } from '#test/support/service.ts'

const dayMs = 24 * hourMs

async function mirrored(...inputs: readonly Partial<ScheduleInput>[]) {
  const running = await startMeetings()
  const { mirror, service, work, clock } = running
  mirror.onHint((workspaceId) => void service.noteEventHint('slack', workspaceId))
  const ids: string[] = []
  for (const input of inputs) ids.push((await running.schedule({ options: { event: true }, ...input })).id)
  await work()
  // Our own changes are heard of, too.
  clock.advance(minuteMs)
  await work()
  mirror.calls.length = 0
  return {
    ...running,
    id: found(ids[0]),
    async pass(ms: number) {
      clock.advance(ms)
      return work()
    },
  }
}

describe('the events of a workspace', () => {
  it('are read with one call every ten minutes while one is near, and seldom while none is', async () => {
    const near = await mirrored({ subject: 'One' }, { subject: 'Two' }, { subject: 'Three', when: '2026-11-24T11:00' })
    for (let times = 0; times < 3; times++) await near.pass(10 * minuteMs)
    expect(near.mirror.calls).toEqual(['list', 'list', 'list'])

    const far = await mirrored({ when: '2026-11-24T11:00' })
    for (let times = 0; times < 12; times++) await far.pass(10 * minuteMs)
    expect(far.mirror.calls).toEqual(['list'])
  })

  it('are read at once where something was changed, once for several changes, and no more where there are none', async () => {
    const { mirror, pass, meeting, id, service, attempt, work } = await mirrored({ when: '2026-11-24T11:00' })
    mirror.edit({ startAt: startAt + 4 * dayMs + hourMs, endAt: startAt + 4 * dayMs + 2 * hourMs })
    mirror.edit({ subject: 'Retrospective' })
    await expect
      .poll(() => pass(2_000).then(() => meeting(id)))
      .toMatchObject({
        start: '2026-11-24T12:00',
        subject: 'Retrospective',
      })
    await service.cancel(attempt(ben), { meeting: id })
    await work()
    for (let hours = 0; hours < 5; hours++) await pass(hourMs)
    mirror.calls.length = 0
    for (let hours = 0; hours < 5; hours++) await pass(hourMs)
    expect(mirror.calls).toEqual([])
  })

  it('tell who is interested: on the card, and in the reminder of that date', async () => {
    const { mirror, pass, meeting, id, teller, at } = await mirrored({ reminderMinutes: [10] })
    mirror.setInterested(anna, ben, carol)
    await expect
      .poll(() => pass(2_000).then(() => meeting(id)))
      .toMatchObject({
        event: { interested: { count: 3, people: [{ name: 'Anna' }, { name: 'Ben' }, { name: 'Carol' }] } },
      })
    expect(mirror.calls.filter((call) => call === 'interested')).toHaveLength(1)
    const what = teller.retold.at(-1)?.what
    expect(what).toMatchObject({ kind: 'meeting', meeting: { event: { interested: { count: 3 } } } })
    await at(-10 * minuteMs)
    expect(teller.told.at(-1)?.what).toMatchObject({
      kind: 'reminder',
      meeting: { event: { interested: { count: 3 } } },
    })
    mirror.setInterested()
    await expect
      .poll(() => pass(2_000).then(() => meeting(id)))
      .toMatchObject({
        event: { interested: { count: 0, people: [] } },
      })
  })

  it('that were taken away are not asked for again and again while the owner decides', async () => {
    const { mirror, pass } = await mirrored({})
    mirror.edit({ state: 'cancelled' })
    await pass(10 * minuteMs)
    mirror.calls.length = 0
    for (let times = 0; times < 2; times++) await pass(10 * minuteMs)
    expect(mirror.calls).toEqual(['list'])
  })

  it('that cannot be read are read later', async () => {
    const { mirror, pass, meeting, id } = await mirrored({})
    mirror.failNext('list', new ConfbotError('chat.unavailable'))
    mirror.edit({ subject: 'Retrospective' })
    expect(await pass(10 * minuteMs)).toEqual([])
    expect((await meeting(id)).subject).toBe('Sprint review')
    await pass(10 * minuteMs)
    expect((await meeting(id)).subject).toBe('Retrospective')
  })

  it('of a platform that is not connected any more wait', async () => {
    const { deps, store, clock } = await mirrored({})
    const running = await startMeetings(undefined, () => ({ ...deps, store, clock, mirrorOf: () => undefined }))
    clock.advance(10 * minuteMs)
    const [job] = (await store.queue.claim(10)).filter(({ does }) => does.kind === 'read-events')
    await running.service.meetingJobs['read-events'](found(job))
    expect(await store.jobs.get(found(job).key)).not.toBeNull()
  })
})
