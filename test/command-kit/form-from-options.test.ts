import { describe, expect, it } from 'vitest'
import { formFromOptions, formOfferCard } from '#command-kit/form-from-options.ts'
import { valuesToRaw } from '#command-kit/raw-input.ts'
import { spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import { sampleCommands } from './sample-kit.ts'

const [, greet] = sampleCommands([])
const formOf = (values: Record<string, string>) => {
  if (!greet) throw new Error('no sample')
  return formFromOptions(greet, valuesToRaw(greet, values).raw)
}

describe('formFromOptions', () => {
  const form = formOf({ who: '1001, "Anna Meier"', pin: '2468', in: '8001' })
  const field = (name: string) => form.fields.find((one) => one.name === name)

  it('has a field for each option, filled with what was given', () => {
    expect(form.fields.map(({ name }) => name)).toEqual(['subject', 'who', 'pin', 'for', 'loud'])
    expect(field('subject')).toMatchObject({ base: 'string', required: true, max: 40, label: 'Subject' })
    expect(field('who')).toMatchObject({
      base: 'lines',
      required: false,
      initial: '1001, "Anna Meier"',
      suggests: true,
      people: 'several',
    })
  })

  it('leaves out what is asked for rarely, and where there is nothing to choose, unless it was given', () => {
    if (!greet) throw new Error('no sample')
    const { subject, loud, ...others } = greet.options
    if (!subject || !loud) throw new Error('no options')
    const rare = { ...greet, options: { subject, ...others, loud: { ...loud, facts: { ...loud.facts, rare: true } } } }
    const namesWith = (values: Record<string, string>) =>
      formFromOptions(rare, valuesToRaw(rare, values).raw, (option) => option !== others.for).fields.map(
        ({ name }) => name,
      )
    expect(namesWith({})).toEqual(['subject', 'who', 'pin'])
    expect(namesWith({ loud: 'yes', for: '1h' })).toEqual(['subject', 'who', 'pin', 'for', 'loud'])
  })

  it('is called after its command, unless that has words for it', () => {
    expect(spanToString(form.title)).toBe('/conf greet')
    expect(spanToString(form.submit)).toBe('Run')
    if (!greet) throw new Error('no sample')
    const words = { title: 'form.title.invite', submit: 'form.submit.invite' } as const
    const worded = formFromOptions({ ...greet, formWords: words }, valuesToRaw(greet, {}).raw)
    expect(spanToString(worded.title)).toBe('Invite people')
    expect(spanToString(worded.submit)).toBe('Ring them')
  })

  it('writes what is short for something in capitals', () => {
    expect(field('pin')?.label).toBe('PIN')
  })

  it('calls a field as its option says, where that says so', () => {
    if (!greet) throw new Error('no sample')
    const { subject } = greet.options
    if (!subject) throw new Error('no option')
    const named = {
      ...greet,
      options: { subject: { ...subject, facts: { ...subject.facts, label: 'option.pin' } } },
    } as const
    expect(formFromOptions(named, valuesToRaw(named, {}).raw).fields[0]?.label).toEqual(say('option.pin'))
  })

  it('never fills in a secret, and says which field is one', () => {
    expect(form.fields.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['pin'])
    expect(field('pin')).not.toHaveProperty('initial')
    expect(JSON.stringify(form)).not.toContain('2468')
  })

  it('carries the conference along unseen', () => {
    expect(form.carried).toEqual({ in: '8001' })
  })
})

describe('formOfferCard', () => {
  it('offers a button that opens the form with what is filled in', () => {
    const card = formOfferCard(formOf({ who: '1001', in: '8001', pin: '2468' }))
    expect(card.nodes).toContainEqual(
      expect.objectContaining({
        kind: 'actions',
        actions: [
          expect.objectContaining({
            action: { path: 'conf greet', input: { who: '1001', in: '8001' }, asForm: true },
          }),
        ],
      }),
    )
  })
})
