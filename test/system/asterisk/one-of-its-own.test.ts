/** An Asterisk that a test starts is its own: it ends with it, and what another left is taken away. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { findAsterisk, startAsterisk } from '#test/support/asterisk/server.ts'
import { installAsterisk } from '../../../scripts/asterisk-folder.ts'

const serverModule = join(import.meta.dirname, '../../support/asterisk/server.ts')

const found = findAsterisk()
const named = (name: string) =>
  found ? name : `${name} (skipped: there is no Asterisk; npm run test:system installs it)`

describe.skipIf(!found)(named('an Asterisk of its own'), () => {
  test('ends with the process that started it, whatever that dies of', async () => {
    const program = `
      const { startAsterisk } = await import(${JSON.stringify(serverModule)})
      const { ami, spool } = await startAsterisk()
      process.stdout.write(JSON.stringify({ port: ami.port, spool }), () => process.kill(process.pid, 'SIGKILL'))`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const said = text(child.stdout)
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
    const left: { port: number; spool: string } = JSON.parse(await said)
    await expect.poll(() => isListening(left.port)).toBe(false)
    // The next one tidies up.
    const asterisk = await startAsterisk()
    onTestFinished(asterisk.stop)
    expect(() => readdirSync(dirname(left.spool))).toThrow('ENOENT')
  })

  test('leaves nothing behind', async () => {
    const asterisk = await startAsterisk()
    expect(await isListening(asterisk.ami.port)).toBe(true)
    await asterisk.stop()
    expect(await isListening(asterisk.ami.port)).toBe(false)
    expect(() => readdirSync(dirname(asterisk.spool))).toThrow('ENOENT')
  })

  test('runs beside another', async () => {
    const both = await Promise.all([startAsterisk(), startAsterisk()])
    for (const asterisk of both) onTestFinished(asterisk.stop)
    expect(await Promise.all(both.map(({ ami }) => isListening(ami.port)))).toEqual([true, true])
    await both[0].kill()
    expect(await both[1].cli('core show version')).toContain('Asterisk')
  })
})

// Where one is installed on the machine itself nothing is ever fetched.
const suite = found?.root === '/' ? () => {} : describe.skipIf(!found)

suite(named('a folder for an Asterisk'), () => {
  test('that holds something else is left as it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'confbot-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    vi.stubEnv('ASTERISK_FOLDER', folder)
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(await installAsterisk()).toBe(
      `Asterisk could not be installed into ${folder}: the folder holds something else.`,
    )
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
    expect(findAsterisk()).toBeUndefined()
  })

  test('is not filled by whoever is not root', () => {
    const program = `
      const { installAsterisk } = await import(${JSON.stringify(join(import.meta.dirname, '../../../scripts/asterisk-folder.ts'))})
      process.setuid('nobody')
      process.env.ASTERISK_FOLDER = '/nowhere'
      console.log(await installAsterisk())`
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })
    expect(said).toBe('There is no Asterisk here, and it cannot be installed: that takes root.\n')
  })
})

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
