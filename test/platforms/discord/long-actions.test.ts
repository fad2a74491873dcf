import { describe, expect, it } from 'vitest'
import { createLongActions } from '#platforms/discord/long-actions.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { createKept } from './sandbox-discord.ts'

const action = { key: 'discord:action:abc', text: 'conf invite?who=Anna' }
const never = () => new Promise<never>(() => {})

describe('a command that is too long for a button', () => {
  it('is known at once, also while the store does not answer', async () => {
    const longActions = createLongActions({ kept: { put: never, get: never }, clock: createHandClock() })
    void longActions.keep([action])
    expect(await longActions.read(action.key)).toBe(action.text)
  })

  it('is known to the next process, for as long as a button is of use', async () => {
    const clock = createHandClock()
    const kept = createKept()
    const put: number[] = []
    const noting: typeof kept = {
      ...kept,
      put(values) {
        put.push(...values.map(({ until }) => until))
        return kept.put(values)
      },
    }
    await createLongActions({ kept: noting, clock }).keep([action])
    expect(await createLongActions({ kept, clock }).read(action.key)).toBe(action.text)
    expect(put).toEqual([clock.now() + 90 * 24 * 3_600_000])
  })

  it('is none when nobody knows it', async () => {
    expect(await createLongActions({ kept: createKept(), clock: createHandClock() }).read('another')).toBeNull()
  })

  it('is not waited for longer than a click can wait', async () => {
    const clock = createHandClock()
    const longActions = createLongActions({ kept: { put: never, get: never }, clock })
    await expect(clock.until(longActions.read(action.key))).rejects.toThrow('did not tell in time')
  })

  it('costs the store nothing where there is none', async () => {
    const longActions = createLongActions({ kept: { put: never, get: never }, clock: createHandClock() })
    await longActions.keep([])
  })

  it('is forgotten by the memory, the oldest first, when there are too many', async () => {
    const longActions = createLongActions({
      kept: { put: async () => {}, get: async () => null },
      clock: createHandClock(),
    })
    const many = Array.from({ length: 2_001 }, (_, index) => ({ key: `key ${index}`, text: `text ${index}` }))
    await longActions.keep(many)
    expect(await longActions.read('key 0')).toBeNull()
    expect(await longActions.read('key 1')).toBe('text 1')
  })
})
