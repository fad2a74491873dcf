import { describe, expect, it } from 'vitest'
import type { Vault } from '#core/contracts/vault.ts'
import { createRoomBook } from '#providers/asterisk/rooms.ts'

const at = Date.UTC(2026, 10, 20, 9)
const schedule = {
  subject: 'Sprint review',
  startAt: at,
  endAt: at + 1_800_000,
  timeZone: 'Europe/Berlin',
  externalInvitees: null,
}

/** That of a store whose reads and writes take a while. */
function createSlowVault() {
  const kept = new Map<string, string>()
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve))
  const vault: Vault = {
    async get(name) {
      await pause()
      return kept.get(name) ?? null
    },
    async holds(name) {
      await pause()
      return kept.has(name)
    },
    async put(name, secret) {
      await pause()
      kept.set(name, secret)
    },
    async remove(name) {
      kept.delete(name)
    },
  }
  return { kept, vault }
}
const vaults = [
  ['in memory', () => undefined],
  ['in the vault', () => createSlowVault().vault],
] as const

describe.each(vaults)('rooms that are kept %s', (_, createOne) => {
  const open = () => createRoomBook('+49 30 9018{number}', { name: 'office', vault: createOne() })

  it('are made, shown without their PIN, changed and done away with', async () => {
    const rooms = open()
    const made = await rooms.add({ number: '8000', subject: 'Review', pin: '271828' })
    expect(made).toEqual({
      id: '8000',
      number: '8000',
      subject: 'Review',
      dialIn: '+49 30 90188000',
      hasPin: true,
      fields: { number: '8000', subject: 'Review', max_participants: 200 },
    })
    expect(await rooms.list()).toEqual([made])
    await rooms.change('8000', { subject: 'Planning', max_participants: 20 })
    expect(await rooms.get('8000')).toMatchObject({
      subject: 'Planning',
      hasPin: true,
      fields: { max_participants: 20 },
    })
    expect(await rooms.pin('8000')).toBe('271828')
    await rooms.change('8000', { pin: '' })
    expect(await rooms.pin('8000')).toBe(null)
    expect((await rooms.get('8000')).hasPin).toBe(false)
    await rooms.remove('8000')
    expect(await rooms.list()).toEqual([])
  })

  it('cannot be made twice, and cannot be asked of where there is none', async () => {
    const rooms = open()
    const made = await Promise.allSettled([rooms.add({ number: '8000' }), rooms.add({ number: '8000' })])
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(rooms.add({ number: '8000' })).rejects.toMatchObject({ code: 'provider.conflict' })
    const asked = [
      rooms.get('8001'),
      rooms.pin('8001'),
      rooms.change('8001', {}),
      rooms.remove('8001'),
      rooms.setSchedule('8001', null),
    ]
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('are all kept when they are changed at once', async () => {
    const rooms = open()
    const numbers = Array.from({ length: 20 }, (_one, index) => String(8000 + index))
    await Promise.all(numbers.map((number) => rooms.add({ number })))
    await Promise.all(numbers.map((number) => rooms.change(number, { pin: `27${number}` })))
    expect((await rooms.list()).map(({ number }) => number)).toEqual(numbers)
    expect(await rooms.pin('8013')).toBe('278013')
  })

  it('have a schedule, which stays when something else is changed', async () => {
    const rooms = open()
    await rooms.add({ number: '8000' })
    await rooms.add({ number: '8001' })
    await rooms.setSchedule('8000', schedule)
    await rooms.change('8000', { subject: 'Planning' })
    expect(await rooms.schedules()).toEqual(
      new Map([
        ['8000', schedule],
        ['8001', null],
      ]),
    )
    await rooms.setSchedule('8000', null)
    expect((await rooms.schedules()).get('8000')).toBe(null)
  })
})

it('rooms outlive the process by the vault, each PBX with its own', async () => {
  const { vault, kept } = createSlowVault()
  await createRoomBook(undefined, { name: 'office', vault }).add({ number: '8000', pin: '271828' })
  expect(await createRoomBook(undefined, { name: 'office', vault }).pin('8000')).toBe('271828')
  expect(await createRoomBook(undefined, { name: 'home', vault }).list()).toEqual([])
  expect([...kept.keys()]).toEqual(['rooms:office'])
})

it('a change that cannot be kept is told, and does not hold up the next', async () => {
  const { vault } = createSlowVault()
  let isFull = true
  const rooms = createRoomBook(undefined, {
    name: 'office',
    vault: {
      ...vault,
      put: (...args) => (isFull ? Promise.reject(new Error('disk full')) : vault.put(...args)),
    },
  })
  await expect(rooms.add({ number: '8000' })).rejects.toThrow('disk full')
  isFull = false
  await rooms.add({ number: '8001' })
  expect((await rooms.list()).map(({ number }) => number)).toEqual(['8001'])
})

it('what was kept and cannot be read is not overwritten', async () => {
  const { vault, kept } = createSlowVault()
  kept.set('rooms:office', '{"rooms":7}')
  const rooms = createRoomBook(undefined, { name: 'office', vault })
  await expect(rooms.add({ number: '8000' })).rejects.toMatchObject({ code: 'provider.malformed' })
  await expect(rooms.list()).rejects.toMatchObject({ code: 'provider.malformed' })
  expect(kept.get('rooms:office')).toBe('{"rooms":7}')
})

it('what is sealed with another key is not overwritten', async () => {
  const { vault, kept } = createSlowVault()
  kept.set('rooms:office', 'sealed')
  const rooms = createRoomBook(undefined, { name: 'office', vault: { ...vault, get: async () => null } })
  for (const ask of [rooms.list, () => rooms.add({ number: '8000' }), () => rooms.get('8000')])
    await expect(ask()).rejects.toMatchObject({ code: 'provider.rejected' })
  expect(kept.get('rooms:office')).toBe('sealed')
})
