import { constants, inflateSync, zstdDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { serveSandbox } from '../../serve-sandbox.ts'
import { identify, openSocket } from './open-socket.ts'

const decompressors = {
  'zlib-stream': (bytes: Buffer) => inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  'zstd-stream': (bytes: Buffer) => zstdDecompressSync(bytes, { finishFlush: constants.ZSTD_e_flush }),
}

test.each(['zlib-stream', 'zstd-stream'] as const)('%s: frames of a connection share one compressor', async (kind) => {
  const served = await serveSandbox()
  const socket = openSocket(served, `v=10&encoding=json&compress=${kind}`)
  await socket.send(identify(served))
  await expect.poll(() => socket.binary).toHaveLength(3)
  const text = decompressors[kind](Buffer.concat(socket.binary)).toString()
  expect(text).toMatch(/^\{"op":10,.*\}\{"op":0,.*"READY"\}\{"op":0,.*"GUILD_CREATE"\}$/)
  expect(socket.frames).toEqual([])
})

test('zlib-stream ends each frame as documented', async () => {
  const socket = openSocket(await serveSandbox(), 'v=10&encoding=json&compress=zlib-stream')
  await expect.poll(() => socket.binary).toHaveLength(1)
  expect(socket.binary[0]?.subarray(-4)).toEqual(Buffer.from([0, 0, 0xff, 0xff]))
})
