import { describe, expect, it } from 'vitest'
import type { RoomField } from '#core/contracts/conference-provider.ts'
import { checkRoomFields } from '#core/room-field.ts'
import { YeastarSSettings } from '#providers/yeastar-s/config.ts'
import { yeastarS } from '#providers/yeastar-s/index.ts'

/** As the vendor's pages "Query Conference" and "Edit a Conference" have them; no page has a call that makes a room. */
const documented: Record<string, Partial<RoomField>> = {
  number: { kind: 'digits', update: 'never' },
  name: { kind: 'text', min: 1, forbids: '&\'<>`|$]\\"' },
  participantepassword: { kind: 'digits', also: '*', min: 1, secret: true, pin: { of: 'callers' } },
  moderatorpassword: { kind: 'digits', also: '*', min: 1, secret: true, pin: { of: 'moderators' } },
  waitformoderator: { kind: 'boolean' },
  allowinvite: { kind: 'boolean' },
  moderators: { kind: 'list', entries: 'digits', options: true },
  musiconhold: { kind: 'boolean' },
  mute: { kind: 'boolean' },
  prompt: { kind: 'choice', choices: ['default', 'exten', 'none'] },
}
const update = (fields: Readonly<Record<string, string>>) => checkRoomFields(yeastarS.roomFields, fields, 'update')

describe('the room fields of Yeastar S-Series', () => {
  it('are those of the vendor, all of them', () => {
    expect(yeastarS.roomFields.map((field) => field.id).sort()).toEqual(Object.keys(documented).sort())
  })

  it.each(Object.entries(documented))('have the documented limits: %s', (id, facts) => {
    const { label, group, choiceLabels, ...declared } = yeastarS.roomFields.find((field) => field.id === id) ?? {}
    expect(declared).toEqual({ id, create: 'never', update: 'optional', ...facts })
  })

  it.each([...'&\'<>`|$]\\"'])('refuse %s in a name', (character) => {
    expect(update({ name: `A${character}B` }).problems).toHaveLength(1)
  })

  it('take a star in a password, and no other sign', () => {
    expect(update({ participantepassword: '*12*', moderatorpassword: '0' }).problems).toEqual([])
    for (const pin of ['12#', '1 2', 'abc', '']) expect(update({ participantepassword: pin }).problems).toHaveLength(1)
  })
})

describe('what confbot says of a room to Yeastar S-Series', () => {
  const plan = { number: '6401', subject: 'Sprint review', pin: '271828', chairPin: null, capacity: 20 }

  it('is its name and its PIN', () => {
    expect(yeastarS.planToFields(plan, 'update')).toEqual({ name: 'Sprint review', participantepassword: '271828' })
    expect(yeastarS.planToFields({ ...plan, pin: null }, 'update')).toEqual({ name: 'Sprint review' })
  })

  it.each([
    ['R&D: "Q4" <plan>', 'R D: Q4 plan'],
    ['$$$', 'Conference'],
    ['', 'Conference'],
    ['🎧'.repeat(70), '🎧'.repeat(60)],
  ])('is a name that it takes: %s', (subject, name) => {
    expect(yeastarS.planToFields({ ...plan, subject }, 'update')).toMatchObject({ name })
    expect(update({ name }).problems).toEqual([])
  })
})

describe('the settings of Yeastar S-Series', () => {
  const given = { url: 'https://pbx.example.com:8088/api/v2.0.0', username: 'api', password: 'x', operator: '4000' }

  it('need an address, a user and an operator', () => {
    expect(YeastarSSettings.parse(given)).toMatchObject({ ...given, eventAddresses: [], requestTimeoutMs: 10_000 })
    for (const key of Object.keys(given))
      expect(YeastarSSettings.safeParse({ ...given, [key]: undefined }).success).toBe(false)
  })

  it.each([
    { url: 'https://api:secret@pbx.example.com/api/v2.0.0' },
    { url: 'pbx.example.com' },
    { operator: 'Ada' },
    { operator: '4000,4001' },
    { eventSecret: 'short' },
    { eventSecret: 'with/a/slash/in/the/midst' },
    { eventsUrl: 'https://bot.example.com/pbx/office/events' },
    { eventAddresses: ['pbx.example.com'] },
    { pasword: 'x' },
  ])('refuse %j', (changes) => {
    expect(YeastarSSettings.safeParse({ ...given, ...changes }).success).toBe(false)
  })

  it('say of each what it is', () => {
    const undescribed = Object.entries(YeastarSSettings.shape).filter(([, field]) => !field.description)
    expect(undescribed).toEqual([])
  })
})
