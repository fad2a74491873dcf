import { expect, it } from 'vitest'
import { createTeller } from '#announcer/teller.ts'
import type { Announcement } from '#core/announcement.ts'
import { textOf } from '#test/support/commands.ts'
import { recordNotifier } from '#test/support/notifier.ts'
import { meetingOf, startAt } from '#test/support/reminding.ts'
import { ben, found, general } from '#test/support/service.ts'

function tell() {
  const chat = recordNotifier()
  const teller = createTeller({ notifierOf: (id) => (id === 'slack' ? chat.notifier : undefined) })
  return { chat, teller }
}
const what: Announcement = { kind: 'reminder-missed', meeting: meetingOf(), startAt, leadMinutes: 10 }

it('posts in a place, where nobody else can write for its owner, and tells a person alone; under its mark', async () => {
  const { chat, teller } = tell()
  await teller.tell(general, what, 'mark:1')
  expect(chat.posts).toMatchObject([{ place: general, asker: { userId: 'U1' }, mark: 'mark:1' }])
  await teller.tell(ben, what, 'mark:2')
  expect(chat.told).toMatchObject([{ person: { userId: 'U2' }, mark: 'mark:2' }])
})

it('says on the card of a meeting nothing that its PBX cannot do', async () => {
  const chat = recordNotifier()
  const meeting = meetingOf()
  const asking = { ...meeting, options: { ...meeting.options, record: true, lock: true } }
  const shown = async (unable: readonly 'record'[]) => {
    const teller = createTeller({ notifierOf: () => chat.notifier, unableActs: () => unable })
    await teller.tell(general, { kind: 'meeting', meeting: asking, next: [] }, 'mark:1')
    return textOf(found(chat.posts.at(-1)).card)
  }
  expect(await shown([])).toContain('is recorded, is locked')
  expect(await shown(['record'])).toMatch(/^(?!.*is recorded).*is locked/s)
})

it('finds what was told by its mark, and changes it where it stands', async () => {
  const { chat, teller } = tell()
  const message = await teller.tell(general, what, 'mark:1')
  expect(await teller.findTold(general, 'mark:1', 0)).toEqual(message)
  expect(await teller.findTold(general, 'mark:2', 0)).toBeNull()
  expect(await teller.retell(message, what)).toBe(true)
  expect(chat.updates).toMatchObject([{ message }])
  chat.lose()
  expect(await teller.retell(message, what)).toBe(false)
})

it('a platform that is not connected may be so later', async () => {
  const { teller } = tell()
  const elsewhere = { ...general, platform: 'discord' }
  await expect(teller.tell(elsewhere, what, 'mark')).rejects.toMatchObject({ code: 'chat.unavailable' })
  await expect(teller.findTold(elsewhere, 'mark', 0)).rejects.toMatchObject({ code: 'chat.unavailable' })
  const message = { place: elsewhere, messageId: 'm1' }
  await expect(teller.retell(message, what)).rejects.toMatchObject({ code: 'chat.unavailable' })
})
