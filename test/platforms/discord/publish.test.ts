import { ContextMenuCommandBuilder, SlashCommandBuilder, type SlashCommandSubcommandBuilder } from 'discord.js'
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandType,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { roots } from '#commands/index.ts'
import { contextCommandNamed, type PublishedCommand, rootsToCommands } from '#platforms/discord/publish.ts'
import { sampleRoots } from '../../command-kit/sample-kit.ts'

const published = rootsToCommands(roots)
type Slash = Extract<PublishedCommand, { description: string }>
const isSlash = (command: PublishedCommand): command is Slash => 'options' in command
const slash = published.filter(isSlash)
const named = (path: string): APIApplicationCommandSubcommandOption => {
  const [root, ...entries] = path.split(' ')
  let options: readonly APIApplicationCommandOption[] = slash.find(({ name }) => name === root)?.options ?? []
  let found: APIApplicationCommandOption | undefined
  for (const entry of entries) {
    found = options.find(({ name }) => name === entry)
    options = found && 'options' in found ? (found.options ?? []) : []
  }
  if (found?.type !== Type.Subcommand) throw new Error(`${path} is not there`)
  return found
}
const optionsOf = (path: string) => Object.fromEntries((named(path).options ?? []).map((one) => [one.name, one]))

describe('what is registered on Discord', () => {
  it('are two commands with a subcommand for each that is not hidden, and two for messages', () => {
    expect(published.map(({ name }) => name)).toEqual([
      'conf',
      'confadmin',
      'Start a conference here',
      'Schedule a conference',
    ])
    const paths = roots.flatMap(({ commands }) => commands.filter(({ hidden }) => !hidden)).map(({ path }) => path)
    for (const path of paths) expect(named(path).description, path).not.toBe('')
    const hidden = roots.flatMap(({ commands }) => commands).find((command) => command.hidden)
    expect(hidden).toBeDefined()
    expect(() => named(hidden?.path ?? '')).toThrow()
  })

  it.each(slash)("keeps to what discord.js's builders check: /$name", (command) => {
    expect(JSON.parse(JSON.stringify(rebuild(command)))).toMatchObject(withoutDefaults(command))
  })

  it.each(slash)('keeps to what they do not check: /$name', (command) => {
    expect(charactersOf(command)).toBeLessThanOrEqual(8000)
    for (const one of [command, ...allOptions(command.options ?? [])]) {
      expect(one.name).toMatch(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u)
      expect(one.name).toBe(one.name.toLowerCase())
      const options: readonly APIApplicationCommandOption[] = ('options' in one && one.options) || []
      const names = options.map(({ name }) => name)
      expect(new Set(names).size, one.name).toBe(names.length)
      expect(names.length, one.name).toBeLessThanOrEqual(25)
      const isRequired = options.map((option) => 'required' in option && option.required === true)
      expect(isRequired, one.name).toEqual(isRequired.toSorted((a, b) => Number(b) - Number(a)))
      const { choices, autocomplete } = one as { choices?: { value: string }[]; autocomplete?: boolean }
      if (choices) expect(autocomplete, one.name).toBeFalsy()
      if (choices) expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length)
    }
  })

  it('shows the administration to who manages the server, and the rest to everybody', () => {
    expect(published.map(({ default_member_permissions }) => default_member_permissions)).toEqual([
      null,
      String(1 << 5),
      null,
      null,
    ])
  })

  it('gives each option the type that Discord has for it', () => {
    expect(optionsOf('conf start')).toMatchObject({
      subject: { type: Type.String, min_length: 1, max_length: 64 },
      pbx: { type: Type.String, autocomplete: true },
      another: { type: Type.Boolean },
    })
    expect(optionsOf('confadmin contact add')).toMatchObject({ person: { type: Type.User } })
    expect(optionsOf('confadmin audit')).toMatchObject({ before: { type: Type.Integer, min_value: 1 } })
    expect(optionsOf('conf agenda')).toMatchObject({ of: { type: Type.String, choices: expect.any(Array) } })
  })

  it('suggests no secret', () => {
    const { pin } = optionsOf('conf start')
    expect(pin).not.toHaveProperty('autocomplete')
  })

  it('insists on what is suggested while one types, and leaves to the form what that has menus for', () => {
    expect(optionsOf('conf mute').who).toMatchObject({ required: true, autocomplete: true })
    expect(optionsOf('confadmin room edit').room).toMatchObject({ required: true })
    expect(optionsOf('conf invite').who).not.toHaveProperty('required')
    expect(optionsOf('conf schedule').subject).not.toHaveProperty('required')
    expect(optionsOf('confadmin room create').fields).not.toHaveProperty('required')
  })

  it('finds what a command for messages opens, by its name', () => {
    expect(contextCommandNamed('Schedule a conference')).toMatchObject({ path: 'conf schedule' })
    expect(contextCommandNamed('Something else')).toBeNull()
  })

  it('offers no command for messages whose form is not there', () => {
    const types = rootsToCommands(sampleRoots().map((root) => ({ ...root, commands: [] }))).map(({ type }) => type)
    expect(types).not.toContain(ApplicationCommandType.Message)
  })

  it('takes names for messages that discord.js takes', () => {
    for (const { name, type } of published.filter((command) => !isSlash(command)))
      new ContextMenuCommandBuilder().setName(name).setType(type as ApplicationCommandType.Message)
  })
})

