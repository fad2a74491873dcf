import { describe, expect, it } from 'vitest'
import type { RoomField } from '#core/contracts/conference-provider.ts'
import { PortsipSettings } from '#providers/portsip/config.ts'
import { portsip } from '#providers/portsip/index.ts'
import { RoomFields, ServerFields } from '#providers/portsip/schema.ts'

/** As the vendor's page "Conference" has them, at "Create a conference room" and "Update a conference room". */
const documented: Record<string, Partial<RoomField>> = {
  extension_number: { kind: 'digits', min: 3, max: 64, create: 'required', update: 'never' },
  mode: { kind: 'choice', choices: ['AUDIO', 'VIDEO'], create: 'required', update: 'never' },
  control: { kind: 'choice', choices: ['FREE', 'MASTER'], default: 'FREE', create: 'optional', update: 'optional' },
  height: { kind: 'integer', min: 144, max: 1920, default: 720, create: 'optional', update: 'optional' },
  width: { kind: 'integer', min: 144, max: 1920, default: 1280, create: 'optional', update: 'optional' },
  bitrate: { kind: 'integer', min: 128, max: 10240, default: 1024, create: 'optional', update: 'optional' },
  framerate: { kind: 'integer', min: 5, max: 30, default: 15, create: 'optional', update: 'optional' },
  layout: {
    kind: 'choice',
    choices: ['LAYOUT0', 'LAYOUT1', 'LAYOUT2', 'LAYOUT3', 'LAYOUT4', 'LAYOUT6', 'LAYOUT9'],
    default: 'LAYOUT0',
    create: 'optional',
    update: 'optional',
  },
  subject: { kind: 'text', min: 1, max: 64, create: 'required', update: 'optional' },
  language: { kind: 'language', create: 'optional', update: 'optional' },
  capacity: { kind: 'integer', min: 1, max: 200, default: 9, create: 'required', update: 'optional' },
  admin_pin: {
    kind: 'digits',
    min: 3,
    max: 6,
    secret: true,
    pin: { of: 'moderators' },
    create: 'optional',
    update: 'optional',
  },
  room_pin: {
    kind: 'digits',
    min: 3,
    max: 6,
    secret: true,
    pin: { of: 'callers' },
    create: 'optional',
    update: 'optional',
  },
  enable_recording: { kind: 'boolean', default: false, create: 'optional', update: 'never' },
  enable_prompt: { kind: 'boolean', default: true, create: 'optional', update: 'optional' },
  timezone: { kind: 'zone', create: 'optional', update: 'optional' },
  scheduled_start_at: { kind: 'time', create: 'optional', update: 'optional' },
  scheduled_end_at: { kind: 'time', create: 'optional', update: 'optional' },
  numbers: { kind: 'text', max: 128, create: 'optional', update: 'optional' },
  external_invitees: { kind: 'text', create: 'optional', update: 'optional' },
  custom_options: { kind: 'json', create: 'optional', update: 'optional' },
}
const onlyVideo = ['height', 'width', 'bitrate', 'framerate', 'layout']

describe('the room fields of PortSIP', () => {
  it('are those of the vendor, all of them', () => {
    expect(portsip.roomFields.map((field) => field.id).sort()).toEqual(Object.keys(documented).sort())
  })

  it.each(Object.entries(documented))('have the documented limits: %s', (id, facts) => {
    const {
      label,
      group,
      onlyWith,
      choiceLabels = {},
      ...declared
    } = portsip.roomFields.find((field) => field.id === id) ?? {}
    expect(Object.keys(choiceLabels)).toEqual(facts.choices ?? [])
    expect(declared).toEqual({ id, ...facts })
    expect(onlyWith).toEqual(onlyVideo.includes(id) ? { field: 'mode', values: ['VIDEO'] } : undefined)
  })

  it('are read back, but for the PINs', () => {
    const readable = portsip.roomFields.filter((field) => !field.secret).map((field) => field.id)
    expect(Object.keys(RoomFields.shape).sort()).toEqual(readable.sort())
  })
})

/** As "Create a conference server" and "Update a conference server" have them; int32 where no limit is named. */
const amount = { kind: 'integer', min: 0, max: 2_147_483_647, create: 'required', update: 'optional' }
const documentedOfServers: Record<string, object> = {
  name: { kind: 'text', min: 1, max: 64, create: 'required', update: 'never' },
  enabled: { kind: 'boolean', default: true, create: 'optional', update: 'optional' },
  ipv4: { kind: 'text', min: 1, requiredUnless: 'ipv6', create: 'optional', update: 'never' },
  ipv6: { kind: 'text', min: 1, requiredUnless: 'ipv4', create: 'optional', update: 'never' },
  max_rooms: amount,
  max_participants: amount,
  type: { kind: 'choice', choices: ['INTERNAL', 'EXTERNAL'], create: 'never', update: 'never' },
}

