/** `npm run sandbox` as a process: what it prints is the environment of a bot, as it is to be given. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { dialects } from '#sandbox/pbx/dialects/index.ts'
import { configFrom } from '#test/support/config.ts'

async function printed(env: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const child = spawn(process.execPath, ['src/sandbox/main.ts'], {
    env: { PATH: process.env.PATH, CONFBOT_SANDBOX_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    const ended = once(child, 'exit')
    if (child.exitCode === null && child.kill()) await ended
  })
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (/^PBX_COUNTRIES=.*\n/m.test(text)) break
  }
  return Object.fromEntries([...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]))
}

const cases: [what: string, given: Readonly<Record<string, string>>, told: Readonly<Record<string, string>>][] = [
  ['nothing said', {}, { SLACK_MODE: 'socket', DISCORD_MODE: 'gateway' }],
  [
    'addresses to send to',
    {
      CONFBOT_SANDBOX_SLACK_REQUEST_URL: 'http://127.0.0.1:3000/slack/events',
      CONFBOT_SANDBOX_DISCORD_REQUEST_URL: 'http://127.0.0.1:3000/discord/interactions',
    },
    { SLACK_MODE: 'http', DISCORD_MODE: 'http' },
  ],
  ...Object.keys(dialects).map((kind): (typeof cases)[number] => [
    `PBX ${kind}`,
    { CONFBOT_SANDBOX_PBXS: kind },
    { PBX_KIND: kind },
  ]),
]

it.each(cases)('with %s its bot is told which way it is sent things', async (_, given, modes) => {
  const env = await printed(given)
  expect(env).toMatchObject(modes)
  expect(() => configFrom({ ...env, DATABASE_URL: ':memory:' })).not.toThrow()
})

it('a kind of PBX that it does not know is refused with those that it does', async () => {
  const child = spawn(process.execPath, ['src/sandbox/main.ts'], {
    env: { PATH: process.env.PATH, CONFBOT_SANDBOX_PORT: '0', CONFBOT_SANDBOX_PBXS: 'portsip,abacus' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += String(chunk)
  })
  expect(await once(child, 'close')).toEqual([2, null])
  expect(said).toContain('abacus')
  expect(said).toContain('portsip')
})
