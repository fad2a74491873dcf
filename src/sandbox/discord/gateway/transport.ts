/** One WebSocket of the gateway as what frames are written to, compressed where the app asked for it (discord-api-docs, events/gateway, "Encoding and Compression"). */
import { constants, createDeflate, createZstdCompress } from 'node:zlib'
import type { WebSocket } from 'ws'

/** What the address asks for; an app may leave it out. */
export type Compression = 'zlib-stream' | 'zstd-stream'

/** More than any frame has, so that each comes out in one piece. */
const chunkSize = 1 << 20

/** Sends texts in order; one compressor lives as long as the connection. */
export function createWriter(socket: WebSocket, compression: Compression | undefined): (text: string) => void {
  if (!compression) return (text) => socket.send(text)
  const stream =
    compression === 'zlib-stream'
      ? createDeflate({ flush: constants.Z_SYNC_FLUSH, chunkSize })
      : createZstdCompress({ flush: constants.ZSTD_e_flush, chunkSize })
  stream.on('error', () => socket.terminate())
  stream.on('data', (bytes: Buffer) => {
    if (socket.readyState === socket.OPEN) socket.send(bytes)
  })
  return (text) => void stream.write(text)
}
