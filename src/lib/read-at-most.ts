/** Reading a body that somebody else sends, so that nobody can fill the memory. */

/** All of it; null, with the rest unread, as soon as there are more than `maxBytes`. Rejects when it breaks off. */
export async function readAtMost(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
