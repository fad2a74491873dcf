/** The peer: a server that verifies interactions and defers each privately, and does nothing else. Prints its address. */
import { createServer } from 'node:http'
import { verifyKey } from 'discord-interactions'

const publicKey = process.env.DISCORD_PUBLIC_KEY ?? ''
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = request.headers
    const isOurs = await verifyKey(Buffer.concat(chunks), String(signature), String(timestamp), publicKey)
    response.writeHead(isOurs ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isOurs ? { type: 5, data: { flags: 64 } } : {}))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  console.log(`http://127.0.0.1:${address.port}`)
})
process.on('SIGTERM', () => process.exit(0))
