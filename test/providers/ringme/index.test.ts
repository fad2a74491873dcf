import { describe, expect, it } from 'vitest'
import type { RoomField } from '#core/contracts/conference-provider.ts'
import { RingmeSettings } from '#providers/ringme/config.ts'
import { ringme } from '#providers/ringme/index.ts'
import { ConferenceFields } from '#providers/ringme/schema.ts'

/** As the vendor's page "Conference (/conference/)" has them: no limits, and null where nothing is said. */
const documented: Record<string, Partial<RoomField>> = {
  announce_caller_name: { kind: 'boolean', default: false },
  enter_sound: { kind: 'integer' },
  max_members: { kind: 'integer' },
  pin: { kind: 'digits', secret: true, pin: { of: 'callers' } },
  moderator_pin: { kind: 'digits', secret: true, pin: { of: 'moderators' }, requires: 'pin' },
  mute_non_moderator: { kind: 'boolean', default: false },
  music_on_hold_sound: { kind: 'integer' },
  record_enabled: { kind: 'boolean', default: false },
}

describe('the room fields of RingMe', () => {
  const fieldOf = (id: string) => ringme.roomFields.find((field) => field.id === id)

  it.each(Object.entries(documented))('are as documented: %s', (id, facts) => {
    const { label, group, ...declared } = fieldOf(id) ?? {}
    expect(declared).toEqual({ id, ...facts, create: 'optional', update: 'optional' })
  })

  it('are those of the conference and three of its extension', () => {
    expect(ringme.roomFields.map(({ id }) => id).sort()).toEqual(
      [...Object.keys(documented), 'label', 'name', 'status'].sort(),
    )
    expect(fieldOf('name')).toMatchObject({ create: 'required', update: 'never' })
    expect(fieldOf('status')).toMatchObject({ create: 'never', update: 'never' })
  })

  it('are read back, but for the PINs', () => {
    const readable = Object.keys(documented).filter((id) => !fieldOf(id)?.secret)
    expect(Object.keys(ConferenceFields.shape).sort()).toEqual(readable.sort())
  })
})

describe('what confbot says of a room to RingMe', () => {
  const plan = { number: '8001', subject: 'Sprint review', pin: '271828', chairPin: '314159', capacity: 20 }

  it('is number, name, size and PINs', () => {
    expect(ringme.planToFields(plan, 'create')).toEqual({
      name: '8001',
      label: 'Sprint review',
      max_members: 20,
      pin: '271828',
      moderator_pin: '314159',
    })
  })

  it.each([
    ['none is wanted', { chairPin: null }],
    ['it is that of the participants', { chairPin: '271828' }],
    ['participants get none', { pin: null }],
  ])('has no PIN of moderators where %s', (_, changes) => {
    for (const purpose of ['create', 'update'] as const)
      expect(ringme.planToFields({ ...plan, ...changes }, purpose)).not.toHaveProperty('moderator_pin')
  })

  it('leaves out later what cannot be changed, and a PIN where none is wanted', () => {
    expect(ringme.planToFields({ ...plan, pin: null }, 'update')).toEqual({ max_members: 20 })
  })

  it('stays within what a room takes', () => {
    expect(ringme.planToFields({ ...plan, capacity: 500 }, 'update')).toMatchObject({ max_members: 100 })
    expect(ringme.planToFields({ ...plan, subject: '🎧'.repeat(70) }, 'create')).toMatchObject({
      label: '🎧'.repeat(60),
    })
  })
})

describe('what RingMe can do', () => {
  const { capabilities } = ringme

  it('is told with the keys where only a telephone does it', () => {
    expect([capabilities.mute, capabilities.muteAll, capabilities.lock]).toEqual([
      { support: 'keypad', code: '*1' },
      { support: 'keypad', code: '*91 / *90', keyedBy: 'moderator' },
      { support: 'keypad', code: '*92 / *93', keyedBy: 'moderator' },
    ])
  })

  it('is neither to put out nor to end, and tells nobody who is there', () => {
    expect([capabilities.kick.support, capabilities.end.support, capabilities.record.support]).toEqual([
      'no',
      'no',
      'policy',
    ])
    expect(new Set(Object.values(ringme.traits))).toEqual(new Set([false]))
  })

  it('has no events without a secret for their address', () => {
    const settings = { url: 'https://x.example', clientId: 'a', clientSecret: 'b', serviceExtension: '1' }
    expect(ringme.ofInstance(settings).capabilities.hints).toEqual({
      support: 'no',
      why: 'ringme.capability.no-events',
    })
    expect(ringme.ofInstance({ ...settings, eventSecret: 'x'.repeat(16) }).capabilities.hints.support).toBe('detour')
  })
})

describe('the settings of RingMe', () => {
  const given = { url: 'https://apiproxy.telphin.ru', clientId: 'app', clientSecret: 'x', serviceExtension: '468900' }

  it('need an address, an application and an extension, and know the rest', () => {
    expect(RingmeSettings.parse(given)).toEqual({ ...given, client: '@me', requestTimeoutMs: 10_000 })
  })

  it.each([
    [{ url: 'apiproxy.telphin.ru' }],
    [{ url: 'https://user:secret@apiproxy.telphin.ru' }],
    [{ serviceExtension: '0003*100' }],
    [{ client: 'me' }],
    [{ eventSecret: 'short' }],
    [{ eventSecret: 'with/a/slash/in/it' }],
    [{ pasword: 'x' }],
  ])('refuse %j', (wrong) => {
    expect(RingmeSettings.safeParse({ ...given, ...wrong }).success).toBe(false)
  })

  it('say of each what it is', () => {
    const undescribed = Object.entries(RingmeSettings.shape).filter(([, field]) => !field.description)
    expect(undescribed).toEqual([])
  })
})
