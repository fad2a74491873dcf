import { describe, expect, it } from 'vitest'
import type { Room, RoomField } from '#core/contracts/conference-provider.ts'
import { sectionsOf } from '#platforms/discord/form-sections.ts'
import { renderCard as renderDiscord } from '#platforms/discord/render-card.ts'
import { renderModal } from '#platforms/discord/render-form.ts'
import { renderCard } from '#platforms/slack/render-card.ts'
import { renderForm } from '#platforms/slack/render-form.ts'
import { portsip } from '#providers/portsip/index.ts'
import { spanToString } from '#text/format.ts'
import { card } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import { roomForm, shownFieldNodes, shownFields } from '#view/presenters/room-form.ts'
import { blockProblems, viewProblems } from '../../platforms/slack/block-kit-rules.ts'

const pbx = { name: 'berlin', definition: portsip }
const room: Room = {
  id: '7',
  number: '8000',
  subject: 'Board',
  dialIn: null,
  hasPin: true,
  fields: {
    extension_number: '8000',
    mode: 'AUDIO',
    subject: 'Board',
    capacity: 9,
    enable_prompt: false,
    room_pin: '24680',
    height: null,
  },
}
const field = (form: Form, name: string) => form.fields.find((one) => one.name === `fields.${name}`)

describe('the form to create a room', () => {
  const form = roomForm('create', pbx, {})

  it('has every field that the vendor takes, and demands those that the vendor demands', () => {
    expect(form.fields.map(({ name }) => name)).toEqual(portsip.roomFields.map(({ id }) => `fields.${id}`))
    expect(form.fields.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      'fields.extension_number',
      'fields.mode',
      'fields.subject',
      'fields.capacity',
    ])
    expect(form).toMatchObject({ path: 'confadmin room create', carried: { pbx: 'berlin' } })
  })

  it('tells limits, choices and defaults, and sends no default as if it were chosen', () => {
    expect(field(form, 'capacity')).toMatchObject({ base: 'integer', min: 1, max: 200 })
    expect(field(form, 'mode')).toMatchObject({ base: 'choice', choices: [{ value: 'AUDIO' }, { value: 'VIDEO' }] })
    expect(field(form, 'enable_prompt')).toMatchObject({ base: 'choice' })
    expect(spanToString(field(form, 'height')?.hint ?? '')).toMatch(/Kind of room.*VIDEO.*720/)
    expect(form.fields.filter(({ initial }) => initial !== undefined)).toEqual([])
  })

  it('says what the vendor’s values mean, with the vendor’s word for whoever types it', () => {
    const labels = field(form, 'mode')?.choices?.map(({ label }) => spanToString(label))
    expect(labels).toEqual(['Sound only (AUDIO)', 'Sound and video (VIDEO)'])
    expect(spanToString(field(form, 'layout')?.hint ?? '')).toMatch(/uses As many as fit \(LAYOUT0\) unless told/)
  })

  it('keeps what was typed, except secrets', () => {
    const filled = roomForm('create', pbx, { 'fields.subject': 'Retro', 'fields.room_pin': '13579' })
    expect(field(filled, 'subject')).toMatchObject({ initial: 'Retro' })
    expect(JSON.stringify(filled)).not.toContain('13579')
  })

  it('says which fields are secrets', () => {
    expect(field(form, 'room_pin')).toMatchObject({ secret: true })
    const declared = portsip.roomFields.filter(({ secret }) => secret).map(({ id }) => `fields.${id}`)
    expect(form.fields.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(declared)
  })
})

describe('the form to edit a room', () => {
  it('shows what the room has, what was typed over it, and never a secret', () => {
    const form = roomForm('update', pbx, { room: '8000', 'fields.subject': 'Retro' }, room)
    expect(field(form, 'subject')).toMatchObject({ initial: 'Retro', required: false })
    expect(field(form, 'capacity')).toMatchObject({ initial: '9' })
    expect(field(form, 'enable_prompt')).toMatchObject({ initial: 'no' })
    expect(form.carried).toEqual({ room: '8000', pbx: 'berlin' })
    expect(JSON.stringify(form)).not.toContain('24680')
  })

  it('leaves out what cannot be changed or does not fit this room', () => {
    const names = roomForm('update', pbx, { room: '8000' }, room).fields.map(({ name }) => name)
    for (const absent of ['extension_number', 'mode', 'enable_recording', 'height'])
      expect(names).not.toContain(`fields.${absent}`)
    const video = { ...room, fields: { ...room.fields, mode: 'VIDEO' } }
    expect(roomForm('update', pbx, { room: '8000' }, video).fields.map(({ name }) => name)).toContain('fields.height')
  })

  it('asks for the room when it is not said', () => {
    expect(roomForm('update', pbx, {}).fields[0]).toMatchObject({ name: 'room', required: true, suggests: true })
  })
})

