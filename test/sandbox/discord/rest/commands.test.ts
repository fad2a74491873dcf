/** Registering commands over the HTTP API. */
import { expect, test } from 'vitest'
import { applicationId, botUserId, guildId } from '#sandbox/discord/identity.ts'
import { commandsPath, serveRest } from '../serve-rest.ts'

const conf = { name: 'conf', description: 'Phone conferences' }

test('a command of a new name is made, one of a known name overwritten', async () => {
  const { get, post } = await serveRest()
  const made = await post(commandsPath, conf)
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ ...conf, type: 1, application_id: applicationId, guild_id: guildId })
  const again = await post(commandsPath, { ...conf, description: 'Calls' })
  expect([again.status, again.body.id]).toEqual([200, made.body.id])
  expect(again.body.version).not.toBe(made.body.version)
  expect((await post(commandsPath, { type: 3, name: 'conf' })).status).toBe(201)
  expect((await get(commandsPath)).list.map(({ description }) => description)).toEqual(['Calls', ''])
})

test('localisations are listed when they are asked for', async () => {
  const { get, post } = await serveRest()
  const options = [{ type: 3, name: 'who', name_localizations: { de: 'wer' }, description: 'A person' }]
  await post(commandsPath, { ...conf, options, name_localizations: { de: 'konf' } })
  const [plain] = (await get(commandsPath)).list
  expect(JSON.stringify(plain)).not.toContain('localizations')
  const [whole] = (await get(`${commandsPath}?with_localizations=true`)).list
  expect(whole).toMatchObject({ name_localizations: { de: 'konf' }, options: [{ name_localizations: { de: 'wer' } }] })
})

test('a change keeps what it does not name', async () => {
  const { get, patch, post } = await serveRest()
  const { body } = await post(commandsPath, { ...conf, default_member_permissions: '40' })
  const path = `${commandsPath}/${body.id}`
  const changed = await patch(path, { description: 'Calls' })
  expect(changed.body).toMatchObject({
    id: body.id,
    name: 'conf',
    description: 'Calls',
    default_member_permissions: '40',
  })
  expect((await get(path)).body).toEqual(changed.body)
  await post(commandsPath, { ...conf, name: 'confadmin' })
  expect((await patch(path, { name: 'confadmin' })).body.code).toBe(40041)
})

test('all can be replaced at once, and one deleted', async () => {
  const { get, post, send, del } = await serveRest()
  const { body } = await post(commandsPath, conf)
  await post(commandsPath, { ...conf, name: 'old' })
  const { status, list } = await send('PUT', commandsPath, [conf, { ...conf, name: 'new' }])
  expect([status, list.map(({ name }) => name), list[0]?.id]).toEqual([200, ['conf', 'new'], body.id])
  expect((await del(`${commandsPath}/${body.id}`)).status).toBe(204)
  expect((await get(`${commandsPath}/${body.id}`)).body.code).toBe(10063)
  expect((await get(commandsPath)).list).toHaveLength(1)
})

test('commands of all servers are others', async () => {
  const { get, post } = await serveRest()
  const everywhere = `/applications/${applicationId}/commands`
  expect((await post(everywhere, { ...conf, contexts: [0] })).body).not.toHaveProperty('guild_id')
  expect((await get(commandsPath)).list).toEqual([])
  expect((await get(everywhere)).list).toHaveLength(1)
})

test('another application, another server, a bot that was removed', async () => {
  const { get, server } = await serveRest()
  expect((await get(`/applications/1/guilds/${guildId}/commands`)).body.code).toBe(20012)
  expect((await get(`/applications/${applicationId}/guilds/1/commands`)).body.code).toBe(10004)
  server.directory.setMember(botUserId, false)
  expect((await get(commandsPath)).body.code).toBe(50001)
})

test('200 may be made a day: deleting and making again ends there', async () => {
  const { clock, post, del } = await serveRest()
  for (let count = 0; count < 200; count += 1) {
    const { body } = await post(commandsPath, conf)
    await del(`${commandsPath}/${body.id}`)
  }
  expect((await post(commandsPath, conf)).body.code).toBe(30034)
  clock.advance(25 * 3_600_000)
  expect((await post(commandsPath, conf)).status).toBe(201)
})
