import { describe, expect, it, onTestFinished } from 'vitest'
import { createHandClock } from '#test/support/hand-clock.ts'
import { soon } from '#test/support/soon.ts'
import { createMonitor, type Monitored } from '#watcher/monitor.ts'

function monitor(...parts: Monitored[]) {
  const clock = createHandClock()
  const made = createMonitor(parts, clock)
  onTestFinished(made.stop)
  return { clock, monitor: made }
}
const never = () => new Promise<never>(() => {})

describe('the monitor', () => {
  it('says of nothing that it works before it was asked', () => {
    const { monitor: made } = monitor({ name: 'store', check: async () => {} })
    expect(made.readings()).toEqual([
      { name: 'store', isConnected: false, lastContactAt: null, detail: 'not asked yet' },
    ])
  })

  it('tells how a part works as it is now, and of one that does not why not', async () => {
    let failure: Error | null = null
    let detail = 'no events'
    const { clock, monitor: made } = monitor({
      name: 'PBX main',
      async check() {
        if (failure) throw failure
      },
      detail: () => detail,
    })
    expect(made.readings()).toMatchObject([{ detail: 'not asked yet' }])
    made.start()
    await soon(() => expect(made.readings()).toMatchObject([{ detail: 'no events' }]))
    detail = 'events come'
    expect(made.readings()).toMatchObject([{ detail: 'events come' }])
    failure = new Error('no answer')
    clock.advance(30_000)
    await soon(() => expect(made.readings()).toMatchObject([{ detail: 'no answer' }]))
  })

  it('tells when each part was last seen to work, and what it says when it no longer does', async () => {
    let failure: Error | null = null
    const { clock, monitor: made } = monitor({
      name: 'store',
      async check() {
        if (failure) throw failure
      },
    })
    made.start()
    const startAt = clock.now()
    await soon(() => expect(made.readings()).toMatchObject([{ isConnected: true, lastContactAt: startAt }]))
    failure = new Error('no answer')
    clock.advance(30_000)
    await soon(() =>
      expect(made.readings()).toMatchObject([{ isConnected: false, lastContactAt: startAt, detail: 'no answer' }]),
    )
    failure = null
    clock.advance(30_000)
    await soon(() => expect(made.readings()).toMatchObject([{ isConnected: true, lastContactAt: startAt + 60_000 }]))
  })

  it('lets a part that hangs keep nobody else waiting', async () => {
    let asked = 0
    const { clock, monitor: made } = monitor(
      { name: 'hangs', check: never },
      { name: 'works', check: async () => void asked++ },
    )
    made.start()
    for (let round = 1; round <= 3; round++) {
      await soon(() => expect(asked).toBe(round))
      clock.advance(30_000)
    }
    expect(made.readings()).toMatchObject([
      { name: 'hangs', isConnected: false, lastContactAt: null },
      { name: 'works', isConnected: true },
    ])
  })

  it('asks nothing more once it is stopped', async () => {
    let asked = 0
    const { clock, monitor: made } = monitor({ name: 'store', check: async () => void asked++ })
    made.start()
    await soon(() => expect(asked).toBe(1))
    made.stop()
    clock.advance(300_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(asked).toBe(1)
  })
})
