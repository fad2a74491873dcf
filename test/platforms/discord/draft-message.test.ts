import { ComponentType } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { renderDraft } from '#platforms/discord/draft-message.ts'
import type { Draft } from '#platforms/discord/drafts.ts'
import { providers } from '#providers/index.ts'
import type { Form, FormField } from '#view/form.ts'
import { roomForm } from '#view/presenters/room-form.ts'
import { componentsOf, messageProblems, shownWords } from './component-rules.ts'

const field = (name: string, more: Partial<FormField> = {}): FormField => ({
  name,
  label: name.charAt(0).toUpperCase() + name.slice(1),
  base: 'string',
  required: false,
  ...more,
})
const form: Form = {
  path: 'conf greet',
  title: 'Greet somebody',
  submit: 'Greet',
  fields: [
    field('subject', { required: true }),
    field('who', { base: 'lines' }),
    field('mode', { base: 'choice', choices: [{ value: 'AUDIO', label: 'Sound only' }] }),
    field('pin', { secret: true, required: true }),
    field('note'),
    field('colour'),
  ],
  carried: {},
}
const draftOf = (changes: Partial<Draft>): Draft => ({
  id: 'k3x9abcd',
  userId: '11',
  place: { platform: 'discord', workspaceId: '1', channelId: '2', kind: 'channel' },
  form,
  values: {},
  problems: {},
  question: null,
  refusal: null,
  forgotten: [],
  revision: 0,
  isSubmitted: false,
  ...changes,
})
const draw = (changes: Partial<Draft>) => {
  const message = renderDraft(draftOf(changes))
  expect(messageProblems(message)).toEqual([])
  return message
}
const textOf = (changes: Partial<Draft>) =>
  componentsOf(draw(changes), ComponentType.TextDisplay)
    .map(({ content }) => content)
    .join('\n')

describe('the message of a form that is being filled in', () => {
  it('does not say of a secret that is set, and stays, that it is not filled in', () => {
    const secret = field('password', { secret: true })
    const text = (keeps: boolean) =>
      textOf({ form: { ...form, fields: [keeps ? { ...secret, keeps } : secret, field('colour')] } })
    expect(text(true)).toContain('Not filled in: Colour.')
    expect(text(false)).toContain('Not filled in: Password, Colour.')
  })

  it('says what stands in it, in the words of its choices, with people as themselves', () => {
    const text = textOf({ values: { subject: 'Review', mode: 'AUDIO', who: '1001 <@22>, <@!33>', note: '<#44>' } })
    expect(text).toContain('**Mode**: Sound only')
    expect(text).toContain('**Who**: 1001 <@22>, <@33>')
    expect(text).toContain('**Note**: <#44>')
    expect(text).toContain('Still needed: Pin.')
    expect(text).toContain('Not filled in: Colour.')
  })

  it('brings nothing that was typed to life, and shows no secret', () => {
    const values = { subject: '@everyone **loud** <@&5>', pin: '2468', note: '[x](https://x.example)' }
    expect(shownWords(draw({ values }))).toContain('@everyone **loud** <@&5>')
    expect(shownWords(draw({ values }))).toContain('Pin: (filled in)')
    expect(JSON.stringify(draw({ values }))).not.toContain('2468')
  })

  it('says what is wrong with which field, also where the form has none for it', () => {
    const words = shownWords(draw({ problems: { subject: 'Too short.', when: 'Not a time.' } }))
    expect(words).toContain('• Subject: Too short.')
    expect(words).toContain('• when: Not a time.')
  })

  it('cuts values that are too long, and no reference in the middle', () => {
    const who = `${'x'.repeat(295)} <@123456789012345678>`
    expect(textOf({ values: { who } })).toContain(`${'x'.repeat(295)} …`)
    const long = Object.fromEntries(form.fields.map(({ name }) => [name, 'y'.repeat(4000)]))
    expect(shownWords(draw({ values: long }))).toContain('…')
  })

  it('keeps the revision in its controls, so that a control tells which state it belongs to', () => {
    const ids = [...componentsOf(draw({ revision: 7 }), ComponentType.Button)].map(
      (one) => 'custom_id' in one && one.custom_id,
    )
    expect(ids).toEqual(['/k3x9abcd/edit/0/7', '/k3x9abcd/edit/1/7', '/k3x9abcd/discard/0/7'])
  })
})

// One that fits a single modal is no draft.
it.each(Object.entries(providers).filter(([, { roomFields }]) => roomFields.length > 5))(
  'the form of a room of %s opens every section, named by what is in it',
  (name, definition) => {
    const whole = roomForm('create', { name, definition }, {})
    const values = Object.fromEntries(whole.fields.map((one) => [one.name, one.choices?.[0]?.value ?? 'z'.repeat(500)]))
    const sections = Math.ceil(whole.fields.length / 5)
    for (const filled of [{}, values]) {
      const edits = componentsOf(draw({ form: whole, values: filled }), ComponentType.Button).filter(
        (one) => 'custom_id' in one && one.custom_id.includes('/edit/'),
      )
      expect(edits).toHaveLength(sections)
      for (const one of edits) expect('label' in one && one.label).not.toContain('…')
    }
  },
)

it('a section of fields with long names is called after its first and its last', () => {
  const fields = [
    'Number',
    'Announcement to those who come in',
    'Announcement to those who leave',
    'Capacity',
    'PIN',
  ].map((label) => field(label.toLowerCase().replaceAll(' ', '-'), { label }))
  const [first] = componentsOf(draw({ form: { ...form, fields: [...fields, field('more')] } }), ComponentType.Button)
  expect(first).toMatchObject({ label: 'Number – PIN' })
})

it('more sections than there is room for buttons are in a select, with what stands in each', () => {
  const many = Array.from({ length: 52 }, (_, index) => field(`f${index}`, { required: index === 51 }))
  const message = draw({ form: { ...form, fields: many }, values: { f0: 'Review' }, problems: { f7: 'Too short.' } })
  const [select] = componentsOf(message, ComponentType.StringSelect)
  const options = select?.type === ComponentType.StringSelect ? select.options : []
  expect(options).toHaveLength(11)
  expect(options.map(({ description }) => description)).toEqual([
    'Review',
    'Not right yet: F7.',
    ...Array(8).fill('Nothing is filled in yet.'),
    'Still needed: F51.',
  ])
})
