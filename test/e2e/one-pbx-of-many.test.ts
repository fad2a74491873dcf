/** Of five PBXs side by side one hangs: it is named by `/confadmin status` and `/readyz`, and the others go on as if nothing were. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp } from '#app'
import { loadConfig } from '#config/load.ts'
import { chatSettings } from '#platforms/index.ts'
import { providers } from '#providers/index.ts'
import { createLogBook, type LogBook } from '#test/support/log-book.ts'
import { createMeetingDriver } from '#test/support/meeting-driver.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import { admit, type Patient } from '#test/support/pbx-ward.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

vi.setConfig({ testTimeout: 60_000 })

interface Readiness {
  readonly ready: boolean
  readonly parts: Readonly<Record<string, { readonly connected: boolean; readonly detail: string }>>
}

let chat: SandboxServer
let ward: readonly Patient[]
let adminAddress: string
let log: LogBook
let stop: () => Promise<void>
beforeAll(async () => {
  chat = await startSandboxServer()
  ward = await Promise.all(
    kindsThere.map(({ id }) => admit(id, { clock: chat.clock, settings: { requestTimeoutMs: 1000 } })),
  )
  const pbxs = Object.fromEntries(ward.map(({ name, settings }) => [name, settings]))
  log = createLogBook()
  const config = loadConfig({
    env: {
      ...Object.fromEntries(Object.entries(chat.env).filter(([name]) => name.startsWith('SLACK_'))),
      PORT: '0',
      ADMIN_PORT: '0',
      DATABASE_URL: ':memory:',
    },
    // What is JSON is YAML.
    readFile: () => JSON.stringify({ pbxs }),
    chats: chatSettings,
    providers,
  })
  const app = createApp(config, { version: 'test', clock: chat.clock, logger: log.logger })
  adminAddress = (await app.start()).adminAddress
  stop = app.stop
})
afterAll(async () => {
  await stop?.()
  await Promise.all(ward.map((patient) => patient.stop()))
  await chat.stop()
})

afterEach(() => {
  for (const { pbx } of ward) pbx.faults.clear()
})

const driver = createMeetingDriver(() => chat)
const readiness = async () => {
  const response = await fetch(`${adminAddress}/readyz`)
  return { status: response.status, ...((await response.json()) as Readiness) }
}
/** By name, whether each PBX is said to work. */
const inReadyz = async () => {
  const { parts } = await readiness()
  return Object.fromEntries(ward.map(({ name }) => [name, parts[`PBX ${name}`]?.connected]))
}
const allBut = (failing?: string) => Object.fromEntries(ward.map(({ name }) => [name, name !== failing]))
/** As a person is told. */
const inStatus = async () => {
  const { text } = await driver.ask('alice', '/confadmin status', 'Status')
  const lines = text.split('\n')
  const lineOf = (name: string) => lines.find((line) => line.includes(`${name} (`)) ?? 'not named'
  return {
    works: Object.fromEntries(ward.map(({ name }) => [name, / works\b/.test(lineOf(name))])),
    lineOf,
  }
}

const joined = ({ pbx }: Patient) =>
  pbx.rooms().flatMap(({ legs }) => legs.flatMap(({ number, state }) => (state === 'joined' ? [number] : [])))

it('finds all of them in order, with a conference on each', async () => {
  await eventually(async () => expect(await inReadyz()).toEqual(allBut()))
  expect((await inStatus()).works).toEqual(allBut())
  for (const { name } of ward) {
    await chat.slack.command('alice', `start "On ${name}" 1001 pbx:${name} another:yes`)
    await chat.slack.answer('alice', `On ${name} is open`)
  }
  await chat.slack.advance(3)
  await eventually(async () => expect(ward.map(joined)).toEqual(ward.map(() => ['1001'])))
})

describe.each(kindsThere.map((there, index) => ({ ...there, guest: String(1010 + index) })))(
  '$id hangs',
  ({ id, definition, guest }) => {
    it('and is the only one that does not work, until it answers again', async () => {
      const others = ward.filter(({ name }) => name !== id)
      const failing = ward.filter(({ name }) => name === id)
      const before = log.lines.length
      for (const { pbx } of failing) pbx.faults.add({ match: '', kind: 'hang', times: 10_000 })

      const { works, lineOf } = await inStatus()
      expect(works).toEqual(allBut(id))
      expect(lineOf(id)).toContain(`${id} (${definition.name}) does not work · The PBX ${id} did not answer in time.`)
      await chat.slack.advance(31)
      await eventually(async () => expect(await inReadyz()).toEqual(allBut(id)))
      // Without one PBX the rest is served.
      expect(await readiness()).toMatchObject({ ready: true, status: 200 })

      // Commands to the others are carried out while this one keeps its caller waiting.
      await chat.slack.command('bob', `invite ${guest} in:"On ${id}"`)
      for (const { name } of others) await driver.ask('alice', `invite ${guest} in:"On ${name}"`, guest)
      await chat.slack.advance(3)
      await eventually(async () => {
        for (const patient of others) expect(joined(patient)).toContain(guest)
      })
      for (const patient of failing) expect(joined(patient)).not.toContain(guest)

      for (const { pbx } of failing) pbx.faults.clear()
      // What was asked last may still hang.
      await eventually(async () => {
        await chat.slack.advance(10)
        expect(await inReadyz()).toEqual(allBut())
      })
      expect((await inStatus()).works).toEqual(allBut())
      const blamed = log.lines
        .slice(before)
        .flatMap(({ level, pbx }) => (level >= 40 && pbx !== undefined ? [pbx] : []))
      expect(new Set(blamed)).toEqual(new Set([id]))
    })
  },
)
