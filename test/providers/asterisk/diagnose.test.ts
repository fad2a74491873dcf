import { expect, it } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { examine } from '#test/support/findings.ts'
import { deadOrigin } from '#test/support/local-server.ts'
import { message, success } from './ami-server.ts'
import { createStage, entrySecret } from './stage.ts'

async function prepare() {
  const stage = await createStage()
  stage.variables.set('CONFBOT_ENTRY', `https://bot.example.com/pbx/office/entry/${entrySecret}`)
  // Events come while there is a listener, before the answer to who asked for them.
  const { server } = stage
  const events = { come: true }
  server.answer('Originate', (action) => {
    const { ActionID = '', ChannelId = '' } = action.fields
    const told = message({
      Event: 'OriginateResponse',
      ActionID,
      Response: 'Failure',
      Reason: '0',
      Uniqueid: ChannelId,
    })
    return `${success(action)}${events.come ? told : ''}`
  })
  const look = (settings: Readonly<Record<string, unknown>> = {}, port?: number) =>
    examine(stage.open({ requestTimeoutMs: 1_000, ...settings }, { clock: createSystemClock(), port }).diagnose())
  return { ...stage, events, look }
}

it('finds everything in order, and rings nobody', async () => {
  const stage = await prepare()
  const found = await stage.look()
  expect(found).toEqual([
    expect.stringMatching(/^ok: It answers at 127\.0\.0\.1:\d+\.$/),
    expect.stringMatching(/^ok: The clock of this machine agrees/),
    'ok: The ARI login as confbot may list and delete recordings.',
    'ok: The login as confbot is accepted.',
    'ok: The login has the rights that are needed, and no others.',
    'ok: It is Asterisk 22.10.1.',
    'ok: It tells of calls as they happen.',
    'ok: Its dialplan has what confbot needs, and asks confbot at bot.example.com who may enter.',
  ])
  expect(stage.originated().map(({ Channel }) => Channel)).toEqual(['ConfbotDoctor/nobody'])
  expect(found.join()).not.toContain(entrySecret)
})

it('asks ARI nothing where there is none, and says what that costs', async () => {
  const { look, ari } = await prepare()
  const found = await look({ ariUrl: undefined, ariPassword: undefined })
  expect(found.filter((line) => !line.startsWith('ok: '))).toEqual([
    'warn: Conferences can be recorded, but their recordings cannot be listed, fetched or deleted. Set ariUrl and ariPassword (PBX_ARI_URL, PBX_ARI_PASSWORD) to the address and login of ARI, or fetch them on the machine itself.',
  ])
  expect(found).toContain('ok: The login as confbot is accepted.')
  expect(ari.asked).toEqual([])
})

it('says once that the login is refused, or that nobody is there', async () => {
  const { look } = await prepare()
  const none = { ariUrl: undefined, ariPassword: undefined }
  expect(await look({ ...none, amiSecret: 'wrong' })).toEqual([
    expect.stringMatching(/^fail: It does not accept the manager login as confbot\. Compare amiUser/),
  ])
  const url = (await deadOrigin()).replace('http:', 'tcp:')
  expect(await look({ ...none, url })).toEqual([expect.stringMatching(/^fail: /)])
})

it('says which rights are missing', async () => {
  const { look, commands } = await prepare()
  delete commands.Originate
  expect(await look()).toContain(
    'fail: The login lacks rights: originate. In manager.conf, give it write = call,reporting,originate.',
  )
})

it('says which rights are too many, and goes on', async () => {
  const { look, commands } = await prepare()
  commands.DBPut = 'Put DB entry.  (Priv: system,all)'
  commands.Command = 'Execute Asterisk CLI Command.  (Priv: command,all)'
  const found = await look()
  expect(found).toContainEqual(expect.stringMatching(/^warn: The login may do more than is needed: command, system\./))
  expect(found).toContain('ok: It tells of calls as they happen.')
})

