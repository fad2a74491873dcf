/** Tones as files: what callers of tests play. */

/** A quarter of what the file can hold, so that three at once are still not cut off. */
const amplitude = 0.25
const rate = 8000

/** One sample of -1..1 for each 1/8000 s. `hz` null: silence. */
const samplesOf = (hz: number | null, seconds: number) =>
  Float64Array.from({ length: rate * seconds }, (_, index) =>
    hz === null ? 0 : amplitude * Math.sin((2 * Math.PI * hz * index) / rate),
  )

/** 16-bit PCM, one channel, 8000 samples a second. Several frequencies sound at once. */
export function wavOf(frequencies: readonly number[], seconds: number): Buffer {
  const parts = frequencies.map((hz) => samplesOf(hz, seconds))
  const header = Buffer.alloc(44)
  const size = rate * seconds * 2
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + size, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(size, 40)
  const body = Buffer.alloc(size)
  for (let index = 0; index < rate * seconds; index += 1)
    body.writeInt16LE(Math.round(parts.reduce((sum, part) => sum + (part[index] ?? 0), 0) * 0x7fff), index * 2)
  return Buffer.concat([header, body])
}

/** One second as G.711 µ-law without a header; a whole number of Hz goes on without a click when it is played again and again. */
export const ulawOf = (hz: number): Buffer => Buffer.from(Array.from(samplesOf(hz, 1), toUlaw))

/** ITU-T G.711, µ-law: sign, exponent and four bits of mantissa, all of them inverted. */
function toUlaw(sample: number): number {
  const magnitude = Math.min(Math.abs(Math.round(sample * 0x7fff)), 32635) + 132
  const exponent = Math.floor(Math.log2(magnitude)) - 7
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff
}
