/** The sample of `docs/asterisk/`, as it stands, in a real Asterisk: it loads, and its users may do what confbot does and no more. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { askManager } from '#test/support/asterisk/manager-socket.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { sampleFolder } from '#test/support/asterisk/settings-folder.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'

const dialplan = readFileSync(join(sampleFolder, 'extensions.conf'), 'utf8').replace(/^\s*;.*$/gm, '')
const contexts = [...dialplan.matchAll(/^\[([\w-]+)\]/gm)].flatMap(([, name]) => name ?? [])
const applications = [
  ...new Set([...dialplan.matchAll(/(?:,|=> n(?:\(\w+\))?,|\?)([A-Z]\w+)\(/g)].flatMap(([, name]) => name ?? [])),
]
const functions = [...new Set([...dialplan.matchAll(/\b([A-Z]{3,})\(/g)].flatMap(([, name]) => name ?? []))]

describeOnAsterisk('the sample', { timeout: 30_000 }, (asterisk) => {
  test('loads without a warning', () => {
    expect(asterisk().log()).toContain('Asterisk')
    expect(asterisk().log()).not.toMatch(/WARNING|ERROR/)
  })

  test('has every context, application and function that it uses', async () => {
    expect(contexts).toContain('confbot-room')
    for (const context of contexts)
      expect(await asterisk().cli(`dialplan show ${context}`)).toContain(`Context '${context}'`)
    expect(applications).toEqual(
      expect.arrayContaining(['ConfBridge', 'ChanSpy', 'Record', 'Read', 'Playback', 'SayDigits']),
    )
    for (const name of applications.filter((one) => !functions.includes(one)))
      expect(await asterisk().cli(`core show application ${name}`)).toContain(`Application '${name}'`)
    expect(functions).toEqual(expect.arrayContaining(['CURL', 'CURLOPT', 'URIENCODE', 'CONFBRIDGE', 'CUT']))
    for (const name of functions)
      expect(await asterisk().cli(`core show function ${name}`)).toContain(`Function '${name}'`)
  })

  test('has the sounds that it plays', async () => {
    const sounds = [...dialplan.matchAll(/(?<![\w-])((?:conf|vm)-[a-z]+(?:-[a-z]+)*)\b/g)].flatMap(
      ([, name]) => name ?? [],
    )
    const known = await fetch(`${asterisk().ari.url}/sounds`, { headers: login(asterisk()) })
    expect(known.status).toBe(200)
    const ids = z
      .array(z.object({ id: z.string() }))
      .parse(await known.json())
      .map(({ id }) => id)
    expect(sounds).toEqual(expect.arrayContaining(['conf-getpin', 'vm-goodbye']))
    expect(sounds.filter((sound) => !ids.includes(sound))).toEqual([])
  })

  test('has the profiles, with people marked and helpers that leave with the last of them', async () => {
    expect(await asterisk().cli('confbridge show profile bridge confbot_bridge')).toMatch(/Name: +confbot_bridge/)
    const user = await asterisk().cli('confbridge show profile user confbot_user')
    expect(user).toMatch(/Marked User: +true/)
    expect(user).toMatch(/Admin: +false/)
    expect(user).toMatch(/MOH When Empty: +disabled/)
    expect(await asterisk().cli('confbridge show profile user confbot_helper')).toMatch(/Marked User: +false/)
  })

  test('gives the user of the manager interface three classes and this machine', async () => {
    const shown = await asterisk().cli('manager show user confbot')
    expect(shown).toMatch(/read perm: call,reporting$/m)
    expect(shown).toMatch(/write perm: call,reporting,originate$/m)
    expect(shown).toMatch(/deny - 0\.0\.0\.0\/0\.0\.0\.0[\s\S]*allow - 127\.0\.0\.1\/255\.255\.255\.255/)
  })

  test.each<Readonly<Record<string, string>>>([
    { Action: 'ConfbridgeStartRecord', Conference: '8000' },
    { Action: 'ConfbridgeStopRecord', Conference: '8000' },
    { Action: 'Command', Command: 'core show channels' },
    { Action: 'DBPut', Family: 'a', Key: 'b', Val: 'c' },
    { Action: 'MixMonitor', Channel: 'PJSIP/outside-1', File: 'x' },
    { Action: 'UpdateConfig', SrcFilename: 'manager.conf', DstFilename: 'manager.conf' },
    { Action: 'GetConfig', Filename: 'manager.conf' },
    { Action: 'ModuleLoad', LoadType: 'unload', Module: 'app_confbridge.so' },
  ])('refuses that user $Action', async (action) => {
    expect(await askManager(asterisk(), action)).toEqual(
      expect.arrayContaining(['Response: Error', 'Message: Permission denied']),
    )
  })

  test('lets nobody run a program by placing a call', async () => {
    const action = { Action: 'Originate', Channel: 'Local/tell@confbot-helper', Application: 'System', Data: 'true' }
    expect(await askManager(asterisk(), action)).toContain('Response: Error')
  })

  test.each(['ListRooms', 'List', 'Mute', 'Unmute', 'Kick', 'Lock', 'Unlock'])('lets that user %s', async (verb) => {
    const action = { Action: `Confbridge${verb}`, Conference: '8000', Channel: 'PJSIP/1' }
    expect(await askManager(asterisk(), action)).toContain('Message: No active conferences.')
  })

  test('opens ARI to whoever has the password; before the first recording there is not even a folder to list', async () => {
    const stored = `${asterisk().ari.url}/recordings/stored`
    expect((await fetch(stored)).status).toBe(401)
    const listed = await fetch(stored, { headers: login(asterisk()) })
    expect([listed.status, await listed.json()]).toEqual([500, { error: 'Allocation failed' }])
  })

  test('is there again, with what it was told last, after it was killed', async () => {
    const entryUrl = 'http://127.0.0.1:9/pbx/office/entry/said-later'
    await asterisk().setEntryUrl(entryUrl)
    expect(await asterisk().cli('dialplan show globals')).toContain(`CONFBOT_ENTRY=${entryUrl}\n`)
    await asterisk().kill()
    await expect(asterisk().cli('core show version')).rejects.toThrow()
    await asterisk().start()
    expect(await asterisk().cli('dialplan show globals')).toContain(`CONFBOT_ENTRY=${entryUrl}\n`)
    expect(await askManager(asterisk(), { Action: 'Ping' })).toContain('Response: Success')
  })
})

const login = ({ ari }: Asterisk) => ({
  authorization: `Basic ${Buffer.from(`${ari.user}:${ari.password}`).toString('base64')}`,
})
