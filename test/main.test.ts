import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'

const main = join(import.meta.dirname, '../src/main.ts')

/** The real process, in an empty folder, with nothing of the test's own environment but what it is given. */
function run(env: Record<string, string>, ...args: string[]): ChildProcessWithoutNullStreams {
  const cwd = mkdtempSync(join(tmpdir(), 'confbot-main-'))
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, PORT: '0', ADMIN_PORT: '0', ...env },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(cwd, { recursive: true, force: true })
  })
  return child
}

/** What it printed until `words` came. */
async function prints(child: ChildProcessWithoutNullStreams, words: string): Promise<string> {
  let printed = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += chunk
    if (printed.includes(words)) return printed
  }
  throw new Error(`it ended after printing: ${printed}`)
}

test('starts with the sandbox when nothing is configured, says where, and stops in order', async () => {
  const child = run({ CONFBOT_SANDBOX_TOKEN: 'a-token' })
  const printed = await prints(child, '/conf start')
  expect(printed).toMatch(/^confbot runs with its sandbox: http:\/\/127\.0\.0\.1:\d+\/\?token=a-token$/m)
  const [address] = /http:\S+/.exec(printed) ?? ['']
  expect(await (await fetch(new URL('/healthz', address))).json()).toEqual({ ok: true })
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  // Windows knows no signals: there the process is simply gone.
  expect(await exited).toEqual(process.platform === 'win32' ? [null, 'SIGTERM'] : [0, null])
})

test('ends with 2 and all problems of the configuration', async () => {
  const child = run({ PORT: 'high', SLACK_BOT_TOKEN: 'xoxb-1' })
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect(code).toBe(2)
  expect(errors).toContain('- PORT: is not valid. Expected a number from 0 to 65535.')
  expect(errors).toContain('- SLACK_WORKSPACES: is missing.')
  expect(errors).not.toMatch(/^\s+at /m)
})

test('ends with a sentence when its port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  const child = run({ PORT: port })
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect(code).toBe(1)
  expect(errors).toBe(`Port ${port} is in use by another program. Stop it, or set PORT to another port.\n`)
})

test('serves a terminal, and ends with it', async () => {
  const child = run({}, 'terminal')
  const exited = once(child, 'exit')
  child.stdin.end('start "Sprint review" 1001\nquit\n')
  const printed = await text(child.stdout)
  expect(printed).toContain('│ Sprint review')
  expect(await exited).toEqual([0, null])
})
