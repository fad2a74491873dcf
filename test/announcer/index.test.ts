import { describe, expect, it, onTestFinished } from 'vitest'
import { createAnnouncer } from '#announcer/index.ts'
import { type Conference, endConference } from '#core/conference.ts'
import type { PostedCard } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { createEventBus } from '#core/events.ts'
import { applyReading } from '#core/roster.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { abilities } from '#test/support/abilities.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { recordNotifier } from '#test/support/notifier.ts'
import { leg, opened, reading } from '#test/support/roster.ts'
import { anna, ben, general, other } from '#test/support/service.ts'
import { soon } from '#test/support/soon.ts'
import { cardToPlainText } from '#view/plain-text.ts'

async function announce() {
  const clock = createHandClock()
  const logger = createSilentLogger()
  const store = await openStore({ kind: 'sqlite', path: ':memory:', clock, logger })
  const events = createEventBus()
  const chat = recordNotifier()
  const moved: PostedCard[] = []
  const announcer = createAnnouncer({
    store,
    events,
    clock,
    logger,
    notifierOf: (platform) => (platform === 'slack' ? chat.notifier : undefined),
    abilitiesOf: () => abilities(),
    conferenceOf: store.conferences.get,
    cardMoved: (card) => moved.push(card),
  })
  onTestFinished(async () => {
    await announcer.stop()
    await store.close()
  })
  const words = (card: Parameters<typeof cardToPlainText>[0]) => cardToPlainText(card, { language: 'en' })
  return {
    announcer,
    store,
    events,
    chat,
    clock,
    moved,
    /** What each message was made to show, oldest first. */
    shown: () => chat.updates.map(({ message, card }) => `${message.messageId}: ${words(card)}`),
    said: () => chat.posts.map(({ card }) => words(card)),
    told: () => chat.told.map(({ person, card }) => `${person.name}: ${words(card)}`),
    async post(conference: Conference, place = general) {
      const posted = await announcer.postCard(conference, place, anna)
      await store.postedCards.add(posted)
      return posted
    },
    change: (conference: Conference) => events.publish({ kind: 'conference-changed', conference }),
  }
}

const locked: Conference = { ...opened, locked: true }
const ended = endConference(opened, {
  reason: 'command',
  by: ben,
  at: opened.startedAt + 3_600_000,
  recordingCount: 0,
})

describe('the card of a conference', () => {
  it('is posted for who asked, and changed where it stands when the conference changes', async () => {
    const { announcer, chat, post, change, shown } = await announce()
    await announcer.start()
    await post(opened)
    expect(chat.posts).toMatchObject([{ place: general, asker: { userId: 'U1' } }])
    change(opened)
    change(locked)
    await soon(() => expect(shown()).toEqual([expect.stringContaining('locked')]))
  })

  it('is changed in every place where it was posted, and others are left alone', async () => {
    const { announcer, store, post, change, shown } = await announce()
    await announcer.start()
    const others: Conference = { ...opened, id: 'xyz789' }
    await store.conferences.save(opened)
    await post(opened)
    await post(opened, other)
    await post(others)
    change(locked)
    await soon(() => expect(shown()).toHaveLength(2))
    expect(
      shown()
        .map((one) => one.slice(0, 2))
        .toSorted(),
    ).toEqual(['m1', 'm2'])
  })

  it('shows who talks now and then, and everything else at once', async () => {
    const { announcer, clock, post, change, shown } = await announce()
    await announcer.start()
    await post(opened)
    const talking = (is: boolean) => applyReading(opened, reading([leg('a', { talking: is })]), opened.startedAt)
    change(talking(false))
    await soon(() => expect(shown()).toEqual([expect.stringContaining('joined')]))
    change(talking(true))
    change({ ...talking(false), locked: true })
    await soon(() => expect(shown()[1]).toContain('locked'))
    change({ ...talking(true), locked: true })
    expect(shown()).toHaveLength(2)
    clock.advance(5_000)
    await soon(() => expect(shown()[2]).toContain('talking'))
  })

  it('becomes its record at the end, and is then let go of', async () => {
    const { announcer, store, post, change, events, shown } = await announce()
    await announcer.start()
    await store.conferences.save(opened)
    const posted = await post(opened)
    change(ended)
    events.publish({ kind: 'conference-ended', conference: ended, actor: ben })
    await soon(async () => expect(await store.postedCards.ofConference(opened.id)).toEqual([]))
    expect(shown()).toEqual([expect.stringMatching(/^m1: Sprint review\nEnded .*lasted 1 h 0 min/)])
    expect(posted.messageId).toBe('m1')
  })

  it('says since when the PBX has not confirmed it, and that it does again', async () => {
    const { announcer, post, change, events, shown } = await announce()
    await announcer.start()
    await post(opened)
    change(locked)
    await soon(() => expect(shown()).toHaveLength(1))
    const tell = (since: number | null) =>
      events.publish({ kind: 'confirmation-changed', conferenceId: opened.id, since })
    tell(opened.startedAt)
    await soon(() => expect(shown()[1]).toMatch(/Not confirmed by the PBX since/))
    tell(null)
    await soon(() => expect(shown()[2]).not.toMatch(/Not confirmed/))
  })

  it('is not posted where nobody is connected or the bot may not post', async () => {
    const { announcer, chat } = await announce()
    await expect(announcer.postCard(opened, { ...general, platform: 'discord' }, anna)).rejects.toThrow('discord')
    chat.refuse(new ConfbotError('chat.cannot-post'))
    await expect(announcer.postCard(opened, general, anna)).rejects.toMatchObject({ code: 'chat.cannot-post' })
  })

  it('is taken back when its conference does not come to be', async () => {
    const { announcer, chat } = await announce()
    const posted = await announcer.postCard(opened, general, anna)
    await announcer.withdrawCard(posted)
    expect(chat.removed).toEqual([{ place: general, messageId: posted.messageId }])
  })
})

