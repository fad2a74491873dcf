/** The sandbox's Discord server with the real discord.js client on it, or an HTTP endpoint of an app. */
import type { IncomingMessage } from 'node:http'
import {
  type APIInteraction,
  Client,
  type ClientOptions,
  GatewayDispatchEvents,
  GatewayIntentBits,
  REST,
  Routes,
} from 'discord.js'
import { verifyKey } from 'discord-interactions'
import { expect, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { serve } from '#test/support/local-server.ts'
import { type Fields, type ServedSandbox, serveSandbox } from '../serve-sandbox.ts'

const List = z.array(z.record(z.string(), z.unknown()))

/** The API as discord.js calls it, without its waiting and repeating. */
function createRest({ sandbox }: ServedSandbox): REST {
  const { apiUrl, token } = sandbox.credentials().discord
  return new REST({ api: apiUrl, version: '10', retries: 0, rejectOnRateLimit: () => true }).setToken(token)
}

/** A sandbox whose Discord is called upon below `discord/`. */
export async function serveDiscord(discord?: Parameters<typeof serveSandbox>[1]) {
  const served = await serveSandbox(undefined, discord)
  const rest = createRest(served)
  const { applicationId, serverId } = served.sandbox.credentials().discord
  return {
    ...served,
    rest,
    /** Registers commands for the server, in place of all others. */
    register: (commands: readonly object[]) =>
      rest.put(Routes.applicationGuildCommands(applicationId, serverId), { body: commands }),
    drive: (name: string, body?: unknown) => served.post(`discord/${name}`, body),
    request: (name: string, body?: unknown) => served.request('POST', `discord/${name}`, body),
    messages: async (channel: string, user: string): Promise<Fields[]> =>
      List.parse((await served.get(`discord/messages?channel=${channel}&user=${user}`)).messages),
    modal: async (user: string) => (await served.get(`discord/modals?user=${user}`)).modal,
    frames: async (): Promise<Fields[]> => List.parse((await served.get('discord/traffic')).frames),
    /** Answers an interaction first, as an app does over HTTP. */
    answer: (interaction: APIInteraction, body: object) =>
      rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false }),
  }
}

export type ServedDiscord = Awaited<ReturnType<typeof serveDiscord>>

/** A discord.js client that hands on every interaction as it came. */
export async function connect(
  served: ServedDiscord,
  onInteraction: (interaction: APIInteraction, client: Client<true>) => unknown = () => {},
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const { apiUrl, token } = served.sandbox.credentials().discord
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: apiUrl, retries: 0 }, ...options })
  client.on('error', () => {})
  client.on('shardError', () => {})
  onTestFinished(() => client.destroy())
  await client.login(token)
  await vi.waitFor(() => expect(client.isReady()).toBe(true), { timeout: 10_000 })
  const ready: Client<true> = client as Client<true>
  // As the product listens: raw, before discord.js makes objects of it.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
    onInteraction(interaction, ready)
  })
  return ready
}

/** An app behind an HTTP endpoint that verifies with discord-interactions; answers what `respond` returns, or its status. A careless one takes anything. */
export async function listen(
  served: () => ServedDiscord,
  respond: (interaction: APIInteraction) => object | number | Promise<object | number>,
  { isCareless = false } = {},
): Promise<string> {
  const { origin } = await serve(async (req, res) => {
    const body = await readAll(req)
    const isTrue = await verifyKey(
      body,
      String(req.headers['x-signature-ed25519'] ?? ''),
      String(req.headers['x-signature-timestamp'] ?? ''),
      served().sandbox.credentials().discord.publicKey,
    )
    if (!isTrue && !isCareless) return void res.writeHead(401).end()
    const interaction: APIInteraction = JSON.parse(body)
    const answer = interaction.type === 1 ? { type: 1 } : await respond(interaction)
    if (typeof answer === 'number') return void res.writeHead(answer).end()
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  return `${origin}/discord/interactions`
}

async function readAll(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** `/conf` with what most tests use. */
export const confCommand = {
  name: 'conf',
  description: 'Conferences',
  type: 1,
  options: [
    {
      type: 1,
      name: 'start',
      description: 'Start one',
      options: [
        { type: 3, name: 'title', description: 'Title', required: true, max_length: 20 },
        { type: 6, name: 'who', description: 'Who' },
        { type: 4, name: 'minutes', description: 'How long', min_value: 1, max_value: 90 },
        { type: 5, name: 'record', description: 'Record it' },
        { type: 7, name: 'where', description: 'Where', channel_types: [0] },
        { type: 3, name: 'mode', description: 'Mode', choices: [{ name: 'Open to all', value: 'open' }] },
        { type: 3, name: 'room', description: 'Room', autocomplete: true },
      ],
    },
    {
      type: 2,
      name: 'room',
      description: 'Rooms',
      options: [{ type: 1, name: 'list', description: 'List them' }],
    },
  ],
}
