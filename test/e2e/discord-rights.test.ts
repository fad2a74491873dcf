/** Who may do what on Discord, as Discord itself tells it: overwrites of channels, roles, and what was granted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { soon } from '#test/support/soon.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord' })
})
afterAll(() => app.stop())

const admin = (user: string, text: string, channel = 'general') =>
  app.discord.post('command', { user, channel, command: 'confadmin', text })
const suggested = async (user: string, text: string) =>
  JSON.stringify(await app.discord.post('autocomplete', { user, channel: 'general', text }))

describe('on Discord', () => {
  it('whom an overwrite of a channel calls an administrator is none', async () => {
    expect(
      await app.discord.post('permissions', { channel: 'general', user: 'bob', allow: ['ADMINISTRATOR'] }),
    ).toMatchObject({ ok: true })
    expect(await admin('bob', 'access grant who:@bob role:administrator')).toMatchObject({ ok: true })
    await app.discord.answer('bob', 'You may not do this')
    await admin('alice', 'access explain person:bob')
    await app.discord.answer('alice', /is participant here/)
  })

  it('viewers are suggested nothing from the directory, also who has asked for nothing before', async () => {
    await admin('alice', 'contact add name:Berta number:+4930901800')
    await app.discord.answer('alice', 'Berta')
    await soon(async () => expect(await suggested('carol', 'invite who:Ber')).toContain('Berta'))
    await admin('alice', 'access grant who:@everyone role:viewer')
    await app.discord.answer('alice', /everybody is viewer/)
    expect(await suggested('bob', 'invite who:Ber')).not.toContain('Berta')
    expect(await suggested('carol', 'invite who:Ber')).not.toContain('Berta')
    expect(await suggested('alice', 'invite who:Ber')).toContain('Berta')
  })
})
