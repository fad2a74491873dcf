import { expect, test } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createChanges } from '#sandbox/changes.ts'

const longMs = 60_000

test('whoever knows an older version, or one of another sandbox, is answered at once', async () => {
  const changes = createChanges(createMovableClock())
  expect(await changes.after(0, longMs)).toBe(1)
  expect(await changes.after(57, longMs)).toBe(1)
})

test('all who wait hear of the next change, and each later one raises the version', async () => {
  const changes = createChanges(createMovableClock())
  const pages = [changes.after(1, longMs), changes.after(1, longMs), changes.after(1, longMs)]
  changes.note()
  expect(await Promise.all(pages)).toEqual([2, 2, 2])
  const next = changes.after(2, longMs)
  changes.note()
  expect(await next).toBe(3)
})

test('nobody waits longer than was asked for, and then hears the version that is known already', async () => {
  const clock = createMovableClock()
  const changes = createChanges(clock)
  const waiting = changes.after(1, longMs)
  clock.advance(longMs)
  expect(await waiting).toBe(1)
})

test('the end lets everyone go, and nobody wait again', async () => {
  const changes = createChanges(createMovableClock())
  const waiting = changes.after(1, longMs)
  changes.close()
  expect([await waiting, await changes.after(0, longMs)]).toEqual([null, null])
})
