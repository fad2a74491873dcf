import { Writable } from 'node:stream'
import { WebClient } from '@slack/web-api'
import { expect, it } from 'vitest'
import { createLogger } from '#lib/logger.ts'
import { createBoltLogger } from '#platforms/slack/bolt-logger.ts'
import { clientOptions } from '#platforms/slack/clients.ts'
import { startStubSlack } from './stub-slack.ts'

it("the SDK's own lines reach our log without tokens or contents, at its loudest level too", async () => {
  const slack = await startStubSlack()
  slack.answer('chat.postMessage', 'reset')
  let logged = ''
  const destination = new Writable({
    write(chunk, _, done) {
      logged += String(chunk)
      done()
    },
  })
  const logger = createLogger({ level: 'trace', destination })
  const client = new WebClient(
    'xoxb-very-secret',
    clientOptions({ apiUrl: slack.url }, logger, () => {}),
  )
  await client.chat.postMessage({ channel: 'C1', text: 'PIN 2468' }).catch(() => {})
  createBoltLogger(logger).error(new Error('a real failure'))
  expect(logged).toContain('a real failure')
  expect(logged).toContain('http request failed')
  expect(logged).not.toMatch(/xoxb|2468/)
})
