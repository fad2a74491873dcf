import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, '../scripts/manifest.ts'), ...args], { encoding: 'utf8' })

test('prints the manifest for signed HTTP with the given address', () => {
  const { stdout, status } = run('--http', 'https://conf.example.com/')
  expect(stdout).toContain('request_url: https://conf.example.com/slack/events')
  expect(status).toBe(0)
})

test.each([['http://conf.example.com'], ['conf.example.com'], ['']])(
  'says in a sentence that %j is no address for Slack',
  (address) => {
    const { stdout, stderr, status } = run('--http', address)
    expect(stderr).toMatch(/^Slack calls only https addresses\. Give one, such as: npm run manifest .*\n$/)
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
  },
)

test.each([['--http'], ['--https'], ['conf.example.com']])(
  'says in a sentence how it is written, asked with %s',
  (argument) => {
    const { stderr, status } = run(argument)
    expect(stderr).toMatch(/^Write "npm run manifest", or .*\n$/)
    expect(status).toBe(1)
  },
)
