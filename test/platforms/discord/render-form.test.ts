import { type APIComponentInLabel, ComponentType } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { createCommandIndex } from '#command-kit/command-index.ts'
import { formFromOptions } from '#command-kit/form-from-options.ts'
import { parseText } from '#command-kit/parse-text.ts'
import { rawToGiven } from '#command-kit/raw-input.ts'
import { roots } from '#commands/index.ts'
import { sectionsOf } from '#platforms/discord/form-sections.ts'
import { renderModal } from '#platforms/discord/render-form.ts'
import { providers } from '#providers/index.ts'
import { field, form } from '#test/support/sample-form.ts'
import { general, startService } from '#test/support/service.ts'
import { bold } from '#text/message.ts'
import type { FieldBase, Form, FormField, FormProblems } from '#view/form.ts'
import { roomForm } from '#view/presenters/room-form.ts'
import { inputsOf, modalProblems } from './modal-rules.ts'

const draw = (one: Form, values: Record<string, string> = {}, problems: FormProblems = {}, section = 0) => {
  const modal = renderModal({ form: one, values, problems }, section, '/k3/modal/0/0')
  expect(modalProblems(modal)).toEqual([])
  return modal
}
const inputOf = (one: FormField, value?: string): APIComponentInLabel =>
  inputsOf(draw(form(one), value === undefined ? {} : { value })).get('value') ?? expect.fail('no input')
const letters = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ value: `v${index}`, label: `Label ${index}` }))

describe('a form on Discord', () => {
  it('is a modal of labels around inputs, which are called as their fields', () => {
    const modal = draw(form(field('string', { name: 'who', hint: 'Numbers, names', required: true })))
    expect(modal).toMatchObject({
      custom_id: '/k3/modal/0/0',
      title: 'Invite people',
      components: [
        { type: ComponentType.Label, label: 'Value', description: 'Numbers, names', component: { custom_id: 'who' } },
      ],
    })
  })

  it.each<[FieldBase, Partial<FormField>, ComponentType]>([
    ['string', {}, ComponentType.TextInput],
    ['string', { suggests: true }, ComponentType.TextInput],
    ['lines', {}, ComponentType.TextInput],
    ['integer', {}, ComponentType.TextInput],
    ['date', {}, ComponentType.TextInput],
    ['time', {}, ComponentType.TextInput],
    ['boolean', {}, ComponentType.RadioGroup],
    ['choice', { choices: letters(1) }, ComponentType.StringSelect],
    ['choice', { choices: letters(10) }, ComponentType.RadioGroup],
    ['choice', { choices: letters(11) }, ComponentType.StringSelect],
    ['choice', { choices: letters(25) }, ComponentType.StringSelect],
    ['choice', { choices: letters(26) }, ComponentType.TextInput],
    ['choice', { choices: [{ value: 'x'.repeat(101), label: 'A' }] }, ComponentType.TextInput],
    ['choices', { choices: letters(1) }, ComponentType.CheckboxGroup],
    ['choices', { choices: letters(10) }, ComponentType.CheckboxGroup],
    ['choices', { choices: letters(25), required: true }, ComponentType.StringSelect],
    ['choices', { choices: letters(26) }, ComponentType.TextInput],
    ['user', {}, ComponentType.UserSelect],
    ['users', {}, ComponentType.UserSelect],
    ['users', { suggests: true }, ComponentType.TextInput],
    ['channel', {}, ComponentType.ChannelSelect],
  ])('asks for %s %o with a component of type %i', (base, given, type) => {
    expect(inputOf(field(base, given)).type).toBe(type)
    expect(inputOf(field(base, { ...given, required: true }))).toMatchObject({ type, required: true })
  })

  it('shows what was given, where the input can hold it', () => {
    expect(inputOf(field('string'), 'Review')).toMatchObject({ style: 1, value: 'Review' })
    expect(inputOf(field('lines'), '1001\n1002')).toMatchObject({ style: 2, value: '1001\n1002' })
    expect(inputOf(field('integer', { min: 1, max: 9 }), '5')).toMatchObject({ value: '5', placeholder: '1 to 9' })
    expect(inputOf(field('boolean'), 'no')).toMatchObject({
      options: [{ value: 'yes' }, { value: 'no', default: true }],
    })
    expect(inputOf(field('choice', { choices: letters(3) }), 'v1')).toMatchObject({
      options: [{ value: 'v0' }, { value: 'v1', default: true }, { value: 'v2' }],
    })
    expect(inputOf(field('choices', { choices: letters(3) }), 'v2\nv0')).toMatchObject({
      options: [{ default: true }, { value: 'v1' }, { default: true }],
    })
    expect(inputOf(field('user'), '<@123>')).toMatchObject({ default_values: [{ id: '123', type: 'user' }] })
    expect(inputOf(field('users'), '<@123>\n<@!456>')).toMatchObject({ default_values: [{ id: '123' }, { id: '456' }] })
    expect(inputOf(field('channel'), '<#789>')).toMatchObject({ default_values: [{ id: '789', type: 'channel' }] })
    expect(inputOf(field('date'), 'tomorrow')).toMatchObject({ value: 'tomorrow' })
  })

  it('chooses what was typed in another case or as the words of a choice, and shows as text what is no choice', () => {
    const choice = field('choice', { choices: letters(3) })
    for (const typed of ['V1', 'label 1'])
      expect(inputOf(choice, typed)).toMatchObject({ options: [{}, { default: true }, {}] })
    expect(inputOf(choice, 'purple')).toMatchObject({ type: ComponentType.TextInput, value: 'purple' })
  })

  it('never refuses to show what is there because it is too long', () => {
    expect(inputOf(field('string', { max: 10 }), 'x'.repeat(50))).not.toHaveProperty('max_length')
    expect(inputOf(field('lines'), 'x'.repeat(5000))).toHaveProperty('value.length', 4000)
    expect(inputOf(field('string', { max: 10 }), 'x')).toMatchObject({ max_length: 10 })
  })

  it('has a select of people beside a field that takes them, and asks for neither by itself', () => {
    const who = field('lines', { name: 'who', required: true, people: 'several' })
    const inputs = inputsOf(draw(form(who), { who: '1001 <@11>, <@22>' }))
    expect(inputs.get('who')).toMatchObject({ required: false, value: '1001' })
    expect(inputs.get('_people.who')).toMatchObject({
      type: ComponentType.UserSelect,
      required: false,
      max_values: 25,
      default_values: [{ id: '11' }, { id: '22' }],
    })
    const one = inputsOf(draw(form(field('string', { name: 'who', people: 'one' })), { who: '<@11>' }))
    expect(one.get('who')).not.toHaveProperty('value')
    expect(one.get('_people.who')).toMatchObject({ max_values: 1, default_values: [{ id: '11' }] })
  })

  it('keeps people whom the select cannot hold in the text', () => {
    const many = Array.from({ length: 30 }, (_, index) => `<@${1000 + index}>`)
    const inputs = inputsOf(draw(form(field('lines', { name: 'who', people: 'several' })), { who: many.join(' ') }))
    expect(inputs.get('who')).toMatchObject({ value: many.slice(25).join(' ') })
  })

  it('says what is wrong with a field in the place of its hint', () => {
    const modal = draw(form(field('string', { hint: 'A name' })), {}, { value: 'This is needed.' })
    expect(modal.components[0]).toMatchObject({ description: 'This is needed.' })
  })

  it('shows lines to be read above its fields where there is room, in which nothing of people is markup', () => {
    const lines = ['Sprint @everyone', ['Tue 1 Dec ', bold('+01:00')]]
    const modal = draw({ ...form(field('string')), lines })
    expect(modal.components).toMatchObject([{ type: ComponentType.TextDisplay }, { type: ComponentType.Label }])
    expect(modal.components[0]).toHaveProperty('content', expect.stringContaining('\\@everyone'))
    const full = Array.from({ length: 5 }, (_, index) => field('string', { name: `f${index}` }))
    expect(draw({ ...form(...full), lines }).components).toHaveLength(5)
  })

  it('has several modals where it holds more, each of which says which it is', () => {
    const many = form(...Array.from({ length: 6 }, (_, index) => field('string', { name: `f${index}` })))
    expect(draw(many).title).toBe('Invite people (1 of 2)')
    expect(draw(many, {}, {}, 1).components).toHaveLength(1)
    expect(() => renderModal({ form: many, values: {}, problems: {} }, 2, 'x')).toThrow(RangeError)
  })
})

