import { describe, expect, it, onTestFinished } from 'vitest'
import type { KeptValue, KeptValueRepository } from '#core/contracts/store.ts'
import { createDraftStore, type Draft } from '#platforms/discord/drafts.ts'
import { openStore } from '#storage/index.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { createLogBook } from '#test/support/log-book.ts'

const draft: Draft = {
  id: 'k3x9abcd',
  userId: '11',
  place: { platform: 'discord', workspaceId: '1', channelId: '2', threadId: '3', kind: 'channel', isPrivate: true },
  form: {
    path: 'conf start',
    title: { kind: 'message', key: 'form.title.start', blanks: {} },
    submit: 'Start',
    carried: { in: 'k3x9ab' },
    fields: [
      { name: 'subject', label: 'Subject', base: 'string', required: true },
      { name: 'pin', label: 'PIN', base: 'string', required: false, secret: true },
    ],
  },
  values: { subject: 'Sprint review', pin: '2468' },
  problems: { subject: 'Too short.' },
  question: null,
  refusal: null,
  forgotten: [],
  revision: 3,
  isSubmitted: false,
}

/** What two processes share, and what is theirs alone. */
async function open() {
  const clock = createHandClock()
  const book = createLogBook()
  const store = await openStore({ kind: 'sqlite', path: ':memory:', logger: book.logger, clock })
  onTestFinished(() => store.close())
  const written: KeptValue[] = []
  const kept: KeptValueRepository = {
    ...store.keptValues,
    async put(values) {
      written.push(...values)
      await store.keptValues.put(values)
    },
  }
  const start = (repository: KeptValueRepository = kept) =>
    createDraftStore({ kept: repository, clock, logger: book.logger })
  return { clock, kept, written, book, start }
}

describe('a form that is being filled in', () => {
  it('is there at once, with its secrets', async () => {
    const { start } = await open()
    const drafts = start()
    drafts.put(draft)
    expect(await drafts.get(draft.id)).toEqual(draft)
    expect(await drafts.get('other')).toBeNull()
  })

  it('is found by another process, which knows that a secret was there and not what it is', async () => {
    const { start, written } = await open()
    start().put(draft)
    const another = start()
    await expect
      .poll(() => another.get(draft.id))
      .toEqual({ ...draft, values: { subject: 'Sprint review' }, forgotten: ['pin'] })
    expect(JSON.stringify(written)).not.toContain('2468')
  })

  it('is one of twenty of its person: who opens more loses the oldest, and nobody else any', async () => {
    const { start, kept } = await open()
    const drafts = start()
    drafts.put({ ...draft, id: 'other', userId: '12' })
    for (let number = 0; number < 20; number++) drafts.put({ ...draft, id: `own${number}` })
    drafts.put({ ...draft, id: 'own0', revision: 4 })
    drafts.put({ ...draft, id: 'own20' })
    await expect.poll(() => kept.get('discord:draft:own20')).not.toBeNull()
    await expect.poll(() => kept.get('discord:draft:own1')).toBeNull()
    expect(await drafts.get('own1')).toBeNull()
    for (const id of ['own0', 'own2', 'own20', 'other']) expect(await drafts.get(id)).not.toBeNull()
  })

  it('is the newest that any process knows', async () => {
    const { start } = await open()
    const one = start()
    one.put(draft)
    const other = start()
    await expect.poll(() => other.get(draft.id)).not.toBeNull()
    other.put({ ...draft, revision: 4 })
    await expect.poll(async () => (await one.get(draft.id))?.revision).toBe(4)
  })

  it('never gives way to what was written before it', async () => {
    const { start, kept } = await open()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let writes = 0
    const slow: KeptValueRepository = {
      ...kept,
      async put(values) {
        if (writes++ === 0) await held
        await kept.put(values)
      },
    }
    const drafts = start(slow)
    drafts.put(draft)
    drafts.put({ ...draft, revision: 9 })
    release()
    const another = start()
    await expect.poll(async () => (await another.get(draft.id))?.revision).toBe(9)
  })

  it('is forgotten after a day, or when it is removed', async () => {
    const { start, clock } = await open()
    const drafts = start()
    drafts.put(draft)
    drafts.put({ ...draft, id: 'gone' })
    drafts.remove('gone')
    await expect.poll(() => start().get(draft.id)).not.toBeNull()
    expect(await drafts.get('gone')).toBeNull()
    clock.advance(24 * 3_600_000)
    expect(await drafts.get(draft.id)).toBeNull()
    expect(await start().get(draft.id)).toBeNull()
  })

  it('is used from memory where the store fails or hangs', async () => {
    const { start, kept, clock, book } = await open()
    const failing: KeptValueRepository = {
      ...kept,
      put: () => Promise.reject(new Error('disk is full')),
      get: () => Promise.reject(new Error('disk is gone')),
    }
    const drafts = start(failing)
    drafts.put(draft)
    expect(await drafts.get(draft.id)).toEqual(draft)
    await expect
      .poll(() => book.lines.map(({ msg }) => msg))
      .toEqual(
        expect.arrayContaining([
          'a form that is being filled in could not be stored',
          'a form that is being filled in could not be read',
        ]),
      )
    expect(book.text()).not.toContain('2468')
    const hanging = start({ ...kept, get: () => new Promise(() => {}) })
    hanging.put(draft)
    expect(await clock.until(hanging.get(draft.id))).toEqual(draft)
  })

  it('of another version is none', async () => {
    const { start, kept, clock } = await open()
    const until = clock.now() + 1000
    for (const value of ['', '{}', 'null', '{"version":1,"until":9e15,"draft":{"id":"old"}}'])
      await kept.put([{ key: 'discord:draft:old', value, until }]).then(async () => {
        expect(await start().get('old')).toBeNull()
      })
  })
})
