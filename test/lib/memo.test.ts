import { expect, it } from 'vitest'
import { createMemo } from '#lib/memo.ts'

function createCounted(max: number) {
  const memo = createMemo<number>(max)
  const asked: string[] = []
  const ask = (key: string) =>
    memo(key, () => {
      asked.push(key)
      return asked.length
    })
  return { ask, asked }
}

it('asks once for what it remembers', () => {
  const { ask, asked } = createCounted(2)
  expect([ask('a'), ask('b'), ask('a'), ask('b')]).toEqual([1, 2, 1, 2])
  expect(asked).toEqual(['a', 'b'])
})

it('forgets rather than grow', () => {
  const { ask, asked } = createCounted(2)
  for (const key of ['a', 'b', 'c', 'a']) ask(key)
  expect(asked).toEqual(['a', 'b', 'c', 'a'])
})

it('remembers nothing of a question that failed', () => {
  const memo = createMemo<number>(2)
  const fail = () => {
    throw new Error('no answer')
  }
  expect(() => memo('a', fail)).toThrow('no answer')
  expect(memo('a', () => 1)).toBe(1)
})
