import { describe, expect, it } from 'vitest'
import { KazooSettings } from '#providers/kazoo/config.ts'
import { kazoo } from '#providers/kazoo/index.ts'
import conferences from '../../fixtures/providers/kazoo/conferences.json' with { type: 'json' }

/** As KAZOO's schemas have them; those that limit nothing are left out. */
const limits: Readonly<Record<string, object>> = {
  name: { min: 1, max: 128 },
  owner_id: { min: 32, max: 32 },
  'member.join_muted': { default: true },
  'member.join_deaf': { default: false },
  'moderator.join_muted': { default: false },
  'moderator.join_deaf': { default: false },
  play_name: { default: false },
  'profile.interval': { min: 10, max: 120 },
  'profile.rate': { choices: ['8000', '12000', '16000', '24000', '32000', '44100', '48000'] },
  'profile.max-members': { min: 2 },
  'profile.comfort-noise': { min: 0, max: 10000 },
  'profile.energy-level': { min: 0, max: 1800 },
  auto_record: { default: false },
  allow_shareable_link: { default: false },
  endconf_grace_time: { min: 0 },
}
const addedByFive = ['auto_record', 'allow_shareable_link', 'endconf_grace_time', 'base_profile_name']

describe('the room fields of KAZOO', () => {
  const pathsOf = ([key, value]: [string, unknown]): string[] =>
    key === 'profile' && typeof value === 'object' && value !== null
      ? Object.keys(value).map((inner) => `${key}.${inner}`)
      : [key]

  it('are those of Vinix’s page, with what the schema has within member and moderator, and what KAZOO 5 adds', () => {
    const { member: _, moderator: __, ...flat } = conferences['example of Vinix'].request.json.data
    const within = ['numbers', 'pins', 'join_muted', 'join_deaf']
    expect(kazoo.roomFields.map(({ id }) => id).sort()).toEqual(
      [
        ...Object.entries(flat).flatMap(pathsOf),
        ...within.flatMap((name) => [`member.${name}`, `moderator.${name}`]),
        'member.play_entry_prompt',
        ...addedByFive,
      ].sort(),
    )
  })

  it('have the limits of the schemas, and no other', () => {
    const declared = kazoo.roomFields.flatMap(({ id, min, max, choices, default: preset }) => {
      const known = Object.entries({ min, max, choices, default: preset }).filter(([, value]) => value !== undefined)
      return known.length === 0 ? [] : [[id, Object.fromEntries(known)] as const]
    })
    expect(Object.fromEntries(declared)).toEqual(limits)
  })

  it('give every room a number, and let people be heard', () => {
    expect(kazoo.roomFields[0]).toMatchObject({ id: 'conference_numbers', requiredUnless: 'member.numbers' })
    expect(kazoo.roomFields.filter(({ preset }) => preset !== undefined)).toMatchObject([
      { id: 'member.join_muted', preset: false },
    ])
  })

  it('are all free to leave out; PINs and passwords are secret, and the media server is the PBX’s', () => {
    const of = (isMeant: (field: (typeof kazoo.roomFields)[number]) => boolean) =>
      kazoo.roomFields.filter(isMeant).map(({ id }) => id)
    expect(of(({ create }) => create === 'required')).toEqual([])
    expect(of(({ update }) => update === 'never')).toEqual(['focus'])
    expect(of(({ secret }) => secret === true).sort()).toEqual(['bridge_password', 'member.pins', 'moderator.pins'])
  })
})

describe('what confbot says of a room to KAZOO', () => {
  const plan = { number: '8001', subject: 'Sprint review', pin: '271828', chairPin: null, capacity: 20 }

  it('is that members are heard, and no other default', () => {
    expect(kazoo.planToFields(plan, 'create')).toEqual({
      name: 'Sprint review',
      conference_numbers: '8001',
      'member.join_muted': false,
      'member.pins': '271828',
      max_participants: 20,
    })
  })

  it('leaves number and entrance alone later, and the PIN where none is wanted', () => {
    expect(kazoo.planToFields({ ...plan, pin: null }, 'update')).toEqual({
      name: 'Sprint review',
      max_participants: 20,
    })
  })

  it('stays within the limits, and has a name in any case', () => {
    expect(kazoo.planToFields({ ...plan, subject: '🎧'.repeat(140), capacity: 500 }, 'update')).toMatchObject({
      name: '🎧'.repeat(128),
      max_participants: 250,
    })
    expect(kazoo.planToFields({ ...plan, subject: '' }, 'update')).toMatchObject({ name: '8001' })
  })
})

describe('the settings of KAZOO', () => {
  const byKey = { url: 'https://api.vinixglobal.com/v2', apiKey: 'x' }
  const byUser = {
    url: 'http://pbx.example.com:8000/v2',
    username: 'bot',
    password: 'x',
    accountRealm: 'a.example.com',
  }
  const isTaken = (settings: object) => KazooSettings.safeParse(settings).success

  it('need an address, and a key or a user with an account', () => {
    expect([byKey, byUser].map(isTaken)).toEqual([true, true])
    const { accountRealm: _, ...noAccount } = byUser
    const { password: __, ...noPassword } = byUser
    for (const odd of [
      { url: byKey.url },
      { ...byKey, ...byUser },
      noAccount,
      noPassword,
      { ...byUser, accountName: 'a' },
    ])
      expect([odd, isTaken(odd)]).toEqual([odd, false])
  })

  it('take a WebSocket for no web address', () => {
    expect(isTaken({ ...byKey, websocketUrl: 'wss://pbx.example.com:5556' })).toBe(true)
    expect(isTaken({ ...byKey, websocketUrl: 'https://pbx.example.com' })).toBe(false)
  })

  it('decide whether there are events', () => {
    expect(kazoo.ofInstance(byKey).capabilities.hints.support).toBe('no')
    expect(kazoo.ofInstance({ ...byKey, websocketUrl: 'ws://pbx.example.com:5555' }).capabilities.hints.support).toBe(
      'yes',
    )
  })

  it('say of each what it is', () => {
    expect(Object.entries(KazooSettings.shape).filter(([, field]) => !field.description && !field.meta())).toEqual([])
  })
})
