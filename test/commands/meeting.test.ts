import { describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Announcement } from '#core/announcement.ts'
import { buttonsOf, type CommandsInUse, startCommands, textOf } from '#test/support/commands.ts'
import { ben, carol, found } from '#test/support/service.ts'
import { announcementCard } from '#view/presenters/announcement-card.ts'

const berlin: Actor = { ...ben, timeZone: 'Europe/Berlin' }

async function work({ store, service }: CommandsInUse): Promise<void> {
  for (const job of await store.queue.claim(100)) await service.meetingJobs[job.does.kind](job)
}

/** What its owner is told when somebody cancelled its event. */
async function cancelled(rule: '' | ' every week') {
  const commands = await startCommands()
  const { type, click, mirror, clock, teller } = commands
  const question = await type(`schedule Review tomorrow 10:00${rule} --event`, { actor: berlin })
  await click(found(buttonsOf(question)[0]), { actor: berlin })
  await work(commands)
  mirror.edit({ state: 'cancelled' })
  clock.advance(2 * 3_600_000)
  await work(commands)
  await work(commands)
  const what: Announcement = found(teller.told.find((one) => one.what.kind === 'event-conflict')).what
  return { ...commands, notice: announcementCard(what) }
}

describe('who is asked what becomes of a cancelled event', () => {
  it.each([
    ['Make the event anew', 0, 'the event is set to what confbot has', { state: 'scheduled', event: null }],
    ['Skip this date as well', 1, 'that date does not take place', { state: 'scheduled' }],
    ['Keep it without an event', 2, 'takes place without an event', { state: 'scheduled', event: { id: null } }],
  ])('chooses with a click: %s', async (label, index, said, stored) => {
    const commands = await cancelled(' every week')
    const { notice, click, store } = commands
    expect(textOf(notice)).toContain(label)
    expect(textOf(await click(found(buttonsOf(notice)[index]), { actor: berlin }))).toContain(said)
    const [meeting] = await store.meetings.upcoming({ workspaceKey: 'slack:T1', limit: 9 })
    expect(meeting).toMatchObject(stored)
    expect(Object.values(found(meeting).changes)).toEqual(index === 1 ? [{ kind: 'skipped' }] : [])
    // The button stands there for ever.
    expect(textOf(await click(found(buttonsOf(notice)[0]), { actor: berlin }))).toContain('Nothing is to be decided')
  })

  it('of what takes place once, may cancel that, and nobody else may', async () => {
    const { notice, click, store } = await cancelled('')
    expect(textOf(notice)).toContain('Cancel the meeting as well')
    const skip = found(buttonsOf(notice)[1])
    expect(textOf(await click(skip, { actor: carol }))).toContain('Ben')
    const [before] = await store.meetings.upcoming({ workspaceKey: 'slack:T1', limit: 9 })
    await click(skip, { actor: berlin })
    expect(await store.meetings.get(found(before).id)).toMatchObject({ state: 'cancelled' })
  })
})