describe('the server fields of PortSIP', () => {
  const { serverFields = [] } = portsip

  it('are those of the vendor, all of them, and all are read back', () => {
    expect(serverFields.map((field) => field.id)).toEqual(Object.keys(documentedOfServers))
    expect(Object.keys(ServerFields.shape)).toEqual(Object.keys(documentedOfServers))
  })

  it.each(Object.entries(documentedOfServers))('have the documented limits: %s', (id, facts) => {
    const { label, group, choiceLabels, ...declared } = serverFields.find((field) => field.id === id) ?? {}
    expect(declared).toEqual({ id, ...facts })
  })
})

describe('what one PortSIP can do', () => {
  const settings = {
    url: 'https://pbx.example.com:8887/api',
    username: 'bot',
    password: 'x',
    domain: 'tenant.example.com',
  }
  const answers = (more: object) => portsip.ofInstance({ ...settings, ...more }).capabilities

  it('is to manage servers only with a whole login of the system', () => {
    const none = { support: 'no', why: 'server.no-system-login' }
    expect(answers({}).servers).toEqual(none)
    expect(answers({ systemUsername: 'admin' }).servers).toEqual(none)
    expect(answers({ systemUsername: 'admin', systemPassword: 'x' }).servers).toEqual({ support: 'yes' })
  })

  it('is to tell of calls only where its event interface is named', () => {
    expect(answers({}).hints).toEqual({ support: 'no', why: 'room.capability.no-room-events' })
    expect(answers({ wsiUrl: 'wss://pbx.example.com:8887/wsi' }).hints.support).toBe('detour')
  })
})

describe('what confbot says of a room to PortSIP', () => {
  const plan = { number: '8001', subject: 'Sprint review', pin: '271828', chairPin: null, capacity: 20 }

  it('is an audio room with number, subject, size and PIN, and no default', () => {
    expect(portsip.planToFields(plan, 'create')).toEqual({
      extension_number: '8001',
      mode: 'AUDIO',
      subject: 'Sprint review',
      capacity: 20,
      room_pin: '271828',
    })
  })

  it('leaves out later what cannot be changed', () => {
    expect(portsip.planToFields(plan, 'update')).toEqual({ subject: 'Sprint review', capacity: 20, room_pin: '271828' })
  })

  it('has no PIN where none is wanted', () => {
    expect(portsip.planToFields({ ...plan, pin: null }, 'create')).not.toHaveProperty('room_pin')
  })

  it('stays within the limits, and cuts no character in two', () => {
    const subject = '🎧'.repeat(70)
    expect(portsip.planToFields({ ...plan, subject, capacity: 500 }, 'create')).toMatchObject({
      subject: '🎧'.repeat(64),
      capacity: 200,
    })
    expect(portsip.planToFields({ ...plan, capacity: 0 }, 'update')).toMatchObject({ capacity: 1 })
  })
})

describe('the settings of PortSIP', () => {
  const given = {
    url: 'https://pbx.example.com:8887/api',
    username: 'bot',
    password: 'x',
    domain: 'tenant.example.com',
  }

  it('need an address, a user and a domain, and know the rest', () => {
    expect(PortsipSettings.parse(given)).toMatchObject({ ...given, requestTimeoutMs: 10_000 })
    expect(PortsipSettings.parse(given).clientId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each([
    ['ftp://pbx.example.com'],
    ['pbx.example.com'],
    ['https://user:secret@pbx.example.com/api'],
    ['https://pbx.example.com/api?token=x'],
  ])('refuse the address %s', (url) => {
    expect(PortsipSettings.safeParse({ ...given, url }).success).toBe(false)
  })

  it.each([
    ['https://pbx.example.com:8887/wsi'],
    ['wss://user:secret@pbx.example.com/wsi'],
    ['wss://pbx.example.com/wsi?token=x'],
  ])('refuse the address of events %s', (wsiUrl) => {
    expect(PortsipSettings.safeParse({ ...given, wsiUrl }).success).toBe(false)
  })

  it('refuse what they do not know', () => {
    expect(PortsipSettings.safeParse({ ...given, pasword: 'x' }).success).toBe(false)
  })

  it('say of each what it is', () => {
    const undescribed = Object.entries(PortsipSettings.shape).filter(([, field]) => !field.description)
    expect(undescribed).toEqual([])
  })
})
