/**
 * What is filled into a command's own form means the same on Slack and on Discord. (Forms made from options, typed options and
 * text: `command-contract.ts`.)
 */
import { expect, it } from 'vitest'
import { valuesToRaw } from '#command-kit/raw-input.ts'
import { roots } from '#commands/index.ts'
import { general, startService } from '#test/support/service.ts'
import type { FormField } from '#view/form.ts'
import { fillOnDiscord, fillOnSlack } from './typed-forms.ts'

const withOwnForm = roots.flatMap(({ commands }) => commands.filter(({ form }) => form))

/** Something that can be typed or chosen there. */
function sample({ base, choices = [], min = 1, max = 5, people }: FormField): string {
  switch (base) {
    case 'integer':
      return String(min)
    case 'choice':
      return choices.at(-1)?.value ?? ''
    case 'choices':
      return choices
        .slice(0, 2)
        .map(({ value }) => value)
        .join('\n')
    case 'boolean':
      return 'yes'
    case 'user':
    case 'users':
      return '<@111>'
    case 'channel':
      return '<#222>'
    case 'date':
      return '2026-12-01'
    case 'time':
      return '15:00'
    case 'lines':
      return people ? '1001, "Anna Meier", <@111>, <@222>' : 'one\ntwo'
    case 'string':
      return '24680'.padEnd(min, '1').slice(0, max)
  }
}

it.each(withOwnForm)('the form of /$path gives the same on Slack and on Discord', async (command) => {
  const { service } = await startService()
  const form = command.form?.({}, { place: general, service }) ?? expect.fail('no form')
  const samples = form.fields.map((field) => [field.name, sample(field)] as const)
  const required = form.fields.filter((field) => field.required).map(({ name }) => name)
  const fillings = [samples, samples.filter(([name]) => required.includes(name))].map((one) => Object.fromEntries(one))
  for (const filling of fillings) {
    const [slack, discord] = [fillOnSlack, fillOnDiscord].map((fill) => ({ ...form.carried, ...fill(form, filling) }))
    expect(discord).toEqual(slack)
    expect(Object.keys(discord ?? {})).toEqual(expect.arrayContaining(Object.keys(filling)))
    expect(valuesToRaw(command, command.gather?.(discord ?? {}) ?? discord ?? {}).problems).toEqual([])
  }
})
