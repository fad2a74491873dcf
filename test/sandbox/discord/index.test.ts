import { Routes } from 'discord.js'
import { expect, test } from 'vitest'
import { serveDiscord } from './run-client.ts'

test('what a bot needs follows from the sandbox’s token', async () => {
  const [one, other] = [await serveDiscord(), await serveDiscord()]
  const { apiUrl, token, applicationId, publicKey, serverId } = one.sandbox.credentials().discord
  expect(apiUrl).toBe(`${one.origin}/sandbox/discord/api`)
  expect(publicKey).toMatch(/^[0-9a-f]{64}$/)
  expect(Buffer.from(token.split('.')[0] ?? '', 'base64').toString()).toBe(applicationId)
  expect(other.sandbox.credentials().discord).toEqual({
    apiUrl: `${other.origin}/sandbox/discord/api`,
    token,
    applicationId,
    publicKey,
    serverId,
  })
})

test('a file that came with a message is fetched where the message says, as no page', async () => {
  const served = await serveDiscord()
  const { channels } = await served.get('discord/channels?user=alice')
  const ops = (channels as { id: string; name: string }[]).find(({ name }) => name === 'ops')?.id ?? ''
  const { apiUrl, token } = served.sandbox.credentials().discord
  const body = new FormData()
  body.set('payload_json', '{"content":"A file"}')
  body.set('files[0]', new Blob(['<p>Hi</p>']), 'a.html')
  const headers = { authorization: `Bot ${token}` }
  await fetch(`${apiUrl}/v10${Routes.channelMessages(ops)}`, { method: 'POST', headers, body })
  const [message] = await served.messages('ops', 'alice')
  const [{ url = '' } = {}] = (message?.attachments ?? []) as { url?: string }[]
  const response = await fetch(url)
  expect(await response.text()).toBe('<p>Hi</p>')
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect((await fetch(url, { method: 'POST' })).status).toBe(404)
  expect((await fetch(`${served.origin}/sandbox/discord/elsewhere`)).status).toBe(404)
})

test('a WebSocket of another origin, or at another path, is refused', async () => {
  const { origin } = await serveDiscord()
  const upgrade = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${origin}${path}`, { headers: { ...headers } }).then(({ status }) => status)
  // Without an upgrade it is no address at all.
  expect(await upgrade('/sandbox/discord/gateway')).toBe(404)
  expect(await upgrade('/sandbox/discord/gateway', { origin: 'https://evil.example' })).toBe(403)
})
