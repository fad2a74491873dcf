/** The bot, its application and people (resources/user, resources/application, events/gateway). */
import { z } from 'zod'
import { gatewayPath } from '../gateway/gateway.ts'
import { applicationId, botUserId, guildId } from '../identity.ts'
import { refusal } from '../refusal.ts'
import { Snowflake } from '../rules/fields.ts'
import { check } from '../rules/problems.ts'
import type { DiscordServer } from '../server.ts'
import { channelToWire, personToUser } from '../wire-object.ts'
import { ok, type Route } from './route.ts'

const OpenDirect = z.strictObject({ recipient_id: Snowflake })

export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/gateway',
    auth: 'token',
    run: ({ server }) => ok({ url: gatewayUrl(server) }),
  },
  {
    method: 'GET',
    path: '/gateway/bot',
    auth: 'bot',
    limit: { calls: 2, windowMs: 5000 },
    run: ({ server }) =>
      ok({
        url: gatewayUrl(server),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
      }),
  },
  {
    method: 'GET',
    path: '/users/@me',
    auth: 'bot',
    run: ({ server }) =>
      ok({ ...botUser(server), bio: '', locale: 'en-US', mfa_enabled: true, verified: true, email: null }),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    auth: 'bot',
    run: ({ server }) => {
      if (!server.directory.member(botUserId)) return ok([])
      const permissions = String(server.directory.permissions(botUserId))
      return ok([{ id: guildId, name: 'Sandbox', icon: null, banner: null, owner: false, permissions, features: [] }])
    },
  },
  {
    method: 'GET',
    path: '/users/:userId',
    auth: 'bot',
    run({ server, param }) {
      const person = server.directory.person(param('userId'))
      if (!person) throw refusal(10013)
      return ok(personToUser(person))
    },
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    auth: 'bot',
    limit: { calls: 10, windowMs: 10_000 },
    run({ server, body }) {
      const { recipient_id } = check(OpenDirect, body)
      const person = server.directory.person(recipient_id)
      if (!person) throw refusal(50033)
      if (person.isBot) throw refusal(50007)
      const channel = server.directory.openDirect(person.id)
      return ok(channelToWire(channel, server.directory, server.messages.lastId(channel.id)))
    },
  },
  { method: 'GET', path: '/applications/@me', auth: 'bot', run: ({ server }) => ok(application(server)) },
  { method: 'GET', path: '/oauth2/applications/@me', auth: 'bot', run: ({ server }) => ok(application(server)) },
]

function gatewayUrl(server: DiscordServer): string {
  return server.baseUrl().replace(/^http/, 'ws') + gatewayPath
}

function botUser(server: DiscordServer) {
  const person = server.directory.person(botUserId)
  if (!person) throw new Error('the bot is no person of the server')
  return personToUser(person)
}

/** Bits of an application's `flags`: what an app of fewer than 100 servers was switched on. */
const limitedIntents = (1 << 15) | (1 << 19)

function application(server: DiscordServer): Record<string, unknown> {
  return {
    id: applicationId,
    name: 'confbot',
    icon: null,
    description: '',
    type: null,
    summary: '',
    is_monetized: false,
    is_verified: false,
    is_discoverable: false,
    hook: true,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: server.secrets.publicKey,
    flags: server.hasPrivilegedIntents ? limitedIntents : 0,
    interactions_endpoint_url: server.interactionsUrl,
    redirect_uris: [],
    install_params: { scopes: ['applications.commands', 'bot'], permissions: '0' },
    integration_types_config: { '0': {} },
    approximate_guild_count: server.directory.member(botUserId) ? 1 : 0,
    approximate_user_install_count: 0,
    owner: null,
    team: null,
    bot: botUser(server),
  }
}
