import { describe, expect, it, onTestFinished } from 'vitest'
import type { Conference } from '#core/conference.ts'
import type { Store } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { type ConferenceEvent, createEventBus } from '#core/events.ts'
import { type Commit, createBook } from '#core/service/book.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { opened } from '#test/support/roster.ts'
import { found } from '#test/support/service.ts'

/** A book over a store, and a second one over the same store: another process. */
async function openBooks(wrap: (store: Store) => Store = (store) => store) {
  const real = await openStore({
    kind: 'sqlite',
    path: ':memory:',
    clock: createHandClock(),
    logger: createSilentLogger(),
  })
  onTestFinished(real.close)
  const store = wrap(real)
  const events = createEventBus()
  const happened: ConferenceEvent[] = []
  events.subscribe((event) => happened.push(event))
  const book = createBook(store, events)
  const elsewhere = createBook(real, createEventBus())
  await book.add(opened, store.transaction)
  await elsewhere.load()
  return { book, elsewhere, store: real, happened }
}

const locked = (conference: Conference): Conference => ({ ...conference, locked: true })
const renamed = (subject: string) => (conference: Conference) => ({ ...conference, subject })
const appended = (letter: string) => (conference: Conference) => ({
  ...conference,
  subject: conference.subject + letter,
})

describe('a change', () => {
  it('is in memory and in the store, one revision on, and published once', async () => {
    const { book, store, happened } = await openBooks()
    const changed = await book.change(opened.id, locked)
    expect(changed).toEqual({ ...opened, locked: true, revision: opened.revision + 1 })
    expect(await book.get(opened.id)).toBe(changed)
    expect(await store.conferences.get(opened.id)).toEqual(changed)
    expect(happened).toEqual([{ kind: 'conference-changed', conference: changed }])
  })

  it('that changes nothing writes nothing and tells nobody', async () => {
    let transactions = 0
    const { book, store, happened } = await openBooks((real) => ({
      ...real,
      transaction(run) {
        transactions++
        return real.transaction(run)
      },
    }))
    const before = transactions
    expect(await book.change(opened.id, (same) => same)).toBe(opened)
    expect(transactions).toBe(before)
    expect((await store.conferences.get(opened.id))?.revision).toBe(opened.revision)
    expect(happened).toEqual([])
  })

  it('that changes nothing of the conference still writes what goes with it', async () => {
    const { book, store, happened } = await openBooks()
    await book.change(
      opened.id,
      (same) => same,
      undefined,
      (tx) => tx.settings.set('here', 'name', 'value'),
    )
    expect(await store.settings.get('here', 'name')).toBe('value')
    expect(happened).toEqual([])
  })

  it('is made again on the newest state when another process was first', async () => {
    const { book, elsewhere, store, happened } = await openBooks()
    await elsewhere.change(opened.id, renamed('Retro'))
    const seen: string[] = []
    const changed = await book.change(opened.id, (current) => {
      seen.push(current.subject)
      return locked(current)
    })
    expect(seen).toEqual(['Sprint review', 'Retro'])
    expect(changed).toMatchObject({ subject: 'Retro', locked: true })
    expect(await store.conferences.get(opened.id)).toEqual(changed)
    expect(happened).toHaveLength(1)
  })

  it('does not go on for ever when another process is always first', async () => {
    const { book, elsewhere, store, happened } = await openBooks()
    let round = 0
    const losing = book.change(opened.id, locked, async (write) => {
      await elsewhere.change(opened.id, renamed(`Round ${++round}`))
      await store.transaction(write)
    })
    await expect(losing).rejects.toMatchObject({ code: 'store.conflict' })
    expect(round).toBeGreaterThan(1)
    expect(happened).toEqual([])
  })

  it('is made after those before it, in their order', async () => {
    const { book, happened } = await openBooks()
    await Promise.all(['a', 'b', 'c', 'd'].map((letter) => book.change(opened.id, appended(letter))))
    expect((await book.get(opened.id))?.subject).toBe('Sprint reviewabcd')
    expect(happened.map((event) => event.kind === 'conference-changed' && event.conference.revision)).toEqual([
      2, 3, 4, 5,
    ])
  })

  it('is made although the one before it failed, and that one left nothing behind', async () => {
    const { book, store, happened } = await openBooks()
    const failing = book.change(opened.id, appended('x'), undefined, () => Promise.reject(new Error('no')))
    const next = book.change(opened.id, appended('y'))
    await expect(failing).rejects.toThrow('no')
    expect((await next).subject).toBe('Sprint reviewy')
    expect((await store.conferences.get(opened.id))?.subject).toBe('Sprint reviewy')
    expect(happened).toHaveLength(1)
  })

  it('of something that does not exist is refused', async () => {
    const { book } = await openBooks()
    await expect(book.change('nobody', locked)).rejects.toMatchObject({ code: 'input.unknown-conference' })
  })
})

