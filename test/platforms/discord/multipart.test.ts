import { expect, it } from 'vitest'
import { createHttpClient } from '#lib/http-client.ts'
import { startStubDiscord } from './stub-discord.ts'

it('sends files beside the body, also where something else has loaded an HTTP client of its own', async () => {
  await createHttpClient({ timeoutMs: 1_000 }).close()
  const { api, calls } = await startStubDiscord()
  const files = [{ name: 'a.ics', data: 'BEGIN:VCALENDAR', contentType: 'text/calendar' }]
  await api.call('POST', '/channels/7/messages', { body: { flags: 1 }, files })
  expect(calls[0]?.body).toContain('name="payload_json"\r\n\r\n{"flags":1}')
  expect(calls[0]?.body).toMatch(/name="files\[0\]"; filename="a\.ics"\r\nContent-Type: text\/calendar/i)
})