const allOptions = (options: readonly APIApplicationCommandOption[]): APIApplicationCommandOption[] =>
  options.flatMap((option) => [option, ...('options' in option ? allOptions(option.options ?? []) : [])])

function charactersOf(command: Slash): number {
  const parts = [command, ...allOptions(command.options ?? [])]
  return parts.reduce((sum, part) => {
    const choices = 'choices' in part ? (part.choices ?? []) : []
    const ofChoices = choices.reduce((all, { name, value }) => all + name.length + String(value).length, 0)
    return sum + part.name.length + part.description.length + ofChoices
  }, 0)
}

/** Made anew by the builders, which throw at what Discord would refuse. */
function rebuild(command: Slash): object {
  const builder = new SlashCommandBuilder().setName(command.name).setDescription(command.description)
  for (const option of command.options ?? []) {
    if (option.type === Type.SubcommandGroup)
      builder.addSubcommandGroup((group) => {
        group.setName(option.name).setDescription(option.description)
        for (const member of option.options ?? []) group.addSubcommand((one) => fill(one, member))
        return group
      })
    else if (option.type === Type.Subcommand) builder.addSubcommand((one) => fill(one, option))
  }
  return builder.toJSON()
}

function fill(builder: SlashCommandSubcommandBuilder, command: APIApplicationCommandSubcommandOption) {
  builder.setName(command.name).setDescription(command.description)
  for (const option of command.options ?? []) addOption(builder, option)
  return builder
}

function addOption(builder: SlashCommandSubcommandBuilder, option: APIApplicationCommandBasicOption): void {
  const { name, description, required = false } = option
  switch (option.type) {
    case Type.String:
      builder.addStringOption((one) => {
        one.setName(name).setDescription(description).setRequired(required)
        const { choices, autocomplete, min_length, max_length } = option as unknown as Record<string, never>
        if (choices) one.addChoices(...(choices as { name: string; value: string }[]))
        if (autocomplete) one.setAutocomplete(true)
        if (min_length !== undefined) one.setMinLength(min_length)
        if (max_length !== undefined) one.setMaxLength(max_length)
        return one
      })
      return
    case Type.Integer:
      builder.addIntegerOption((one) => {
        one.setName(name).setDescription(description).setRequired(required)
        if (option.min_value !== undefined) one.setMinValue(option.min_value)
        if (option.max_value !== undefined) one.setMaxValue(option.max_value)
        return one
      })
      return
    case Type.Boolean:
      builder.addBooleanOption((one) => one.setName(name).setDescription(description).setRequired(required))
      return
    case Type.User:
      builder.addUserOption((one) => one.setName(name).setDescription(description).setRequired(required))
      return
    default:
      throw new Error(`no option of ${name} is of type ${option.type}`)
  }
}

/** The builders are not told who sees it. */
const withoutDefaults = ({ default_member_permissions: _, ...command }: PublishedCommand): object => command
