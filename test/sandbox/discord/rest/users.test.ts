/** The bot, its application and people over the HTTP API. */
import { expect, test } from 'vitest'
import { applicationId, botUserId, guildId, personIds } from '#sandbox/discord/identity.ts'
import { serveRest } from '../serve-rest.ts'

test('the gateway has an address, also for nobody in particular', async () => {
  const { get, origin, request } = await serveRest()
  const url = `${origin().replace('http', 'ws')}/sandbox/discord/gateway`
  expect((await request('GET', '/gateway', { headers: { authorization: '' } })).body).toEqual({ url })
  expect((await get('/gateway/bot')).body).toEqual({
    url,
    shards: 1,
    session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
  })
})

test('the bot learns who it is', async () => {
  const { get, server } = await serveRest()
  expect((await get('/users/@me')).body).toMatchObject({ id: botUserId, username: 'confbot', bot: true })
  const application = {
    id: applicationId,
    verify_key: server.secrets.publicKey,
    interactions_endpoint_url: null,
    flags: 0,
    bot: { id: botUserId },
  }
  expect((await get('/applications/@me')).body).toMatchObject(application)
  expect((await get('/oauth2/applications/@me')).body).toMatchObject(application)
  expect((await get('/users/@me/guilds')).list).toMatchObject([{ id: guildId, owner: false }])
})

test('people are known by their ids', async () => {
  const { get } = await serveRest()
  expect((await get(`/users/${personIds.stranger}`)).body).toMatchObject({ username: 'stranger', discriminator: '0' })
  expect((await get('/users/1')).body.code).toBe(10013)
})

test('a direct message is opened once', async () => {
  const { post } = await serveRest()
  const first = await post('/users/@me/channels', { recipient_id: personIds.bob })
  expect((await post('/users/@me/channels', { recipient_id: personIds.bob })).body.id).toBe(first.body.id)
  expect((await post('/users/@me/channels', { recipient_id: '1' })).body.code).toBe(50033)
  expect((await post('/users/@me/channels', { recipient_id: botUserId })).body.code).toBe(50007)
  expect((await post('/users/@me/channels', {})).body.code).toBe(50035)
})
