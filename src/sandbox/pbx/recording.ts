/** Makes the file of a recording: a short tone, for nobody speaks on the simulated network. */
import { createHash } from 'node:crypto'
import type { Recording } from './room.ts'

const sampleRate = 8_000
const toneHz = 440
const seconds = 0.5

/** The file is always half a second long, whatever the recording's times say. */
export function createRecording(id: string, roomNumber: string, startedAt: number, endedAt: number): Recording {
  const file = toneToWav(`Recording ${id}`)
  const stamp = new Date(startedAt).toISOString().replace(/\D/g, '').slice(0, 14)
  return {
    id,
    startedAt,
    endedAt,
    fileName: `${roomNumber}_${stamp}.wav`,
    digest: createHash('sha256').update(file).digest('hex'),
    file,
    read: false,
  }
}

/** RIFF/WAVE, 8 bit unsigned mono PCM; the comment makes each file, and so its digest, unlike all others. */
function toneToWav(comment: string): Buffer {
  const format = Buffer.alloc(16)
  format.writeUInt16LE(1, 0) // PCM
  format.writeUInt16LE(1, 2) // channels
  format.writeUInt32LE(sampleRate, 4)
  format.writeUInt32LE(sampleRate, 8) // bytes per second
  format.writeUInt16LE(1, 12) // bytes per frame
  format.writeUInt16LE(8, 14) // bits per sample
  const samples = Buffer.from(
    Array.from({ length: sampleRate * seconds }, (_, index) =>
      Math.round(128 + 64 * Math.sin((2 * Math.PI * toneHz * index) / sampleRate)),
    ),
  )
  const info = Buffer.concat([Buffer.from('INFO'), riffChunk('ICMT', Buffer.from(`${comment}\0`))])
  return riffChunk(
    'RIFF',
    Buffer.concat([
      Buffer.from('WAVE'),
      riffChunk('fmt ', format),
      riffChunk('LIST', info),
      riffChunk('data', samples),
    ]),
  )
}

function riffChunk(id: string, content: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(content.length)
  const padding = Buffer.alloc(content.length % 2)
  return Buffer.concat([Buffer.from(id), size, content, padding])
}
