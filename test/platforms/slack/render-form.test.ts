import type { KnownBlock } from '@slack/types'
import { describe, expect, it } from 'vitest'
import type { Place } from '#core/actor.ts'
import { stringToMetadata } from '#platforms/slack/form-values.ts'
import { renderForm } from '#platforms/slack/render-form.ts'
import { viewRefusal } from '#test/support/drawn-slack.ts'
import { field, form } from '#test/support/sample-form.ts'
import { bold } from '#text/message.ts'
import type { FieldBase, Form, FormField } from '#view/form.ts'

const thread: Place = {
  platform: 'slack',
  workspaceId: 'T1',
  channelId: 'C1',
  threadId: '1700000000.000100',
  kind: 'channel',
}

const draw = (...fields: FormField[]) => renderForm(form(...fields), thread, 'T1')
const elementOf = (one: FormField) => {
  const [block] = draw(one).blocks as KnownBlock[]
  return block?.type === 'input' ? block.element : expect.fail('no input')
}

describe('a form on Slack', () => {
  it('names its blocks as its fields, so that problems can be shown at them and an update keeps what was typed', () => {
    const [block] = draw(field('lines', { name: 'who', hint: 'Numbers, names', required: true })).blocks
    expect(block).toMatchObject({ type: 'input', block_id: 'who', optional: false, hint: { text: 'Numbers, names' } })
    expect(draw(field('lines'))).toEqual(draw(field('lines')))
  })

  it('carries the command, the place with its thread, and what belongs to it', () => {
    expect(stringToMetadata(draw(field('string')).private_metadata ?? '')).toEqual({
      path: 'conf invite',
      carried: { in: 'k3x9ab' },
      workspaceId: 'T1',
      place: thread,
    })
  })

  it('does not draw a form that holds too much, rather than cutting it', () => {
    const many = Array.from({ length: 101 }, (_, index) => field('string', { name: `f${index}` }))
    expect(() => draw(...many)).toThrow(RangeError)
    const long: Form = { ...form(field('string')), carried: { note: 'x'.repeat(3000) } }
    expect(() => renderForm(long, thread, 'T1')).toThrow(RangeError)
  })

  it.each<[FieldBase, Partial<FormField>, string]>([
    ['string', {}, 'plain_text_input'],
    ['string', { suggests: true }, 'external_select'],
    ['string', { suggests: true, initial: 'x'.repeat(76) }, 'plain_text_input'],
    ['lines', {}, 'plain_text_input'],
    ['lines', { suggests: true }, 'plain_text_input'],
    ['integer', {}, 'number_input'],
    ['boolean', {}, 'radio_buttons'],
    ['choice', { choices: [{ value: 'a', label: 'A' }] }, 'static_select'],
    ['choice', { choices: [{ value: 'x'.repeat(76), label: 'A' }] }, 'plain_text_input'],
    ['choices', { choices: [{ value: 'a', label: 'A' }] }, 'multi_static_select'],
    ['user', {}, 'users_select'],
    ['users', {}, 'multi_users_select'],
    ['users', { suggests: true }, 'plain_text_input'],
    ['channel', {}, 'conversations_select'],
    ['date', {}, 'datepicker'],
    ['time', {}, 'timepicker'],
  ])('asks for %s %o with %s', (base, given, type) => {
    expect(elementOf(field(base, given)).type).toBe(type)
  })

  it('fills in what was given, where the element can hold it', () => {
    const choices = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ]
    expect(elementOf(field('string', { initial: 'Review' }))).toMatchObject({ initial_value: 'Review' })
    expect(elementOf(field('lines', { initial: '1001\n1002' }))).toMatchObject({
      multiline: true,
      initial_value: '1001\n1002',
    })
    expect(elementOf(field('integer', { initial: '5', min: 1, max: 9 }))).toMatchObject({
      initial_value: '5',
      min_value: '1',
    })
    expect(elementOf(field('integer', { initial: '50', max: 9 }))).not.toHaveProperty('initial_value')
    expect(elementOf(field('boolean', { initial: 'no' }))).toMatchObject({ initial_option: { value: 'no' } })
    expect(elementOf(field('choice', { choices, initial: 'b' }))).toMatchObject({ initial_option: { value: 'b' } })
    expect(elementOf(field('choices', { choices, initial: 'b\na' }))).toMatchObject({
      initial_options: [{ value: 'a' }, { value: 'b' }],
    })
    expect(elementOf(field('user', { initial: '<@U1|alice>' }))).toMatchObject({ initial_user: 'U1' })
    expect(elementOf(field('users', { initial: '<@U1>\n<@U2>' }))).toMatchObject({ initial_users: ['U1', 'U2'] })
    expect(elementOf(field('channel', { initial: '<#C1>' }))).toMatchObject({ initial_conversation: 'C1' })
    expect(elementOf(field('date', { initial: '2026-12-01' }))).toMatchObject({ initial_date: '2026-12-01' })
    expect(elementOf(field('date', { initial: 'tomorrow' }))).not.toHaveProperty('initial_date')
    expect(elementOf(field('time', { initial: '25:00' }))).not.toHaveProperty('initial_time')
    expect(elementOf(field('time', { initial: '09:30' }))).toMatchObject({ initial_time: '09:30' })
  })

  it.each(['2026-02-29', '2026-13-01', '2026-04-31', '2026-00-10', '2026-12-01T10:00'])(
    'shows no day that the calendar does not have, for which Slack would refuse the whole form: %s',
    (initial) => expect(elementOf(field('date', { initial }))).not.toHaveProperty('initial_date'),
  )

  it('asks for a date and a time by themselves, never for a moment in the zone of a device', () => {
    const view = draw(field('date', { name: 'date' }), field('time', { name: 'time' }))
    expect(JSON.stringify(view)).not.toContain('datetimepicker')
    expect(elementOf(field('time'))).not.toHaveProperty('timezone')
  })

  it('shows lines to be read above its fields, in which nothing of people is markup', () => {
    const lines = ['Sprint review <!here>', ['Tue 1 Dec, 15:00 ', bold('+01:00')], '']
    const view = renderForm({ ...form(field('string')), note: 'Not saved yet.', lines }, thread, 'T1')
    expect(view.blocks.map(({ type }) => type)).toEqual(['context', 'rich_text', 'input'])
    expect(view.blocks[1]).toMatchObject({
      elements: [
        {
          elements: [
            { text: 'Sprint review <!here>' },
            { text: '\n' },
            { text: 'Tue 1 Dec, 15:00 ' },
            { text: '+01:00', style: { bold: true } },
            { text: '\n' },
            { text: '–' },
          ],
        },
      ],
    })
    expect(viewRefusal(view)).toBeNull()
  })

  it('shows as many lines as there are', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `Line ${index} ${'x'.repeat(600)}`)
    const view = renderForm({ ...form(), lines }, thread, 'T1')
    expect(view.blocks).toHaveLength(6)
    for (const index of [0, 59]) expect(JSON.stringify(view.blocks)).toContain(`Line ${index} `)
    expect(viewRefusal(view)).toBeNull()
  })

  it('that confirms can be submitted without a field, and carries that whoever does so has been asked', () => {
    const view = renderForm({ ...form(), lines: ['Sprint review'], confirms: true }, thread, 'T1')
    expect(view).toMatchObject({ submit: { text: 'Ring them' } })
    expect(stringToMetadata(view.private_metadata ?? '')).toMatchObject({ confirms: true })
    expect(viewRefusal(view)).toBeNull()
    expect(renderForm(form(), thread, 'T1')).not.toHaveProperty('submit')
  })

  it('has a menu of people beside a field that takes them, and asks for neither by itself', () => {
    const who = field('lines', { name: 'who', required: true, people: 'several', initial: '1001 <@U1>, <@U2>' })
    expect(draw(who).blocks).toMatchObject([
      { block_id: 'who', optional: true, element: { type: 'plain_text_input', initial_value: '1001' } },
      { block_id: '_people.who', optional: true, element: { type: 'multi_users_select', initial_users: ['U1', 'U2'] } },
    ])
    const chair = field('string', { name: 'who', people: 'one', suggests: true, initial: '<@U1>' })
    const [menu, people] = draw(chair).blocks as KnownBlock[]
    expect(menu).toMatchObject({ element: { type: 'external_select' } })
    expect(menu).not.toHaveProperty('element.initial_option')
    expect(people).toMatchObject({ element: { type: 'users_select', initial_user: 'U1' } })
  })

  it('never refuses to show what is there because it is too long', () => {
    expect(elementOf(field('string', { initial: 'x'.repeat(50), max: 10 }))).not.toHaveProperty('max_length')
  })

  it('asks for the conversation where there is none, preset to the one that is open', () => {
    const view = renderForm(form(field('string')), null, 'T1')
    expect(view.blocks[0]).toMatchObject({
      block_id: '_place',
      element: { type: 'conversations_select', default_to_current_conversation: true },
    })
    expect(stringToMetadata(view.private_metadata ?? '')).toMatchObject({ workspaceId: 'T1', place: null })
  })
})