it.each([
  ['to create', roomForm('create', pbx, {})],
  ['to edit', roomForm('update', pbx, { room: '8000' }, room)],
  ['to edit any', roomForm('update', pbx, {})],
])('the form %s is taken by Slack', (_what, form) => {
  const place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' } as const
  expect(viewProblems({ ...renderForm(form, place, 'T1') })).toEqual([])
})

describe('fields whose values only the PBX knows', () => {
  const chosen = (kind: RoomField['kind'], count: number) => {
    const field: RoomField = {
      id: 'access.moderators-1',
      kind,
      label: 'room.field.subject',
      options: true,
      group: 'access',
      create: 'optional',
      update: 'optional',
    }
    const options = new Map([
      [field.id, Array.from({ length: count }, (_, index) => ({ value: `v${index}`, label: `${1000 + index} Phone` }))],
    ])
    const definition = { ...portsip, roomFields: [field] }
    const present = { ...room, fields: { [field.id]: kind === 'list' ? 'v1,v0' : 'v1' } }
    return { field, options, definition, present }
  }
  const formFor = (kind: RoomField['kind'], count: number) => {
    const { options, definition, present } = chosen(kind, count)
    return roomForm('update', { name: 'p', definition }, { room: '8000' }, present, { options })
  }

  it('are menus on both platforms, with what is set chosen', () => {
    const [list] = formFor('list', 3).fields
    expect(list).toMatchObject({ base: 'choices', initial: 'v1\nv0', name: 'fields.access.moderators-1' })
    expect(formFor('text', 3).fields[0]).toMatchObject({ base: 'choice', initial: 'v1' })
    const slack = renderForm(formFor('list', 3), null, 'T1')
    expect(viewProblems({ ...slack })).toEqual([])
    expect(JSON.stringify(slack)).toContain('"initial_options":[{"text"')
    const discord = JSON.stringify(renderModal({ form: formFor('list', 3), values: {}, problems: {} }, 0, 'x'))
    expect(discord).toContain('1002 Phone')
  })

  it('are told by examples where a menu does not hold them', () => {
    const many = formFor('list', 101)
    expect(many.fields[0]).toMatchObject({ base: 'string', initial: 'v1,v0' })
    expect(spanToString(many.fields[0]?.hint ?? '')).toContain('1000 Phone, 1001 Phone')
    expect(spanToString(formFor('text', 26).fields[0]?.hint ?? '')).toContain('1000 Phone')
    expect(JSON.stringify(renderModal({ form: formFor('text', 26), values: {}, problems: {} }, 0, 'x'))).not.toContain(
      '1025',
    )
  })

  it('are shown as people know them, and as they are where the PBX did not tell', () => {
    const { field, options, present } = chosen('list', 3)
    const shown = (known: typeof options) =>
      shownFields([field], present.fields, known).map(([, value]) => spanToString(value))
    expect(shown(options)).toEqual(['1001 Phone, 1000 Phone'])
    expect(shown(new Map())).toEqual(['v1,v0'])
  })
})

describe('a room with forty fields', () => {
  const fields = Array.from(
    { length: 40 },
    (_, index): RoomField => ({
      id: `profile.field-${index}`,
      kind: index % 3 === 0 ? 'boolean' : 'text',
      label: 'room.field.subject',
      group: (['room', 'access', 'audio', 'other'] as const)[index % 4] ?? 'room',
      create: 'optional',
      update: 'optional',
    }),
  )
  const values = Object.fromEntries(fields.map(({ id, kind }) => [id, kind === 'boolean' ? true : 'x'.repeat(60)]))

  it('is shown whole by both platforms, in groups', () => {
    const shown = card('Room', ...shownFieldNodes(fields, values))
    const slack = renderCard(shown)
    expect(blockProblems(slack.blocks, 50)).toEqual([])
    const discord = JSON.stringify(renderDiscord(shown))
    for (const said of [JSON.stringify(slack.blocks), discord]) {
      expect(said.match(/Subject/g)).toHaveLength(40)
      expect(said).toContain('Sound')
    }
  })

  it('has a form of them that both platforms draw', () => {
    const form = roomForm('create', { name: 'k', definition: { ...portsip, roomFields: fields } }, {})
    expect(viewProblems({ ...renderForm(form, null, 'T1') })).toEqual([])
    expect(sectionsOf(form)).toHaveLength(8)
  })
})
