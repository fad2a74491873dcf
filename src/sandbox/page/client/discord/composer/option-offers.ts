/** What is offered for an option while it is filled in. */
import { type Choice, channelToChoice, filterChoices, personToChoice } from '../components/choices.ts'
import { type Channel, type CommandOption, type Member, optionTypes } from '../shapes.ts'

interface Known {
  readonly people: readonly Member[]
  readonly channels: readonly Channel[]
}

/** Undefined for what is typed freely, with or without suggestions of the app. */
export function optionToChoices(option: CommandOption, known: Known): readonly Choice[] | undefined {
  switch (option.type) {
    case optionTypes.boolean:
      return ['True', 'False'].map((label) => ({ label, value: label.toLowerCase() }))
    case optionTypes.user:
    case optionTypes.mentionable:
      return known.people.filter(({ isMember }) => isMember).map(personToChoice)
    case optionTypes.channel:
      return known.channels.filter(({ kind }) => kind !== 'dm').map(channelToChoice)
    default:
      return option.choices?.map(({ name, value }) => ({ label: name, value: String(value) }))
  }
}

/** Those that fit what stands in the chip; all of them once one was chosen, so that another can be. */
export const offersFor = (choices: readonly Choice[], text: string): readonly Choice[] =>
  choices.some(({ label }) => label === text) ? choices : filterChoices(choices, text)