describe('the live ones', () => {
  const inThread: Conference = {
    ...opened,
    id: 'thr111',
    startedAt: opened.startedAt + 1,
    place: { ...opened.place, threadId: '1.2' },
  }

  it('are those of the store after a restart', async () => {
    const { elsewhere, book } = await openBooks()
    await book.change(opened.id, locked)
    await elsewhere.load()
    expect(elsewhere.live()).toEqual([await book.get(opened.id)])
  })

  it('know where their cards stand, after a restart as well, until they end', async () => {
    const { book, elsewhere, store } = await openBooks()
    const card = { conferenceId: opened.id, place: { ...opened.place, channelId: 'D1' }, messageId: '1.1' }
    await store.postedCards.add(card)
    await store.postedCards.add({ ...card, conferenceId: 'gone00' })
    await elsewhere.load()
    expect(elsewhere.cardPlaces(opened.id)).toEqual([card.place])
    expect(elsewhere.cardPlaces('gone00')).toEqual([])
    book.noteCard(card)
    await book.change(opened.id, (one) => ({ ...one, state: 'ended', endedAt: one.startedAt + 1, endReason: 'empty' }))
    expect(book.cardPlaces(opened.id)).toEqual([])
  })

  it('no longer hold one that has ended, which is still found', async () => {
    const { book } = await openBooks()
    await book.change(opened.id, (one) => ({ ...one, state: 'ended', endedAt: one.startedAt + 1, endReason: 'empty' }))
    expect(book.live()).toEqual([])
    expect(await book.get(opened.id)).toMatchObject({ state: 'ended' })
  })

  it('in a thread come before those of its channel, and are otherwise of the channel', async () => {
    const { book, store } = await openBooks()
    await book.add(inThread, store.transaction)
    expect(book.liveInChannel(inThread.place).map(({ id }) => id)).toEqual([inThread.id])
    expect(book.liveInChannel(opened.place).map(({ id }) => id)).toEqual([inThread.id, opened.id])
    expect(book.liveInChannel({ ...opened.place, threadId: '9.9' })).toHaveLength(2)
    expect(book.liveInChannel({ ...opened.place, channelId: 'C2' })).toEqual([])
  })

  it('do not hold one that could not be stored', async () => {
    const { book } = await openBooks()
    await expect(book.add(inThread, () => Promise.reject(new ConfbotError('store.unavailable')))).rejects.toThrow()
    expect(book.live().map(({ id }) => id)).toEqual([opened.id])
    expect(found(book.live()[0])).toEqual(opened)
  })
})

describe('what has happened on the PBX', () => {
  /** A store that can be filled, so that it takes nothing more until there is room. */
  async function openFull() {
    let isFull = false
    const books = await openBooks((real) => ({
      ...real,
      transaction: (run) => (isFull ? Promise.reject(new ConfbotError('store.full')) : real.transaction(run)),
    }))
    const fill = (full: boolean) => {
      isFull = full
    }
    return { ...books, fill }
  }
  const audited: string[] = []
  const commitOf =
    (store: Store, full: () => boolean, what: string): Commit =>
    async (write) => {
      if (full()) throw new ConfbotError('store.full')
      await store.transaction(write)
      audited.push(what)
    }

  it('is shown though the store cannot take it, and written as soon as it can', async () => {
    const { book, store, happened, fill } = await openFull()
    fill(true)
    expect(await book.record(opened.id, locked)).toMatchObject({ locked: true, revision: opened.revision })
    expect(await book.get(opened.id)).toMatchObject({ locked: true })
    expect(await book.record(opened.id, renamed('Retro'))).toMatchObject({ locked: true, subject: 'Retro' })
    expect(happened).toHaveLength(2)
    expect(await store.conferences.get(opened.id)).toEqual(opened)
    fill(false)
    const same = await book.record(opened.id, (current) => current)
    expect(same).toMatchObject({ locked: true, subject: 'Retro' })
    expect(await store.conferences.get(opened.id)).toEqual(same)
    await book.change(opened.id, appended('!'))
    expect(await store.conferences.get(opened.id)).toMatchObject({ subject: 'Retro!' })
  })

  it('owes the commits of all who were told so, in their order, once each', async () => {
    const { book, store, fill } = await openFull()
    let isFull = true
    fill(true)
    for (const letter of ['a', 'b']) {
      const commit = commitOf(store, () => isFull, letter)
      await expect(book.record(opened.id, appended(letter), commit)).rejects.toMatchObject({ code: 'store.unrecorded' })
    }
    expect(audited).toEqual([])
    isFull = false
    fill(false)
    await book.record(opened.id, (current) => current)
    await book.record(opened.id, (current) => current)
    expect(audited).toEqual(['a', 'b'])
    expect(await store.conferences.get(opened.id)).toMatchObject({ subject: `${opened.subject}ab` })
  })

  it('is known of one that ended until that is written, though it is live no more', async () => {
    const { book, store, fill } = await openFull()
    fill(true)
    await book.record(opened.id, (current) => ({ ...current, state: 'ended' }))
    expect(book.live()).toEqual([])
    expect(await book.get(opened.id)).toMatchObject({ state: 'ended' })
    await expect(book.change(opened.id, (current) => current)).rejects.toMatchObject({ code: 'store.full' })
    fill(false)
    await book.change(opened.id, (current) => current)
    expect(await store.conferences.get(opened.id)).toMatchObject({ state: 'ended' })
  })

  it('is the only thing that is: what is asked of confbot alone is refused whole', async () => {
    const { book, fill, happened } = await openFull()
    fill(true)
    await expect(book.change(opened.id, locked)).rejects.toMatchObject({ code: 'store.full' })
    expect(await book.get(opened.id)).toEqual(opened)
    expect(happened).toEqual([])
  })
})
