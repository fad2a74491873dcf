import { expect, it } from 'vitest'
import { createTimedMemo } from '#lib/timed-memo.ts'
import { createHandClock } from '#test/support/hand-clock.ts'

class Silence extends Error {}

function prepare() {
  const clock = createHandClock()
  const memo = createTimedMemo<string | null>({
    clock,
    freshMs: 10,
    staleMs: 100,
    max: 2,
    isUnanswered: (error) => error instanceof Silence,
  })
  const asked: string[] = []
  const find = (key: string, answer: () => string | null = () => `${key}${asked.length}`) =>
    memo.find(key, async () => {
      asked.push(key)
      return answer()
    })
  return { clock, memo, asked, find }
}

const fail = (error: Error) => () => {
  throw error
}

it('asks once for all who want the same, and again when the answer is no longer fresh', async () => {
  const { clock, asked, find } = prepare()
  expect(await Promise.all([find('a'), find('a'), find('b')])).toEqual(['a1', 'a1', 'b2'])
  expect(await find('a')).toBe('a1')
  clock.advance(10)
  expect(await find('a')).toBe('a3')
  expect(asked).toEqual(['a', 'b', 'a'])
})

it('holds to an older answer while none comes, and not for longer', async () => {
  const { clock, find } = prepare()
  await find('a', () => 'known')
  clock.advance(99)
  expect(await find('a', fail(new Silence()))).toBe('known')
  clock.advance(1)
  await expect(find('a', fail(new Silence()))).rejects.toThrow(Silence)
})

it('takes another failure for the answer', async () => {
  const { clock, find } = prepare()
  await find('a')
  clock.advance(10)
  await expect(find('a', fail(new Error('no')))).rejects.toThrow('no')
})

it('asks again after a failure', async () => {
  const { find } = prepare()
  await expect(find('a', fail(new Silence()))).rejects.toThrow(Silence)
  expect(await find('a', () => 'now')).toBe('now')
})

it('remembers nothing of what is not there, and forgets what was', async () => {
  const { clock, find } = prepare()
  await find('a')
  clock.advance(10)
  expect(await find('a', () => null)).toBeNull()
  await expect(find('a', fail(new Silence()))).rejects.toThrow(Silence)
})

it('takes what is learnt without asking', async () => {
  const { memo, asked, find } = prepare()
  memo.learn('a', 'told')
  expect(await find('a')).toBe('told')
  expect(asked).toEqual([])
})

it('forgets the oldest rather than grow', async () => {
  const { asked, find } = prepare()
  for (const key of ['a', 'b', 'c', 'b', 'a']) await find(key)
  expect(asked).toEqual(['a', 'b', 'c', 'a'])
})
