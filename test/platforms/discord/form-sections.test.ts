import { describe, expect, it } from 'vitest'
import { fitsModal, sectionsOf } from '#platforms/discord/form-sections.ts'
import type { Form, FormField } from '#view/form.ts'

const field = (name: string, more: Partial<FormField> = {}): FormField => ({
  name,
  label: name,
  base: 'string',
  required: false,
  ...more,
})
const form = (...fields: FormField[]): Form => ({
  path: 'conf greet',
  title: 'Greet',
  submit: 'Greet',
  fields,
  carried: {},
})
const namesOf = (...fields: FormField[]) =>
  sectionsOf(form(...fields)).map((section) => section.map(({ name }) => name))

describe('the sections of a form', () => {
  it('are one modal each, in order', () => {
    expect(namesOf(...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => field(name)))).toEqual([
      ['a', 'b', 'c', 'd', 'e'],
      ['f'],
    ])
    expect(namesOf()).toEqual([])
  })

  it('count people who are chosen beside a field, and never part the two', () => {
    const people = field('who', { people: 'several' })
    expect(namesOf(field('a'), field('b'), field('c'), field('d'), people)).toEqual([['a', 'b', 'c', 'd'], ['who']])
    expect(namesOf(field('a'), field('b'), field('c'), people)).toEqual([['a', 'b', 'c', 'who']])
  })

  it('keep the fields of one option together where a modal holds them', () => {
    const when = [field('when.date'), field('when.time')]
    expect(namesOf(...['a', 'b', 'c', 'd'].map((name) => field(name)), ...when)).toEqual([
      ['a', 'b', 'c', 'd'],
      ['when.date', 'when.time'],
    ])
    const fields = Array.from({ length: 7 }, (_, index) => field(`fields.f${index}`))
    expect(namesOf(...fields).map(({ length }) => length)).toEqual([5, 2])
  })
})

describe('a form is one modal', () => {
  const full = form(...['a', 'b', 'c', 'd', 'e'].map((name) => field(name)))

  it('when its fields and what is to be read above them fit', () => {
    expect(fitsModal(full)).toBe(true)
    expect(fitsModal({ ...full, note: 'Read this.' })).toBe(false)
    expect(fitsModal({ ...form(field('a')), lines: ['Read this.'] })).toBe(true)
  })

  it('and has something to fill in, rather than to be asked', () => {
    expect(fitsModal({ ...form(), note: 'No.' })).toBe(false)
    expect(fitsModal({ ...form(field('a')), confirms: true })).toBe(false)
  })
})