describe('a live card that is lost', () => {
  it('is posted once more where it was deleted, and then kept current there', async () => {
    const { announcer, store, chat, post, change, shown, moved } = await announce()
    await announcer.start()
    await store.conferences.save(opened)
    await post(opened)
    chat.lose()
    change(locked)
    await soon(() => expect(moved).toMatchObject([{ place: general, messageId: 'm2' }]))
    await soon(async () => expect(await store.postedCards.ofConference(opened.id)).toMatchObject(moved))
    expect(chat.posts[1]).toMatchObject({ place: general, asker: { name: 'Anna' } })
    // One that is still there, and cannot be changed any more, would tell what was.
    expect(chat.removed).toMatchObject([{ messageId: 'm1' }])
    chat.find()
    change({ ...locked, recording: true })
    await soon(() => expect(shown().at(-1)).toMatch(/^m2: .*recording/s))
  })

  it('is told to the chair when it is deleted again, once, and kept current there', async () => {
    const { announcer, store, chat, post, change, told, moved } = await announce()
    await announcer.start()
    await store.conferences.save(opened)
    await post(opened)
    chat.lose()
    change(locked)
    await soon(() => expect(moved).toHaveLength(1))
    change({ ...locked, recording: true })
    await soon(() => expect(moved).toMatchObject([{}, { place: { kind: 'direct' }, messageId: 'd2' }]))
    expect(told()).toEqual([
      expect.stringMatching(/^Anna: The card of Sprint review was deleted again/),
      expect.stringMatching(/^Anna: Sprint review\nLive, started/),
    ])
    await soon(async () => expect(await store.postedCards.ofConference(opened.id)).toHaveLength(1))
    change(locked)
    await soon(async () => expect(await store.postedCards.ofConference(opened.id)).toEqual([]))
    expect([chat.posts.length, chat.told.length]).toEqual([2, 2])
  })

  it('is not missed where another card of it stands, or when the conference has ended', async () => {
    const { announcer, store, chat, post, change, moved } = await announce()
    await announcer.start()
    await store.conferences.save(opened)
    await post(opened)
    await post(opened, other)
    chat.lose('m1')
    change(locked)
    await soon(async () => expect(await store.postedCards.ofConference(opened.id)).toHaveLength(1))
    await store.conferences.save({ ...ended, revision: 2 })
    chat.lose()
    change(ended)
    await soon(async () => expect(await store.postedCards.ofConference(opened.id)).toEqual([]))
    expect(moved).toEqual([])
  })

  it('is told to the chair, once, where the bot may not write any more, and comes back when it may again', async () => {
    const { announcer, store, chat, clock, post, change, told, shown, moved } = await announce()
    await announcer.start()
    await store.conferences.save(opened)
    await post(opened)
    await store.conferences.save({ ...locked, revision: 2 })
    chat.refuse(new ConfbotError('chat.cannot-post'))
    change(locked)
    await soon(() => expect(moved).toMatchObject([{ place: { kind: 'direct' }, messageId: 'd2' }]))
    expect(told()[0]).toMatch(/^Anna: confbot may not write any more where Sprint review was started/)
    chat.refuse(new ConfbotError('chat.cannot-post'))
    await clock.until(soon(() => expect(shown().filter((one) => one.startsWith('m1'))).toHaveLength(3)))
    expect(told()).toHaveLength(2)
  })

  it('is posted when the chat takes it again, and not twice when nobody knows whether it was', async () => {
    const { announcer, store, chat, clock, post, change, said } = await announce()
    await announcer.start()
    await store.conferences.save(opened)
    await post(opened)
    chat.lose()
    chat.refusePosts(
      new ConfbotError('chat.unavailable', { retryAfterMs: 7_000 }),
      new ConfbotError('chat.unconfirmed'),
    )
    change(locked)
    await soon(() => expect(chat.refused()).toBe(1))
    await clock.until(soon(() => expect(chat.refused()).toBe(2)))
    clock.advance(3_600_000)
    change(opened)
    await store.postedCards.all()
    expect(said()).toHaveLength(1)
  })
})

