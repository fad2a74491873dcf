/** A server with commands on it and an app that answers each interaction as it is told, with what people can do there. */
import type { APIInteraction } from 'discord.js'
import { confCommand, connect, serveDiscord } from '../run-client.ts'

export const done = { type: 4, data: { content: 'Done', flags: 64 } }

/** `respond` answers what is handed back; `done` unless said. */
export async function runApp(
  respond: (interaction: APIInteraction) => object | undefined = () => done,
  commands: readonly object[] = [confCommand],
) {
  const served = await serveDiscord()
  await served.register(commands)
  await served.drive('limits', { on: false })
  const seen: APIInteraction[] = []
  const errors: unknown[] = []
  await connect(served, async (interaction) => {
    seen.push(interaction)
    const body = respond(interaction)
    if (body) await served.answer(interaction, body).catch((error) => errors.push(error))
  })
  /** What a person types, in `ops` unless said. */
  const type = (text: string, facts: object = {}) =>
    served.drive('command', { user: 'alice', channel: 'ops', text, ...facts })
  const refusedOf = async (name: string, body: unknown) => {
    const { status, body: answer } = await served.request(name, body)
    return { status, error: answer.error, known: answer.known }
  }
  return {
    ...served,
    seen,
    errors,
    type,
    refusedOf,
    data: () => seen.at(-1)?.data as Record<string, unknown> | undefined,
  }
}

export type RunningApp = Awaited<ReturnType<typeof runApp>>

/** The only message that a person sees in `ops`. */
export async function onlyMessage({ messages }: RunningApp, user = 'alice') {
  const [message] = await messages('ops', user)
  return { channel: 'ops', id: String(message?.id) }
}
