import { type APIModalSubmissionComponent, ComponentType, type ModalSubmitComponent } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { modalToValues, peopleCustomId } from '#platforms/discord/form-values.ts'
import { renderModal } from '#platforms/discord/render-form.ts'
import type { Form } from '#view/form.ts'
import { submitFilled } from './filled-modal.ts'

const labels = (...inputs: ModalSubmitComponent[]): APIModalSubmissionComponent[] => [
  { type: ComponentType.TextDisplay, id: 1 },
  ...inputs.map((component) => ({ type: ComponentType.Label as const, id: 2, component })),
]
const typed = (custom_id: string, value: string): ModalSubmitComponent => ({
  type: ComponentType.TextInput,
  id: 3,
  custom_id,
  value,
})

describe('what comes back from a modal', () => {
  it('becomes the text that a person would have typed, by field', () => {
    expect(
      modalToValues(
        labels(
          typed('subject', ' Sprint review '),
          { type: ComponentType.RadioGroup, id: 3, custom_id: 'mode', value: 'AUDIO' },
          { type: ComponentType.StringSelect, id: 3, custom_id: 'repeat.usual', values: ['every day'] },
          { type: ComponentType.CheckboxGroup, id: 3, custom_id: 'do', values: ['ring', 'lock'] },
          { type: ComponentType.Checkbox, id: 3, custom_id: 'loud', value: true },
          { type: ComponentType.UserSelect, id: 3, custom_id: 'people', values: ['11', '22'] },
          { type: ComponentType.ChannelSelect, id: 3, custom_id: 'channel', values: ['33'] },
        ),
      ),
    ).toEqual({
      subject: 'Sprint review',
      mode: 'AUDIO',
      'repeat.usual': 'every day',
      do: 'ring\nlock',
      loud: 'yes',
      people: '<@11>\n<@22>',
      channel: '<#33>',
    })
  })

  it('tells what was left empty, so that it can be emptied', () => {
    expect(
      modalToValues(
        labels(
          typed('a', ''),
          { type: ComponentType.RadioGroup, id: 3, custom_id: 'b', value: null },
          { type: ComponentType.UserSelect, id: 3, custom_id: 'c', values: [] },
        ),
      ),
    ).toEqual({ a: '', b: '', c: '' })
  })

  it('joins who was chosen beside a field to what was typed into it', () => {
    const people = (name: string, ...values: string[]): ModalSubmitComponent => ({
      type: ComponentType.UserSelect,
      id: 3,
      custom_id: peopleCustomId(name),
      values,
    })
    expect(
      modalToValues(
        labels(
          people('who', '1', '2'),
          typed('who', '1001'),
          people('members', '3'),
          people('nobody'),
          typed('nobody', ''),
        ),
      ),
    ).toEqual({ who: '1001 <@1> <@2>', members: '<@3>', nobody: '' })
  })

  it('is what the modal was opened with, where nothing is changed', () => {
    const choices = ['a', 'b'].map((value) => ({ value, label: value }))
    const field = (name: string, base: Form['fields'][number]['base'], more = {}) => ({
      name,
      label: name,
      base,
      required: false,
      ...more,
    })
    const form: Form = {
      path: 'conf greet',
      title: 'Greet',
      submit: 'Greet',
      carried: {},
      fields: [
        field('subject', 'string'),
        field('who', 'lines', { people: 'several' }),
        field('mode', 'choice', { choices }),
        field('do', 'choices', { choices }),
      ],
    }
    const values = { subject: 'Sprint review', who: '1001, "Anna Meier", <@11>', mode: 'b', do: 'a\nb' }
    const modal = renderModal({ form, values, problems: {} }, 0, 'x')
    expect(modalToValues(submitFilled(modal, {}))).toEqual(values)
  })
})
