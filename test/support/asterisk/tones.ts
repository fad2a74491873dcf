/**
 * Which tones a WAV holds, and when: a recording, or what somebody heard, as a witness of who was heard.
 *
 * A Goertzel filter measures one frequency without a whole spectrum. Over windows of 200 ms, tones that are multiples of 5 Hz do not
 * show in one another's levels.
 */

export interface Wav {
  /** Samples a second. */
  readonly rate: number
  /** Each of -1..1, of the first channel. */
  readonly samples: Float64Array
}

/** What sounds in one window. */
export interface Tones {
  /** Where the window begins, in seconds from the start of the file. */
  readonly at: number
  /** By frequency in Hz: the amplitude of that sine, 0..1 of what the file can hold. */
  readonly levels: Readonly<Record<number, number>>
}

/** The level from which on a tone is one that somebody hears; those of `tone-files.ts` are at 0.25 and the noise below 0.005. */
export const audible = 0.05

/** 16-bit PCM, as Asterisk and baresip write it, also one that is still being written. Throws on anything else. */
export function readWav(file: Buffer): Wav {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('not a WAV')
  let [rate, channels] = [0, 0]
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    const body = at + 8
    if (name === 'fmt ') {
      channels = file.readUInt16LE(body + 2)
      rate = file.readUInt32LE(body + 4)
      if (file.readUInt16LE(body) !== 1 || file.readUInt16LE(body + 14) !== 16)
        throw new Error('not a WAV of 16-bit PCM')
    }
    if (name === 'data') {
      if (channels === 0) throw new Error('a WAV without a format')
      // A size that is not true yet: whoever writes it fills it in at the end.
      const end = size === 0 || body + size > file.length ? file.length : body + size
      const samples = new Float64Array(Math.floor((end - body) / (2 * channels)))
      for (let index = 0; index < samples.length; index += 1)
        samples[index] = file.readInt16LE(body + index * 2 * channels) / 0x8000
      return { rate, samples }
    }
    at = body + size + (size % 2)
  }
  throw new Error('a WAV without sound')
}

/** One entry for each whole window of `windowMs` milliseconds. */
export function tonesIn(file: Buffer, frequencies: readonly number[], windowMs = 200): readonly Tones[] {
  const { rate, samples } = readWav(file)
  const size = Math.round((rate * windowMs) / 1000)
  return Array.from({ length: Math.floor(samples.length / size) }, (_, index) => {
    const window = samples.subarray(index * size, (index + 1) * size)
    return {
      at: (index * size) / rate,
      levels: Object.fromEntries(frequencies.map((hz) => [hz, levelOf(window, hz / rate)])),
    }
  })
}

/** Windows in which that tone is heard, as the count of those in a row, from the start: `[['-', 3], ['440', 5], ['440+700', 2]]`. */
export function courseOf(tones: readonly Tones[]): readonly (readonly [heard: string, windows: number])[] {
  const course: [string, number][] = []
  for (const { levels } of tones) {
    const heard =
      Object.entries(levels)
        .filter(([, level]) => level >= audible)
        .map(([hz]) => hz)
        .join('+') || '-'
    const last = course.at(-1)
    if (last?.[0] === heard) last[1] += 1
    else course.push([heard, 1])
  }
  return course
}

/** How loud a stretch is: its root mean square, 0..1. Speech has no tone of its own. */
export function loudness(file: Buffer, windowMs = 200): readonly number[] {
  const { rate, samples } = readWav(file)
  const size = Math.round((rate * windowMs) / 1000)
  return Array.from({ length: Math.floor(samples.length / size) }, (_, index) =>
    Math.sqrt(samples.subarray(index * size, (index + 1) * size).reduce((sum, sample) => sum + sample ** 2, 0) / size),
  )
}

/** `cycles`: of the tone, in one sample. */
function levelOf(window: Float64Array, cycles: number): number {
  const turn = 2 * Math.cos(2 * Math.PI * cycles)
  let [last, beforeLast] = [0, 0]
  for (const sample of window) [last, beforeLast] = [sample + turn * last - beforeLast, last]
  const power = last ** 2 + beforeLast ** 2 - turn * last * beforeLast
  return (2 * Math.sqrt(Math.max(0, power))) / window.length
}
