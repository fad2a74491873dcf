import { ComponentType } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { createFindMarked } from '#platforms/discord/find-marked.ts'
import { idsOf } from '#platforms/discord/posting.ts'
import { startStubDiscord } from './stub-discord.ts'

const bot = { applicationId: '5', userId: '6' }
const epoch = 1_420_070_400_000
const idAt = (instant: number, nth = 0) => String((BigInt(instant - epoch) << 22n) + BigInt(nth))
const startAt = Date.UTC(2026, 10, 20, 9)

const marked = (mark: string, { author = bot.userId, id = idAt(startAt) } = {}) => {
  const [container, text] = idsOf(mark)
  const inner = { type: ComponentType.TextDisplay, id: text, content: 'Live' }
  // As a Section has it, too.
  const components = [
    { type: ComponentType.Container, id: container, components: [{ type: 9, id: 3, components: [inner] }] },
  ]
  return { id, author: { id: author }, components }
}
const other = (at: number, nth: number) => ({ id: idAt(at, nth), author: { id: '7' }, components: [] })
/** Newest first, one a second before `from`. */
const others = (count: number, from: number) => Array.from({ length: count }, (_, nth) => other(from - nth * 1000, nth))

async function prepare(...pages: readonly object[][]) {
  const discord = await startStubDiscord()
  discord.answer(...pages.map((body) => ({ status: 200, body })))
  const find = createFindMarked({ api: discord.api, bot: () => bot })
  return { ...discord, find: (oldestAt = 0) => find({ channelId: '9', oldestAt }, 'live:1') }
}

describe('looking for a message of ours', () => {
  it('finds it by the ids of its components', async () => {
    const { find } = await prepare([other(startAt, 1), marked('live:1')])
    expect(await find()).toEqual({ messageId: idAt(startAt), isEmpty: false })
  })

  it.each([
    ['of somebody else, who can write the same', marked('live:1', { author: '7' })],
    ['with another mark', marked('live:2')],
    ['with the right container and another text', { ...marked('live:1'), components: swapped() }],
    ['without components', { id: idAt(startAt), author: { id: bot.userId }, components: [] }],
  ])('takes no other: %s', async (_, message) => {
    const { find } = await prepare([message])
    expect(await find()).toEqual({ messageId: null, isEmpty: false })
  })

  it('reads page by page, the newest first, and no further back than is asked', async () => {
    const first = others(100, startAt)
    const second = others(100, startAt - 100_000)
    const { find, asked } = await prepare(first, second, [marked('live:1', { id: idAt(startAt - 300_000) })])
    expect(await find(startAt - 400_000)).toMatchObject({ messageId: idAt(startAt - 300_000) })
    expect(asked()).toEqual([
      'GET /channels/9/messages?limit=100',
      `GET /channels/9/messages?limit=100&before=${first.at(-1)?.id}`,
      `GET /channels/9/messages?limit=100&before=${second.at(-1)?.id}`,
    ])
    const { find: findRecent, asked: askedRecent } = await prepare(first, second)
    expect(await findRecent(startAt - 50_000)).toEqual({ messageId: null, isEmpty: false })
    expect(askedRecent()).toHaveLength(1)
  })

  it('tells when there was nothing to read at all', async () => {
    const { find } = await prepare([])
    expect(await find()).toEqual({ messageId: null, isEmpty: true })
  })

  it('gives up where there is more than can be searched', async () => {
    const { find } = await prepare(others(100, startAt))
    await expect(find()).rejects.toMatchObject({ code: 'chat.unconfirmed' })
  })

  it('knows nothing before it knows which bot we are', async () => {
    const { api } = await startStubDiscord()
    const find = createFindMarked({ api, bot: () => null })
    await expect(find({ channelId: '9', oldestAt: 0 }, 'live:1')).rejects.toMatchObject({ code: 'chat.unavailable' })
  })
})

function swapped() {
  const [container] = idsOf('live:1')
  const inner = { type: ComponentType.TextDisplay, id: idsOf('live:2')[1], content: 'Live' }
  return [{ type: ComponentType.Container, id: container, components: [inner] }]
}

it('marks differ in 62 bits, and are ids that Discord takes', () => {
  const all = Array.from({ length: 2_000 }, (_, at) => idsOf(`remind:${at}`))
  expect(new Set(all.map(String)).size).toBe(2_000)
  for (const id of all.flat()) {
    expect(Number.isInteger(id)).toBe(true)
    expect(id).toBeGreaterThan(0)
    expect(id).toBeLessThan(2 ** 31)
  }
})
