/** The routes that an interaction's token opens (discord-api-docs, interactions/receiving-and-responding, "Endpoints"); the token is all that they ask for. */
import type { Interaction } from '../interaction-store.ts'
import { messageFlags } from '../message-store.ts'
import { flagOf, noContent, ok, type Route } from '../rest/route.ts'
import type { DiscordServer } from '../server.ts'
import type { CallbackResult, InteractionDesk } from './desk.ts'

const webhook = '/webhooks/:applicationId/:token'
/** Those of a webhook. */
const limit = { calls: 5, windowMs: 2000 }
const shared = { auth: 'token', limit, isExempt: true } as const

export function createInteractionRoutes(desk: InteractionDesk): Route[] {
  return [
    {
      method: 'POST',
      path: '/interactions/:interactionId/:token/callback',
      auth: 'token',
      isExempt: true,
      run({ server, param, query, body, files }) {
        const result = desk.answer(param('interactionId'), param('token'), { json: body, files })
        const interaction = server.interactions.find(param('interactionId'))
        if (!interaction || !flagOf(query, 'with_response')) return noContent
        return ok(presentCallback(server, interaction, result))
      },
    },
    {
      method: 'POST',
      path: webhook,
      ...shared,
      run: ({ server, param, body, files }) =>
        ok(server.messages.present(desk.followUp(param('applicationId'), param('token'), { json: body, files }))),
    },
    {
      method: 'GET',
      path: `${webhook}/messages/:message`,
      ...shared,
      run: ({ server, param }) =>
        ok(server.messages.present(desk.read(param('applicationId'), param('token'), param('message')))),
    },
    {
      method: 'PATCH',
      path: `${webhook}/messages/:message`,
      ...shared,
      run({ server, param, body, files }) {
        const sent = { json: body, files }
        return ok(server.messages.present(desk.edit(param('applicationId'), param('token'), param('message'), sent)))
      },
    },
    {
      method: 'DELETE',
      path: `${webhook}/messages/:message`,
      ...shared,
      run({ param }) {
        desk.remove(param('applicationId'), param('token'), param('message'))
        return noContent
      },
    },
  ]
}

/** "Interaction Callback Response Object". */
function presentCallback(server: DiscordServer, { id, type, originalId }: Interaction, result: CallbackResult) {
  const { message } = result
  return {
    interaction: {
      id,
      type,
      ...(originalId !== undefined && { response_message_id: originalId }),
      ...(message && {
        response_message_loading: (message.flags & messageFlags.loading) !== 0,
        response_message_ephemeral: (message.flags & messageFlags.ephemeral) !== 0,
      }),
    },
    resource: { type: result.type, ...(message && { message: server.messages.present(message) }) },
  }
}