it('says that there is no ConfBridge', async () => {
  const { look, commands } = await prepare()
  delete commands.ConfbridgeList
  delete commands.ConfbridgeMute
  commands.Hangup = 'Hangup channel.  (Priv: system,call,all)'
  expect(await look()).toContainEqual(expect.stringMatching(/^fail: It has no ConfBridge\./))
})

it('says that it is too old', async () => {
  const { look, info } = await prepare()
  info.version = '13.38.3~dfsg'
  expect(await look()).toContainEqual(expect.stringMatching(/^warn: It is Asterisk 13\.38\.3~dfsg, which/))
})

it('says that no events come', async () => {
  const { look, events } = await prepare()
  events.come = false
  expect(await look()).toContainEqual(
    expect.stringMatching(/^fail: It tells nothing of calls.+read = call,reporting\.$/),
  )
})

it.each([
  [
    'a context is missing',
    { missing: ['confbot-enter', 'confbot-code'] },
    /^fail: Its dialplan lacks confbot-enter, confbot-code\./,
  ],
  ['nobody is asked', { entry: '' }, /^fail: Its dialplan does not know where to ask/],
  [
    'another secret is given',
    { entry: 'https://bot.example.com/pbx/office/entry/other' },
    /^fail: Its dialplan asks elsewhere/,
  ],
  [
    'another PBX is named',
    { entry: `https://bot.example.com/pbx/home/entry/${entrySecret}` },
    /^fail: Its dialplan asks elsewhere/,
  ],
])('says of the dialplan that %s', async (_, { missing, entry }: { missing?: string[]; entry?: string }, says) => {
  const { look, contexts, variables } = await prepare()
  contexts.missing.push(...(missing ?? []))
  if (entry !== undefined) variables.set('CONFBOT_ENTRY', entry)
  const found = await look()
  expect(found.at(-1)).toMatch(says)
  expect(found.join()).not.toContain(entrySecret)
})

it.each([
  ['http://127.0.0.1:3000', 3001, 'warn'],
  ['http://localhost', 3001, 'warn'],
  ['http://127.0.0.1:3001', 3001, 'ok'],
  ['https://[::1]', 443, 'ok'],
  ['http://127.0.0.1:3000', undefined, 'ok'],
  ['https://bot.example.com', 3001, 'ok'],
])('compares %s, which the dialplan asks, with port %s of confbot: %s', async (origin, port, level) => {
  const { look, variables } = await prepare()
  variables.set('CONFBOT_ENTRY', `${origin}/pbx/office/entry/${entrySecret}`)
  const says = (await look({}, port)).at(-1)
  const { host } = new URL(origin)
  expect(says).toBe(
    level === 'ok'
      ? `ok: Its dialplan has what confbot needs, and asks confbot at ${host} who may enter.`
      : `warn: Its dialplan asks at ${host} who may enter, and confbot listens on port ${port}: nobody enters, unless a proxy lies between. Set the port of CONFBOT_ENTRY in [globals] to ${port} and run "dialplan reload", or PORT of confbot to that of CONFBOT_ENTRY.`,
  )
})

it('says which module or sound is missing, so that nobody enters or hears what is said', async () => {
  const { look, ari } = await prepare()
  ari.lacks.push('func_curl.so', 'conf-now-recording')
  expect((await look()).filter((line) => line.startsWith('fail'))).toEqual([
    expect.stringMatching(/^fail: It lacks func_curl, .+ Install the module/),
    expect.stringMatching(/^fail: It lacks sounds .+ Install its sounds/),
  ])
})

it('says what ARI lacks', async () => {
  const { look, ari, origin } = await prepare()
  expect(await look({ ariPassword: 'wrong' })).toContainEqual(
    expect.stringMatching(/^fail: It does not accept the ARI login/),
  )
  ari.isReadOnly = true
  expect(await look()).toContainEqual(expect.stringMatching(/^fail: The ARI login as confbot may only read/))
  const dead = await deadOrigin()
  expect((await look({ ariUrl: `${dead}/ari` }))[0]).toMatch(/^fail: .+ cannot be reached/)
  expect(origin).not.toBe(dead)
})
