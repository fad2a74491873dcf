import { describe, expect, it } from 'vitest'
import type { Actor, Place } from '#core/actor.ts'
import { ben, carol, general, other, type RunningService, startService, words } from '#test/support/service.ts'

const owner: Actor = { ...ben, timeZone: 'Europe/Berlin' }

const scheduled = async ({ service, attempt }: RunningService, subject: string, place = general, who = words()) =>
  (
    await service.schedule(attempt(owner, 'conf schedule', place), {
      subject,
      when: 'tomorrow 15:00',
      repeat: 'weekly',
      who,
    })
  ).meeting

describe('a meeting', () => {
  it('is the only one of the channel, or of the thread', async () => {
    const running = await startService([{ name: 'berlin', policy: { rooms: { first: 8000, last: 8009 } } }])
    const { service, attempt } = running
    const thread: Place = { ...general, threadId: '17.1' }
    const find = (place: Place) => service.findMeeting(attempt(owner, 'conf show', place), {})
    await expect(find(general)).rejects.toMatchObject({
      code: 'meeting.none-here',
      details: { choices: [{ path: 'conf schedule', asForm: true }] },
    })
    const first = await scheduled(running, 'Board')
    expect((await find(general)).meeting).toEqual(first)
    await expect(find(other)).rejects.toMatchObject({
      code: 'meeting.none-here',
      details: { choices: [{ input: { meeting: first.id } }, { path: 'conf schedule' }] },
    })
    expect((await find(thread)).meeting).toEqual(first)
    const inThread = await scheduled(running, 'Retro', thread)
    expect((await find(thread)).meeting).toEqual(inThread)
    await expect(find(general)).rejects.toMatchObject({
      code: 'input.ambiguous-meeting',
      details: { choices: [{ input: { meeting: expect.any(String) } }, { input: { meeting: expect.any(String) } }] },
    })
  })

  it('is known by its code, its subject in any spelling, and the beginning of that; those of the channel come first', async () => {
    const running = await startService([{ name: 'berlin', policy: { rooms: { first: 8000, last: 8009 } } }])
    const { service, attempt } = running
    const find = async (meeting: string, place = general, actor: Actor = carol) =>
      (await service.findMeeting(attempt(actor, 'conf show', place), { meeting })).meeting.id
    const board = await scheduled(running, 'Board')
    const boardOther = await scheduled(running, 'Board', other)
    const review = await scheduled(running, 'Sprint  Review', other)
    expect(await find(review.id)).toBe(review.id)
    expect(await find('sprint review')).toBe(review.id)
    expect(await find('SPRI')).toBe(review.id)
    expect(await find('board')).toBe(board.id)
    expect(await find('Bo', other)).toBe(boardOther.id)
    await expect(find('board', { ...general, channelId: 'C9' })).rejects.toMatchObject({
      code: 'input.ambiguous-meeting',
    })
    await expect(find('nothing')).rejects.toMatchObject({
      code: 'input.unknown-meeting',
      details: { choices: [{}, {}, {}] },
    })
  })

  it('is found from elsewhere only where its PBX may be used', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running, 'Board')
    const asked: string[] = []
    const elsewhere = { ...attempt(carol, 'conf show', other), requirePbx: (pbx: string) => void asked.push(pbx) }
    await service.findMeeting(elsewhere, { meeting: id })
    await service.findMeeting({ ...elsewhere, place: general }, { meeting: id })
    expect(asked).toEqual(['berlin'])
  })

  it('has its dates offered where one was named that it does not have', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running, 'Board')
    const find = (date: string) => service.findMeeting(attempt(owner), { meeting: id, date })
    expect((await find('2026-11-28')).occurrence?.date).toBe('2026-11-28T15:00')
    await expect(find('2026-11-29')).rejects.toMatchObject({
      code: 'input.unknown-date',
      details: { choices: [{ input: { meeting: id, date: '2026-11-21T15:00' } }, {}, {}, {}, {}] },
    })
  })
})
