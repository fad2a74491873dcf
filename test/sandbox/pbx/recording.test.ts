import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createRecording } from '#sandbox/pbx/recording.ts'

const startedAt = Date.UTC(2026, 11, 1, 14, 0, 0)

test('a recording holds a WAVE file whose chunks add up', () => {
  const { file, fileName, digest } = createRecording('one', '8000', startedAt, startedAt + 60_000)
  expect(file.toString('latin1', 0, 4)).toBe('RIFF')
  expect(file.readUInt32LE(4)).toBe(file.length - 8)
  expect(file.toString('latin1', 8, 16)).toBe('WAVEfmt ')
  const chunks: Record<string, number> = {}
  let offset = 12
  while (offset < file.length) {
    const size = file.readUInt32LE(offset + 4)
    chunks[file.toString('latin1', offset, offset + 4)] = size
    offset += 8 + size + (size % 2)
  }
  expect(offset).toBe(file.length)
  expect(chunks).toMatchObject({ 'fmt ': 16, data: 4000 })
  expect(fileName).toBe('8000_20261201140000.wav')
  expect(digest).toBe(createHash('sha256').update(file).digest('hex'))
})

test('no two recordings share a file', () => {
  const [one, two] = ['one', 'two'].map((id) => createRecording(id, '8000', startedAt, startedAt))
  expect(one?.digest).not.toBe(two?.digest)
})
