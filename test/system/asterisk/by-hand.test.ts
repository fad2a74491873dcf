/** What `npm run asterisk` brings up, and what it tells confbot of it, as confbot's own doctor finds it. */
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findAsterisk } from '#test/support/asterisk/server.ts'
import { deadOrigin } from '#test/support/local-server.ts'

const root = join(import.meta.dirname, '../../..')
const Report = z.object({ findings: z.array(z.object({ level: z.string(), part: z.string(), sentence: z.string() })) })
const found = findAsterisk()
const title = 'an Asterisk by hand'

describe.skipIf(!found)(
  found ? title : `${title} (skipped: there is no Asterisk; npm run test:system installs it)`,
  { timeout: 90_000 },
  () => {
    test('is found to be right by the doctor of the confbot that it is put behind', async () => {
      const command = ['scripts/asterisk.ts', process.execPath, 'src/main.ts', 'doctor', '--json']
      const { stdout } = await promisify(execFile)(process.execPath, command, {
        cwd: root,
        env: { ...process.env, PORT: new URL(await deadOrigin()).port, ADMIN_PORT: '0' },
      })
      expect(stdout).toMatch(/^Asterisk \d+\./)
      const { findings } = Report.parse(JSON.parse(stdout.slice(stdout.indexOf('{\n'))))
      const ofPbx = findings.filter(({ part }) => part === 'PBX asterisk')
      expect(ofPbx.map(({ sentence }) => sentence).join('\n')).toContain('asks confbot at')
      expect(ofPbx.filter(({ level }) => level !== 'ok')).toEqual([])
    })

    test.each(['SIGTERM', 'SIGINT'] as const)('ends all that its command started by %s', async (signal) => {
      const command = ['scripts/asterisk.ts', 'sh', '-c', `sh -c 'echo "sleeps: $$"; exec sleep 300'; true`]
      const script = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
      let said = ''
      script.stdout.on('data', (chunk) => (said += chunk))
      await expect.poll(() => said, { timeout: 60_000 }).toMatch(/sleeps: \d+\n/)
      const sleeping = Number(/sleeps: (\d+)/.exec(said)?.[1])
      expect(isAlive(sleeping)).toBe(true)
      const ended = new Promise((resolve) => script.once('exit', resolve))
      script.kill(signal)
      await ended
      await expect.poll(() => isAlive(sleeping)).toBe(false)
    })
  },
)

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