describe('cards that were left behind', () => {
  it('are brought up to date at the start: the live one as it is, the ended one as its record', async () => {
    const { announcer, store, shown, change } = await announce()
    const over: Conference = { ...ended, id: 'ovr111', subject: 'Over' }
    for (const one of [opened, over]) {
      await store.conferences.save({ ...one, revision: 1 })
      await store.postedCards.add({ conferenceId: one.id, place: general, messageId: one.id })
    }
    await announcer.start()
    await soon(() => expect(shown()).toHaveLength(2))
    expect(shown().toSorted()).toEqual([
      expect.stringMatching(/^abc234: Sprint review\nLive, started/),
      expect.stringMatching(/^ovr111: Over\nEnded/),
    ])
    await soon(async () =>
      expect((await store.postedCards.all()).map(({ conferenceId }) => conferenceId)).toEqual([opened.id]),
    )
    change(locked)
    await soon(() => expect(shown()).toHaveLength(3))
  })

  it('do not keep the others waiting when one of them cannot be changed', async () => {
    const { announcer, store, chat, shown } = await announce()
    for (const id of ['aaa111', 'bbb222']) {
      await store.conferences.save({ ...opened, id, revision: 1 })
      await store.postedCards.add({ conferenceId: id, place: general, messageId: id })
    }
    const release = chat.hold()
    await announcer.start()
    await soon(() => expect(shown()).toHaveLength(2))
    release()
  })
})

describe('said beside the card', () => {
  it('is who began and stopped a recording', async () => {
    const { announcer, events, said, chat } = await announce()
    await announcer.start()
    for (const recording of [true, false])
      events.publish({ kind: 'recording-changed', conference: opened, actor: ben, recording })
    await soon(() =>
      expect(said()).toEqual([
        expect.stringContaining('@Ben started recording Sprint review'),
        expect.stringContaining('@Ben stopped recording Sprint review'),
      ]),
    )
    expect(chat.posts).toMatchObject([{ place: opened.place }, { place: opened.place }])
  })

  it('is that the end comes, with a button that keeps this very conference open', async () => {
    const { announcer, events, said, chat } = await announce()
    await announcer.start()
    events.publish({
      kind: 'conference-ending-soon',
      conference: opened,
      reason: 'alone',
      endsAt: opened.startedAt + 900_000,
    })
    await soon(() => expect(said()).toHaveLength(1))
    expect(said()[0]).toMatch(/Only one person is left in Sprint review.*\n\[Keep it open\]/)
    expect(JSON.stringify(chat.posts[0]?.card)).toContain(
      JSON.stringify({ path: 'conf keep', input: { in: opened.id } }),
    )
  })

  it('tells the scheduled end from the instant at which it ends, where that is another', async () => {
    const { announcer, events, said } = await announce()
    await announcer.start()
    const endAt = Date.UTC(2026, 10, 20, 17)
    const schedule = { endAt, closes: true, record: 'off', lock: 'off', mutedThrough: null } as const
    const conference: Conference = { ...opened, schedule }
    for (const endsAt of [endAt, endAt + 180_000])
      events.publish({ kind: 'conference-ending-soon', conference, reason: 'scheduled', endsAt })
    await soon(() => expect(said()).toHaveLength(2))
    expect(said()[0]).toMatch(/is scheduled until 17:00 UTC and ends then/)
    expect(said()[1]).toMatch(/is scheduled until 17:00 UTC\. It ends at 17:03 UTC/)
  })

  it('is nothing more than a log line when the chat does not take it', async () => {
    const { announcer, events, chat, said, post, change, shown, told } = await announce()
    await announcer.start()
    await post(opened)
    chat.refuse(new ConfbotError('chat.unconfirmed'))
    events.publish({ kind: 'recording-changed', conference: opened, actor: ben, recording: true })
    change(locked)
    await soon(() => expect(shown()).toHaveLength(1))
    expect(said()).toHaveLength(1)
    expect(told()).toEqual([])
  })

  it('is told to the chair where the bot may not write any more', async () => {
    const { announcer, events, chat, told } = await announce()
    await announcer.start()
    chat.refuse(new ConfbotError('chat.cannot-post'))
    events.publish({ kind: 'recording-changed', conference: opened, actor: ben, recording: true })
    await soon(() => expect(told()).toEqual([expect.stringMatching(/^Anna: @Ben started recording/)]))
  })
})

it('nothing is sent after it was stopped', async () => {
  const { announcer, post, change, events, chat, store } = await announce()
  await announcer.start()
  await post(opened)
  await announcer.stop()
  change(locked)
  events.publish({ kind: 'recording-changed', conference: opened, actor: ben, recording: true })
  await store.postedCards.all()
  expect(chat.updates).toEqual([])
  expect(chat.posts).toHaveLength(1)
})