const index = createCommandIndex(
  roots.map((root) => ({ ...root, commands: root.commands.map((command) => ({ ...command, hidden: false })) })),
)

/** Of every command, as it opens bare and as its examples fill it. */
async function everyForm(): Promise<readonly Form[]> {
  const { service } = await startService()
  return roots.flatMap(({ name, commands }) =>
    commands.flatMap((command) =>
      ['', ...command.examples].flatMap((example) => {
        const raw = example === '' ? new Map() : parseText(index, name, example.replace(/@[a-z]+/g, '<@123>')).raw
        const own = command.form?.(rawToGiven(command, raw), { place: general, service })
        return [formFromOptions(command, raw), ...(own ? [own] : [])]
      }),
    ),
  )
}

describe('the forms of all commands', () => {
  it('are taken by Discord, with whatever stands in them', async () => {
    const forms = await everyForm()
    expect(forms.length).toBeGreaterThan(100)
    for (const one of forms) {
      const values = Object.fromEntries(one.fields.flatMap(({ name, initial }) => (initial ? [[name, initial]] : [])))
      for (const [section] of sectionsOf(one).entries()) draw(one, values, {}, section)
    }
  })

  it('fit: no title, label or hint is cut', async () => {
    const cut = new Set<string>()
    for (const one of await everyForm())
      for (const [section] of sectionsOf(one).entries()) {
        const { title, components } = draw(one, {}, {}, section)
        for (const words of [
          title,
          ...components.flatMap((each) =>
            'label' in each ? [each.label ?? '', 'description' in each ? (each.description ?? '') : ''] : [],
          ),
        ])
          if (words.endsWith('…')) cut.add(`${one.path}: ${words}`)
      }
    expect([...cut]).toEqual([])
  })

  it.each(Object.entries(providers))(
    'those of rooms of %s are taken by Discord, in sections of five at most',
    (name, definition) => {
      const pbx = { name, definition }
      for (const purpose of ['create', 'update'] as const) {
        const one = roomForm(purpose, pbx, {})
        const sections = sectionsOf(one)
        expect(sections.flat()).toEqual(one.fields)
        for (const [section] of sections.entries()) draw(one, {}, {}, section)
      }
    },
  )
})
