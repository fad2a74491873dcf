/**
 * Every settable field of every kind of PBX, by its own name: set and read back by `/confadmin room create`, `edit` and `show`, and
 * refused beyond its limit before the PBX is asked anything.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RoomField } from '#core/contracts/conference-provider.ts'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createMeetingDriver } from '#test/support/meeting-driver.ts'
import type { PbxFrame } from '#test/support/pbx-driver.ts'
import { kindsThere, type PbxKindId } from '#test/support/pbx-kinds.ts'
import { type KnownValues, type Sample, sampleOf } from '#test/support/room-samples.ts'
import { eventually } from '#test/support/sandbox-client.ts'

/** What a room must be made with so that all fields may be set. */
const known: Readonly<Record<PbxKindId, KnownValues>> = {
  portsip: { extension_number: ['8050', '8050'], mode: ['VIDEO', 'VIDEO'] },
  // As people know them; the PBX has ids.
  'yeastar-p': {
    number: ['8050', '8050'],
    moderator_list: ['1000', '1001,1002'],
    prompt_language: ['Deutsch', 'American English'],
  },
  'yeastar-s': {},
  ringme: {},
  // A change of an object is joined with what was there.
  kazoo: { controls: ['{"1":"mute"}', '{"1":"deaf"}'] },
}

describe.each(kindsThere)('$id', ({ id, kind, definition }) => {
  let app: RunningApp
  /** What the PBX is asked when nobody wants anything of it. */
  let idle: ReadonlySet<string>
  beforeAll(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
    await app.slack.advance(120)
    await eventually(async () => expect(await app.pbx().traffic()).not.toEqual([]))
    idle = new Set((await app.pbx().traffic()).map(frameToText))
  })
  // Nobody types as fast as this.
  beforeEach(() => app.slack.advance(5))
  afterAll(() => app?.stop())

  const asked = async () => (await app.pbx().traffic()).map(frameToText).filter((frame) => !idle.has(frame))
  const driver = createMeetingDriver(() => app, id)
  const samples = definition.roomFields.map((field) => sampleOf(field, known[id]))
  const creatable = samples.filter(({ field }) => field.create !== 'never')
  const changeable = samples.filter(({ field }) => field.update !== 'never')
  const numberField = Object.entries(
    definition.planToFields({ number: '8050', subject: 'S', pin: null, chairPin: null, capacity: 9 }, 'create'),
  ).find(([, value]) => value === '8050')?.[0]
  /** Of a room that all of it is tried on. */
  const number = kind.makesRooms ? '8050' : '8001'

  const typed = (all: readonly Sample[], which: 'first' | 'second') =>
    all.map((sample) => assign(sample.field.id, sample.field.id === numberField ? number : sample[which])).join(' ')

  const expectShown = async (all: readonly Sample[], which: 'first' | 'second') => {
    const shown = await driver.ask('alice', `/confadmin room show ${number}`, new RegExp(`Room ${number}`))
    const { fields } = await app.pbx().room(number)
    const frames = JSON.stringify(await app.pbx().traffic())
    for (const sample of all) {
      const { field } = sample
      const value = field.id === numberField ? number : sample[which]
      if (field.secret) {
        expect(frames, field.id).toContain(value.split(',').at(-1))
        expect(shown.text, field.id).not.toContain(value)
        continue
      }
      const found = valueAt(fields, field.id)
      // The PBX has ids in the place of what people know, and RingMe the client before the number.
      if (field.options) expect(entriesOf(found), field.id).toHaveLength(value.split(',').length)
      else if (field.id === numberField) expect(String(found)).toMatch(new RegExp(`\\b${number}$`))
      else expect(asTyped(found, field), field.id).toBe(asTyped(value, field))
      if (!field.options) expect(shown.text.replaceAll(/\s+/g, ' '), field.id).toContain(value)
    }
  }

  if (kind.makesRooms)
    it('every field that a room may be made with is set, and read back', async () => {
      await driver.ask('alice', `/confadmin room create ${typed(creatable, 'first')}`, new RegExp(`Room ${number}`))
      await expectShown(creatable, 'first')
    })

  it('every field that may be changed is changed, and read back', async () => {
    await driver.ask(
      'alice',
      `/confadmin room edit ${number} ${typed(changeable, 'second')}`,
      new RegExp(`Room ${number}`),
    )
    await expectShown(changeable, 'second')
  })

  const refusals = samples.flatMap(({ field, beyond }) => {
    if (beyond === null || (field.create === 'never' && field.update === 'never')) return []
    return [{ name: field.id, field, beyond }]
  })

  it.each(refusals)('$name beyond its limit is refused before anything is asked', async ({ field, beyond }) => {
    const others = creatable.filter((sample) => sample.field.create === 'required' && sample.field !== field)
    const command =
      field.update === 'never'
        ? `/confadmin room create ${typed(others, 'first')} ${assign(field.id, beyond)}`
        : `/confadmin room edit ${number} ${assign(field.id, beyond)}`
    const before = await asked()
    const answer = await driver.ask('alice', command, field.id)
    expect(answer.text).toContain(field.id)
    // What may be chosen from only the PBX knows.
    expect((await asked()).length - before.length).toBeLessThanOrEqual(field.options ? 1 : 0)
  })

  const fixed = samples.filter(({ field }) => field.update === 'never')

  it.each(fixed.map((sample) => ({ name: sample.field.id, ...sample })))(
    '$name cannot be changed, which is said before anything is asked',
    async ({ field, second }) => {
      const before = await asked()
      await driver.ask('alice', `/confadmin room edit ${number} ${assign(field.id, second)}`, field.id)
      expect(await asked()).toEqual(before)
    },
  )
})

it('all kinds that confbot and the sandbox both speak are tried', () => {
  expect(kindsThere.map(({ id }) => id)).toContain('portsip')
})

const frameToText = ({ method, path, transport }: PbxFrame) => `${transport} ${method} ${path}`

const assign = (field: string, value: string) =>
  /[\s",]/.test(value) ? `${field}="${value.replaceAll('"', '\\"')}"` : `${field}=${value}`

/** By its name, or by the steps of its path. */
const valueAt = (fields: Readonly<Record<string, unknown>>, id: string): unknown => {
  if (id in fields) return fields[id]
  let value: unknown = fields
  for (const step of id.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined
  return value
}

const entriesOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : String(value).split(','))

/** Whatever a vendor writes a value as. */
function asTyped(value: unknown, { kind }: RoomField): string {
  if (kind === 'json') return typeof value === 'string' ? value : JSON.stringify(value)
  const text = Array.isArray(value) ? value.join(',') : String(value)
  if (kind !== 'boolean') return text
  return ['true', 'yes', '1'].includes(text) ? 'yes' : 'no'
}
