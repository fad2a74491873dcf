import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readAtMost } from '#lib/read-at-most.ts'

const body = (...parts: string[]) => Readable.from(parts.map((part) => Buffer.from(part)))

test('a body is read whole up to the limit, and not beyond it', async () => {
  expect(String(await readAtMost(body('ab', 'cd'), 4))).toBe('abcd')
  expect(await readAtMost(body('ab', 'cd'), 3)).toBeNull()
  expect(String(await readAtMost(body(), 0))).toBe('')
})

test('a body that breaks off rejects', async () => {
  const broken = new Readable({ read: () => {} })
  broken.destroy(new Error('gone'))
  await expect(readAtMost(broken, 9)).rejects.toThrow('gone')
})
