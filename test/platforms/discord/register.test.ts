import { REST } from 'discord.js'
import type { APIApplicationCommand } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { roots } from '#commands/index.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { type PublishedCommand, rootsToCommands } from '#platforms/discord/publish.ts'
import { compareCommands, registerCommands } from '#platforms/discord/register.ts'
import { createRestApi, restOptions } from '#platforms/discord/rest-api.ts'
import { connectDiscord } from './sandbox-discord.ts'
import { startStubDiscord } from './stub-discord.ts'

const wanted = rootsToCommands(roots)

/** As Discord gives them back: fields in another order, with ids, defaults and empty things of its own. */
const present = (commands: readonly PublishedCommand[] = wanted): APIApplicationCommand[] =>
  commands.map((command, at) => {
    const given = { id: String(1000 + at), application_id: '1', version: '5', guild_id: '7', nsfw: false }
    const absent = { name_localizations: null, description: '', description_localizations: null }
    return {
      ...given,
      ...absent,
      ...(JSON.parse(JSON.stringify(command), reversed) as object),
    } as APIApplicationCommand
  })

function reversed(_: string, held: unknown): unknown {
  if (typeof held !== 'object' || held === null || Array.isArray(held)) return held
  const fields = Object.entries(held).reverse()
  return Object.fromEntries([...fields, ...('type' in held ? [['description_localizations', null]] : [])])
}

describe('comparing what is registered', () => {
  it('finds nothing to do where Discord only says more', () => {
    expect(compareCommands(wanted, present())).toEqual({ missing: [], changed: [], unknown: [] })
  })

  it('finds what is not there, and what is there and ours no more', () => {
    const [, ...others] = wanted
    const old = { ...present().slice(-1)[0], name: 'Old name' } as APIApplicationCommand
    expect(compareCommands(wanted, [...present(others), old])).toEqual({
      missing: [wanted[0]],
      changed: [],
      unknown: ['Old name'],
    })
  })

  it.each([
    ['a description', (text: string) => text.replace(/"description":"[^"]+"/, '"description":"other"')],
    ['what is required', (text: string) => text.replace('"required":true', '"required":false')],
    ['a limit', (text: string) => text.replace('"max_length":64', '"max_length":65')],
    ['suggestions', (text: string) => text.replace('"autocomplete":true', '"autocomplete":false')],
    ['a choice', (text: string) => text.replace(/"choices":\[\{[^}]+\},/, '"choices":[')],
    [
      'a name in another language',
      (text: string) => text.replace('"name":"mute"', '"name_localizations":{"de":"stumm"},"name":"mute"'),
    ],
  ])('finds that %s is another', (_, change) => {
    const before = present()
    const after = JSON.parse(change(JSON.stringify(before))) as APIApplicationCommand[]
    expect(after).not.toEqual(before)
    expect(compareCommands(wanted, after).changed).toHaveLength(1)
  })

  it('finds that others may see it', () => {
    const after = present().map((command) => ({ ...command, default_member_permissions: null }))
    expect(compareCommands(wanted, after).changed.map(({ command }) => command.name)).toEqual(['confadmin'])
  })

  it('tells a command for messages from one that is typed, of the same name', () => {
    const typed = present().map((command) => ({ ...command, type: 1 }) as APIApplicationCommand)
    expect(compareCommands(wanted, typed).missing.map(({ name }) => name)).toEqual([
      'Start a conference here',
      'Schedule a conference',
    ])
  })
})

describe('registering', () => {
  const guildId = '1000000000000000001'
  const route = `/applications/5/guilds/${guildId}/commands`
  const given = { applicationId: '5', servers: [guildId], roots, logger: createSilentLogger() }

  it('happens once: a second start finds everything as it should be', async () => {
    const { sandbox, discord, clock } = await connectDiscord({ start: false })
    const { apiUrl, token, applicationId, serverId } = sandbox.credentials().discord
    const { logger } = given
    const api = createRestApi({ rest: new REST(restOptions({ apiUrl })), token, clock, logger })
    const register = () => registerCommands({ ...given, api, applicationId, servers: [serverId] })
    const written = async () => {
      const { frames } = await discord.get<{ frames: { method?: string; direction: string }[] }>('traffic')
      return frames.filter(({ direction, method }) => direction === 'in' && method !== 'GET')
    }
    expect(await register()).toBe(true)
    const { commands } = await discord.get<{ commands: { name: string }[] }>('commands?user=alice')
    expect(commands.map(({ name }) => name)).toEqual(wanted.map(({ name }) => name))
    expect(await register()).toBe(true)
    expect(await written()).toHaveLength(wanted.length)
  })

  it('creates what is missing, changes what differs, and deletes nothing', async () => {
    const { api, answerAt, answer, calls } = await startStubDiscord()
    const [conf, ...others] = present(wanted.slice(0, 3))
    const changed = { ...conf, description: 'Of an earlier version' }
    const old = { ...conf, id: '99', name: 'conference' }
    answerAt(`GET ${route}?with_localizations=true`, [changed, ...others, old])
    answer({ status: 200, body: {} })
    expect(await registerCommands({ ...given, api })).toBe(true)
    const [, created, patched] = calls
    expect(calls).toHaveLength(3)
    expect(created).toMatchObject({ what: `POST ${route}` })
    expect(JSON.parse(created?.body ?? '')).toMatchObject({ type: 3, name: 'Schedule a conference' })
    expect(patched).toMatchObject({ what: `PATCH ${route}/1000` })
    expect(JSON.parse(patched?.body ?? '')).not.toHaveProperty('type')
  })

  it('goes on with other servers where one refuses', async () => {
    const other = '1000000000000000002'
    const { api, answerAt, answer, asked } = await startStubDiscord()
    answerAt(`GET /applications/5/guilds/${other}/commands?with_localizations=true`, present())
    answer({ status: 403, body: { code: 50001, message: 'Missing Access' } })
    expect(await registerCommands({ ...given, api, servers: [guildId, other] })).toBe(false)
    expect(asked()).toHaveLength(2)
  })
})
