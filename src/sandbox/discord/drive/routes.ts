/** The driving calls below `/sandbox/api/discord`, each with the shape of what it takes. */
import { z } from 'zod'
import { type Route, route } from '../../drive-call.ts'
import { eventFaultKinds, type Faults } from '../../faults.ts'
import { type ForgeryKind, forgeryKinds } from '../../signed-post.ts'
import type { Traffic } from '../../traffic.ts'
import { createWireRoutes, redeliverRoute } from '../../wire-routes.ts'
import { describeGuild } from '../describe-guild.ts'
import { type GatewayTrouble, gatewayTroubles } from '../gateway/gateway.ts'
import { type PermissionName, permissionBits } from '../permissions.ts'
import { closeDirects, handleEvent, setBotIn, setPermissions, setPersonIn, setRoles } from './administer.ts'
import { click } from './click.ts'
import { readCommands, suggest, typeCommand, useContextCommand } from './command.ts'
import { readChannels, readEvents, readMessages, readPeople } from './read.ts'
import { deleteMessage, say, startThread } from './say.ts'
import { outcomeToAnswer, type Stage } from './stage.ts'
import { closeModal, readModal, submit } from './submit.ts'

/** What the calls about the wire itself need beside the people's stage. */
export interface Wire {
  faults: Faults
  traffic: Traffic
  forge(kind: ForgeryKind): Promise<{ ok: true; status: number | null }>
  /** An address is pinged first, as the developer portal does. Throws DriveRefusal when it does not hold. */
  setDelivery(delivery: { delivery: 'gateway' } | { delivery: 'http'; requestUrl: string }): Promise<void>
}

const name = z.string().min(1)
const user = { user: name }
const message = z.strictObject({ channel: name, id: name })
const typed = z.strictObject({ ...user, channel: name, command: name.optional(), text: z.string() })
const permission = z.enum(Object.keys(permissionBits) as [PermissionName, ...PermissionName[]])
const text = z.string().min(1)

export function createDiscordRoutes(
  stage: Stage,
  wire: Wire,
): { get: Record<string, Route>; post: Record<string, Route> } {
  const { server, courier, gateway } = stage
  const shared = createWireRoutes({ ...wire, without: ['409', '422', 'drop-calls', ...eventFaultKinds] })
  const guild = () => describeGuild(server)
  const byUser = z.strictObject(user)

  return {
    get: {
      people: () => readPeople(stage),
      channels: route(byUser, (input) => readChannels(stage, input)),
      commands: route(z.strictObject({ ...user, channel: name.optional() }), (input) => readCommands(stage, input)),
      messages: route(z.strictObject({ ...user, channel: name }), (input) => readMessages(stage, input)),
      modals: route(byUser, (input) => readModal(stage, input)),
      events: () => readEvents(stage),
      ...shared.get,
    },
    post: {
      command: route(typed, (input) => typeCommand(stage, input)),
      autocomplete: route(typed, (input) => suggest(stage, input)),
      context: route(z.strictObject({ ...user, message, name }), (input) => useContextCommand(stage, input)),
      click: route(
        z.strictObject({ ...user, message, action: name, values: z.array(z.string()).optional() }),
        (input) => click(stage, input),
      ),
      submit: route(z.strictObject({ ...user, values: z.record(z.string(), z.unknown()).default({}) }), (input) =>
        submit(stage, input),
      ),
      close: route(byUser, (input) => closeModal(stage, input)),
      say: route(z.strictObject({ ...user, channel: name, text }), (input) => say(stage, input)),
      delete: route(z.strictObject({ ...user, message }), (input) => deleteMessage(stage, input)),
      thread: route(
        z.strictObject({ ...user, channel: name, name: text.max(100), private: z.boolean().default(false) }),
        (input) => startThread(stage, input),
      ),
      permissions: route(
        z.strictObject({
          channel: name.optional(),
          role: name.optional(),
          user: name.optional(),
          allow: z.array(permission).default([]),
          deny: z.array(permission).default([]),
        }),
        (input) => setPermissions(stage, input),
      ),
      roles: route(z.strictObject({ ...user, roles: z.array(name) }), (input) => setRoles(stage, input)),
      event: route(
        z.strictObject({
          ...user,
          event: name,
          change: z
            .strictObject({
              name: text.max(100).optional(),
              description: z.string().max(1000).nullable().optional(),
              scheduled_start_time: z.iso.datetime({ offset: true }).optional(),
              scheduled_end_time: z.iso.datetime({ offset: true }).optional(),
              location: text.max(100).optional(),
            })
            .optional(),
          cancel: z.literal(true).optional(),
          interested: z.boolean().optional(),
        }),
        (input) => handleEvent(stage, input),
      ),
      join: route(byUser, setPersonIn(stage, true)),
      leave: route(byUser, setPersonIn(stage, false)),
      invite: route(byUser, setBotIn(stage, true, guild)),
      kick: route(byUser, setBotIn(stage, false, guild)),
      ...shared.post,
      redeliver: redeliverRoute(courier.redeliver, outcomeToAnswer),
      forge: route(z.strictObject({ kind: z.enum(forgeryKinds) }), ({ kind }) => wire.forge(kind)),
      delivery: route(
        z.discriminatedUnion('delivery', [
          z.strictObject({ delivery: z.literal('gateway') }),
          z.strictObject({ delivery: z.literal('http'), requestUrl: z.url() }),
        ]),
        async (input) => {
          await wire.setDelivery(input)
          return { ok: true }
        },
      ),
      gateway: route(z.strictObject({ do: z.enum(gatewayTroubles) }), (input: { do: GatewayTrouble }) => ({
        ok: true,
        connections: gateway.make(input.do),
      })),
      directs: route(z.strictObject({ ...user, closed: z.boolean() }), (input) => closeDirects(stage, input)),
      intents: route(z.strictObject({ privileged: z.boolean() }), ({ privileged }) => {
        server.hasPrivilegedIntents = privileged
        return { ok: true }
      }),
      limits: route(z.strictObject({ on: z.boolean() }), ({ on }) => {
        server.limits.isOn = on
        return { ok: true }
      }),
      token: route(z.strictObject({ valid: z.boolean() }), ({ valid }) => {
        server.isTokenValid = valid
        if (!valid) gateway.shutOut()
        return { ok: true }
      }),
    },
  }
}
