/** The driving calls below `/sandbox/api/slack`, each with the shape of what it takes. */

import { z } from 'zod'
import { type Route, route } from '../../drive-call.ts'
import { eventFaultKinds, type Faults } from '../../faults.ts'
import { type ForgeryKind, forgeryKinds } from '../../signed-post.ts'
import type { Traffic } from '../../traffic.ts'
import { createWireRoutes, redeliverRoute } from '../../wire-routes.ts'
import { readAppManifest } from '../app-manifest.ts'
import { botUserId } from '../identity.ts'
import { archive, deactivate, deleteMessage } from './by-hand.ts'
import { click } from './click.ts'
import { typeCommand } from './command.ts'
import { fill } from './fill.ts'
import { readChannels, readFile, readHome, readMessages, readPeople, readViews } from './read.ts'
import { mention, say } from './say.ts'
import { openHome, useShortcut } from './shortcut.ts'
import { findOwnChannel, findPerson, outcomeToAnswer, type Stage } from './stage.ts'
import { closeForm, submit } from './submit.ts'
import { suggest } from './suggest.ts'

/** What the calls about the wire itself need beside the people's stage. */
export interface Wire {
  faults: Faults
  traffic: Traffic
  forge(kind: ForgeryKind): Promise<{ ok: true; status: number | null }>
  setDelivery(delivery: { delivery: 'socket' } | { delivery: 'http'; requestUrl: string }): void
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): number
}

const name = z.string().min(1)
const user = { user: name }
const team = { team: name.optional() }
const messageName = z.strictObject({ channel: name, ts: name })
const place = { message: messageName.optional(), view: name.optional() }
const textShape = z.strictObject({ ...user, ...team, channel: name, text: z.string(), thread: name.optional() })
const values = z.record(z.string(), z.unknown())

export function createSlackRoutes(
  stage: Stage,
  wire: Wire,
): { get: Record<string, Route>; post: Record<string, Route> } {
  const { workspace, courier } = stage
  const shared = createWireRoutes({ ...wire, without: ['403', '409', '422', 'drop-calls', ...eventFaultKinds] })

  const join = (isIn: boolean) => (input: { user: string; channel: string }) => {
    const channel = findOwnChannel(stage, input.channel, findPerson(stage, input.user))
    if (isIn) channel.members.add(botUserId)
    else channel.members.delete(botUserId)
    return { ok: true }
  }

  return {
    get: {
      app: () => ({ ok: true, ...readAppManifest() }),
      people: () => readPeople(stage),
      channels: route(z.strictObject(user), (input) => readChannels(stage, input)),
      messages: route(z.strictObject({ ...user, channel: name }), (input) => readMessages(stage, input)),
      files: route(z.strictObject({ ...user, file: name }), (input) => readFile(stage, input)),
      views: route(z.strictObject(user), (input) => readViews(stage, input)),
      home: route(z.strictObject(user), (input) => readHome(stage, input)),
      ...shared.get,
    },
    post: {
      command: route(textShape, (input) => typeCommand(stage, input)),
      mention: route(textShape, (input) => mention(stage, input)),
      say: route(textShape, (input) => say(stage, input)),
      shortcut: route(
        z.strictObject({
          ...user,
          ...team,
          callback: name,
          message: messageName.optional(),
          channel: name.optional(),
        }),
        (input) => useShortcut(stage, input),
      ),
      click: route(
        z.strictObject({
          ...user,
          ...team,
          ...place,
          action: name,
          value: z.unknown().optional(),
          block: name.optional(),
          confirm: z.boolean().optional(),
        }),
        (input) => click(stage, input),
      ),
      options: route(
        z.strictObject({ ...user, ...team, ...place, action: name, value: z.string(), block: name.optional() }),
        (input) => suggest(stage, input),
      ),
      fill: route(z.strictObject({ ...user, view: name.optional(), values }), (input) => fill(stage, input)),
      submit: route(z.strictObject({ ...user, ...team, view: name.optional(), values: values.default({}) }), (input) =>
        submit(stage, input),
      ),
      close: route(z.strictObject({ ...user, view: name.optional(), all: z.boolean().optional() }), (input) =>
        closeForm(stage, input),
      ),
      home: route(z.strictObject({ ...user, ...team, tab: z.enum(['home', 'messages']).optional() }), (input) =>
        openHome(stage, input),
      ),
      invite: route(z.strictObject({ ...user, channel: name }), join(true)),
      remove: route(z.strictObject({ ...user, channel: name }), join(false)),
      delete: route(z.strictObject({ ...user, message: messageName }), (input) => deleteMessage(stage, input)),
      archive: route(z.strictObject({ ...user, channel: name, archived: z.boolean().default(true) }), (input) =>
        archive(stage, input),
      ),
      deactivate: route(z.strictObject({ ...user, person: name, deactivated: z.boolean().default(true) }), (input) =>
        deactivate(stage, input),
      ),
      ...shared.post,
      redeliver: redeliverRoute(courier.redeliver, outcomeToAnswer),
      forge: route(z.strictObject({ kind: z.enum(forgeryKinds) }), ({ kind }) => wire.forge(kind)),
      delivery: route(
        z.discriminatedUnion('delivery', [
          z.strictObject({ delivery: z.literal('socket') }),
          z.strictObject({ delivery: z.literal('http'), requestUrl: z.url() }),
        ]),
        (input) => {
          wire.setDelivery(input)
          return { ok: true }
        },
      ),
      disconnect: route(
        z.strictObject({
          reason: z.enum(['warning', 'refresh_requested', 'link_disabled']).default('refresh_requested'),
        }),
        ({ reason }) => ({ ok: true, connections: wire.disconnect(reason) }),
      ),
      limits: route(z.strictObject({ on: z.boolean() }), ({ on }) => {
        workspace.limits.isOn = on
        return { ok: true }
      }),
      scopes: route(z.strictObject({ scopes: z.array(name) }), ({ scopes }) => {
        workspace.scopes = scopes
        return { ok: true }
      }),
      token: route(
        z.strictObject({ error: z.enum(['token_revoked', 'account_inactive', 'invalid_auth']).nullable() }),
        ({ error }) => {
          workspace.tokenError = error
          return { ok: true }
        },
      ),
    },
  }
}
