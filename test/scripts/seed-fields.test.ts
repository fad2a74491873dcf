/** Whether what the vendors' pages name is declared and carried, all of it, with the pages' own limits. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ConferenceProvider, ProviderDefinition, RoomField } from '#core/contracts/conference-provider.ts'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { providers } from '#providers/index.ts'
import { createSandboxPbx } from '#sandbox/pbx/index.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import {
  readSeed,
  type Seed,
  type SeedId,
  type SeedParameter,
  seedFields,
  seedFolder,
  seedIds,
} from '../../scripts/seed-fields.ts'

/** As they were counted on the pages: calls, parameters of calls, fields of rooms and of servers among these, codes. */
const counts: Readonly<Record<SeedId, readonly number[]>> = {
  // 97 on the 31 calls, and on each the header Authorization.
  portsip: [31, 97 + 31, 21, 6, 0],
  // The token, the id and 9 settings; errcode and errmsg.
  'yeastar-p': [1, 1 + 1 + 9 + 2, 1 + 9, 0, 0],
  // The token and the number; status, conferences and 10 of each conference.
  'yeastar-s': [1, 2 + 2 + 10, 10, 0, 0],
  // The id to read and 8 answered; the id to write, 8 taken and 8 answered.
  ringme: [2, 1 + 8 + 1 + 8 + 8, 8, 0, 8],
  // The token, 2 ids, data; 24 in it, 16 in its profile; 3 of an error. Member, moderator and profile hold fields themselves.
  kazoo: [1, 1 + 2 + 1 + 24 + 16 + 3, 24 - 3 + 16, 0, 0],
}

test.each(seedIds)('all that the page of %s names is listed', (id) => {
  const seed = readSeed(id)
  expect([
    seed.calls.length,
    seed.calls.flatMap(({ parameters }) => parameters).length,
    seedFields(seed, 'room').length,
    seedFields(seed, 'server').length,
    seed.keypad?.length ?? 0,
  ]).toEqual(counts[id])
})

test('of a call no parameter is listed twice', () => {
  for (const { call, parameters } of seedIds.flatMap((id) => readSeed(id).calls)) {
    const names = parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
    expect(new Set(names).size, call).toBe(names.length)
  }
})

const root = resolve(import.meta.dirname, '../..')
const definitions: Readonly<Record<string, ProviderDefinition<never>>> = providers

