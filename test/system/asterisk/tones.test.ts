/** Tones are found in a WAV where they sound, at their level, and nowhere else. */
import { expect, test } from 'vitest'
import { wavOf } from '#test/support/asterisk/tone-files.ts'
import { audible, courseOf, loudness, readWav, tonesIn } from '#test/support/asterisk/tones.ts'

test('a tone has its level, and what does not sound has none', () => {
  const [first] = tonesIn(wavOf([440], 1), [440, 445, 700])
  expect(first?.levels[440]).toBeCloseTo(0.25, 3)
  expect(first?.levels[445]).toBeLessThan(0.005)
  expect(first?.levels[700]).toBeLessThan(0.005)
})

test('tones that sound at once are told apart', () => {
  const course = courseOf(tonesIn(wavOf([440, 700, 1000], 2), [440, 700, 850, 1000]))
  expect(course).toEqual([['440+700+1000', 10]])
})

test('the course tells when a tone begins and ends', () => {
  const samples = (file: Buffer) => file.subarray(44)
  const joined = Buffer.concat([wavOf([440], 1), samples(wavOf([], 1)), samples(wavOf([440, 700], 1))])
  // The header still says one second, as that of a file that is being written says nothing: then all of it counts.
  expect(courseOf(tonesIn(joined, [440, 700]))).toEqual([['440', 5]])
  joined.writeUInt32LE(0, 40)
  expect(courseOf(tonesIn(joined, [440, 700]))).toEqual([
    ['440', 5],
    ['-', 5],
    ['440+700', 5],
  ])
  expect(loudness(joined).map((level) => level > audible)).toEqual([
    ...Array(5).fill(true),
    ...Array(5).fill(false),
    ...Array(5).fill(true),
  ])
})

test('other chunks are passed over, and what is no such WAV is refused', () => {
  const plain = wavOf([440], 1)
  const list = Buffer.from('LIST\x03\x00\x00\x00abc\x00', 'latin1')
  const longer = Buffer.concat([plain.subarray(0, 36), list, plain.subarray(36)])
  expect(readWav(longer)).toEqual(readWav(plain))
  expect(() => readWav(Buffer.from('what is this'))).toThrow('not a WAV')
  const eight = Buffer.from(plain)
  eight.writeUInt16LE(8, 34)
  expect(() => readWav(eight)).toThrow('16-bit')
})