describe.each(seedIds.filter((id) => id in definitions))('%s', (id) => {
  const seed = readSeed(id)
  const definition = definitions[id]
  if (!definition) throw new Error(`no provider ${id}`)
  const declaredFor = (of: 'room' | 'server') =>
    of === 'room' ? definition.roomFields : (definition.serverFields ?? [])
  const wanted = (['room', 'server'] as const).flatMap((of) =>
    seedFields(seed, of).map((parameter) => ({
      parameter,
      field: declaredFor(of).find((field) => field.id === parameter.name),
    })),
  )

  test('declares every field of the page under the page’s name', () => {
    expect(wanted.filter(({ field }) => !field).map(({ parameter }) => parameter.name)).toEqual([])
    const groups = seed.calls.flatMap(({ parameters }) => parameters.filter(({ of }) => of === 'group'))
    const empty = groups.filter(({ name }) => !definition.roomFields.some((field) => field.id.startsWith(`${name}.`)))
    expect(empty.map(({ name }) => name)).toEqual([])
  })

  test('has the page’s limits, or a reason for another one', () => {
    const differing = wanted.filter(({ parameter, field }) => field && !isSameLimit(parameter, field))
    expect(differing.map(({ parameter }) => parameter.name).sort()).toEqual(Object.keys(seed.otherwise ?? {}).sort())
  })

  test('has what else the page says of each field', () => {
    for (const { parameter, field } of wanted) {
      if (!field) continue
      const { name, choices, onlyWith, requires } = parameter
      if (field.kind === 'boolean' && choices) expect(['0,1', 'yes,no'], name).toContain(choices.join())
      expect(field.onlyWith, name).toEqual(onlyWith)
      expect(field.requires, name).toEqual(requires)
      if (parameter.default !== undefined) expect(field.default, name).toBe(parameter.default)
    }
  })

  if (seed.calls.some(({ call }) => isCreation(call)))
    test('asks for what the page asks for, and no more', () => {
      for (const [of, method] of [
        ['room', 'createRoom'],
        ['server', 'createServer'],
      ] as const) {
        const [creation] = seed.calls.filter((call) => call.method === method)
        const asked = (creation?.parameters ?? [])
          .filter((one) => one.of === of && one.required)
          .map(({ name }) => name)
        const required = declaredFor(of).filter((field) => field.create === 'required')
        expect(required.map((field) => field.id).sort()).toEqual(asked.sort())
      }
    })

  if (kindsThere.some((kind) => kind.id === id))
    test('carries each call by a method that it has', async () => {
      const adapter = open(id)
      const methods = seed.calls.flatMap(({ method }) => (method === null ? [] : [method]))
      expect(methods.filter((method) => typeof Reflect.get(adapter, method) !== 'function')).toEqual([])
      expect(seed.calls.filter(({ method, why }) => method === null && why === undefined)).toEqual([])
      await adapter.close()
    })

  test('has an exchange of each call among its fixtures', () => {
    const exchanges = globSync(`${seedFolder}/${id}/*.json`, { cwd: root })
      .filter((path) => basename(path) !== 'seed-fields.json')
      .flatMap((path) => requestsIn(JSON.parse(readFileSync(join(root, path), 'utf8'))))
    const calls = seed.calls.filter(({ method }) => method !== null).map(({ call }) => call)
    expect(calls.filter((call) => !exchanges.some((request) => isOfCall(request, call)))).toEqual([])
  })

  if (seed.keypad)
    test('tells of each code that can be keyed', () => {
      const readme = readFileSync(join(root, 'src/providers', id, 'README.md'), 'utf8')
      for (const { code, capability } of seed.keypad ?? []) {
        expect(readme).toContain(code)
        if (capability !== undefined) {
          expect(Reflect.get(definition.capabilities, capability)).toMatchObject({ support: 'keypad' })
        }
      }
    })
})

const isCreation = (call: string) => /^POST .*(rooms|servers)$/.test(call)

function isSameLimit({ min, max, lessThan, choices }: SeedParameter, field: RoomField): boolean {
  const isSameRange = field.min === min && field.max === (lessThan === undefined ? max : lessThan - 1)
  const isSameChoice = field.kind === 'boolean' || field.choices?.join() === choices?.join()
  return isSameRange && isSameChoice
}

function open(id: string): ConferenceProvider {
  const kind = kindsThere.find((one) => one.id === id)
  if (!kind) throw new Error(`${id} is not there`)
  const clock = createMovableClock()
  const account = { username: 'bot', password: 'correct horse', domain: 'pbx.example' }
  const { settings } = createSandboxPbx({ name: id, dialect: kind.id, clock, account })
  return providers[kind.id].open(settings('http://127.0.0.1:9'), { name: id, clock, logger: createSilentLogger() })
}

interface RecordedRequest {
  readonly method: string
  readonly path: string
}

/** Wherever they stand in a fixture. */
function requestsIn(value: unknown): RecordedRequest[] {
  if (typeof value !== 'object' || value === null) return []
  const { method, path } = value as { method?: unknown; path?: unknown }
  const own = typeof method === 'string' && typeof path === 'string' ? [{ method, path }] : []
  return [...own, ...Object.values(value).flatMap(requestsIn)]
}

/** The page's path stands at the end of the one that is asked, with something in the place of each name in braces. */
function isOfCall({ method, path }: RecordedRequest, call: Seed['calls'][number]['call']): boolean {
  const [verb, template = ''] = call.split(' ')
  const pattern = template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')
  return method === verb && new RegExp(`${pattern}$`).test(path)
}
