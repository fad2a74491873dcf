/** What holds for every command, whatever it does: a suite over the definitions that it is given. */
import { describe, expect, it } from 'vitest'
import { joinPeople, splitPeople } from '#command-kit/chosen-people.ts'
import { createCommandIndex } from '#command-kit/command-index.ts'
import type { AnyCommand, RootDefinition } from '#command-kit/define-command.ts'
import { formFromOptions } from '#command-kit/form-from-options.ts'
import { commandHelpCard, rootHelpCard } from '#command-kit/help.ts'
import { parseText } from '#command-kit/parse-text.ts'
import { optionNamed, type RawInput, rawToValues, valuesToRaw } from '#command-kit/raw-input.ts'
import { wordsToText } from '#command-kit/tokenize.ts'
import { validateInput } from '#command-kit/validate.ts'
import { systemActor } from '#core/actor.ts'
import { actions } from '#core/permission.ts'
import { readOptions } from '#platforms/discord/options.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { openSampleKit } from '../command-kit/sample-kit.ts'
import { type FillForm, fillOnDiscord, fillOnSlack } from './typed-forms.ts'
import { typedOptions } from './typed-options.ts'

const help = { actor: systemActor }

export function commandContract(roots: readonly RootDefinition[]): void {
  it('help tells of every command, but not of hidden ones', () => {
    const text = cardToPlainText(rootHelpCard(roots, help), { language: 'en' })
    for (const { path, hidden = false } of roots.flatMap((root) => root.commands))
      expect(text.includes(`/${path} – `), path).toBe(!hidden)
  })

  // Examples of hidden commands are read too, though nobody can type them.
  const index = createCommandIndex(
    roots.map((root) => ({ ...root, commands: root.commands.map((command) => ({ ...command, hidden: false })) })),
  )
  for (const root of roots)
    for (const command of root.commands)
      describe(`/${command.path}`, () => {
        for (const example of command.examples)
          describeExample(command, example, () => parseText(index, root.name, asSent(example)))
        if (!command.hidden) describeHelp(roots, root, command)
        // A chair's right depends on the conference: the service refuses it, which its own tests show.
        if (actions[command.permission] !== 'chair')
          describeRefusal(root, command, () => {
            const [example] = command.examples
            return example === undefined ? {} : allValues(command, parseText(index, root.name, asSent(example)).raw)
          })
      })
}

function describeExample(command: AnyCommand, example: string, parse: () => { command: AnyCommand; raw: RawInput }) {
  it(`reads its example: ${example}`, () => {
    const parsed = parse()
    expect(parsed.command.path).toBe(command.path)
    for (const name of parsed.raw.keys()) expect(optionNamed(command, name), name).toBeDefined()
    const validation = validateInput(command, parsed.raw)
    // An example may be one that opens the form: what is missing is no mistake.
    if (!validation.isValid)
      for (const problem of validation.problems) expect(problem).toMatchObject({ isMissing: true })
  })

  it(`reads the same from a form as from: ${example}`, () => {
    const { raw } = parse()
    const fromForm = valuesToRaw(command, allValues(command, raw))
    expect(fromForm.problems).toEqual([])
    expect(validateInput(command, fromForm.raw)).toEqual(validateInput(command, raw))
  })

  const forms: readonly [string, FillForm][] = [
    ['Slack', fillOnSlack],
    ['Discord', fillOnDiscord],
  ]
  it.each(forms)(`reads the same from the form on %s as from: ${example}`, (_platform, fill) => {
    const { raw } = parse()
    // What no field asks for was there when the form was opened.
    const unasked = [...raw].filter(([name]) => {
      const { carried, rare } = optionNamed(command, name)?.facts ?? {}
      return carried || rare
    })
    const form = formFromOptions(command, new Map(unasked))
    if (!validateInput(command, raw).isValid) return
    const fromForm = valuesToRaw(command, { ...form.carried, ...fill(form, allValues(command, raw)) })
    expect(fromForm.problems).toEqual([])
    expect(validateInput(command, fromForm.raw)).toEqual(validateInput(command, peopleLast(command, raw)))
  })

  it(`reads the same from the form on Discord that is filled with: ${example}`, () => {
    const { raw } = parse()
    if (!validateInput(command, raw).isValid) return
    const form = formFromOptions(command, raw)
    const secrets = Object.entries(allValues(command, raw)).filter(([name]) => optionNamed(command, name)?.facts.secret)
    const fromForm = valuesToRaw(command, { ...form.carried, ...fillOnDiscord(form, Object.fromEntries(secrets)) })
    expect(validateInput(command, fromForm.raw)).toEqual(validateInput(command, peopleLast(command, raw)))
  })

  it(`reads the same from Discord's typed options as from: ${example}`, () => {
    const { raw } = parse()
    const typed = readOptions(typedOptions(command, allValues(command, raw)))
    expect(typed.path).toBe(command.path)
    const fromOptions = valuesToRaw(command, typed.values)
    expect(fromOptions.problems).toEqual([])
    expect(validateInput(command, fromOptions.raw)).toEqual(validateInput(command, raw))
  })

  it(`puts no secret into buttons and forms made from: ${example}`, () => {
    const { raw } = parse()
    const made = JSON.stringify([rawToValues(command, raw), formFromOptions(command, raw)])
    for (const [name, words] of raw)
      if (optionNamed(command, name)?.facts.secret) for (const { text } of words) expect(made).not.toContain(text)
  })
}

function describeHelp(roots: readonly RootDefinition[], root: RootDefinition, command: AnyCommand) {
  it('has help of its own, with its examples', () => {
    const text = cardToPlainText(commandHelpCard(roots, command.path, help), { language: 'en' })
    for (const example of command.examples) expect(text).toContain(`/${root.name} ${example}`)
  })

  it('has help for where its options are typed by name', () => {
    const card = commandHelpCard(roots, command.path, { ...help, asksByOption: true })
    const text = cardToPlainText(card, { language: 'en' })
    const index = createCommandIndex(roots)
    for (const example of command.examples)
      for (const name of parseText(index, root.name, asSent(example)).raw.keys()) expect(text).toContain(` ${name}:`)
    expect(text).not.toContain('--')
  })
}

function describeRefusal(root: RootDefinition, command: AnyCommand, values: () => Readonly<Record<string, string>>) {
  it('refuses whom it is not permitted, and records that', async () => {
    let hasRun = false
    const watched: AnyCommand = {
      ...command,
      run() {
        hasRun = true
        throw new Error('it ran')
      },
    }
    const kit = await openSampleKit({ roots: [{ ...root, commands: [watched] }], isPermitted: () => false })
    const input = { kind: 'values', path: command.path, values: values(), confirmed: true, from: 'button' } as const
    expect(await kit.ask(input)).toContain('You may not do this here')
    expect(hasRun).toBe(false)
    expect(await kit.store.audit.list({ limit: 9 })).toMatchObject([
      { action: command.path, result: 'refused', detail: 'permission.denied' },
    ])
    await kit.store.close()
  })
}

/** Chats send a mention by the person's id: here one that may be of any of them. */
const asSent = (example: string) =>
  example.replace(/@([a-z]+)/g, (_, name: string) => `<@${[...name].map((letter) => letter.charCodeAt(0)).join('')}>`)

/** Where people are chosen beside what is typed, they come after it. */
function peopleLast(command: AnyCommand, raw: RawInput): RawInput {
  const values = Object.entries(allValues(command, raw)).map(([name, value]) => {
    const people = optionNamed(command, name)?.facts.people
    return [name, people ? joinPeople(splitPeople(value, people)) : value]
  })
  return valuesToRaw(command, Object.fromEntries(values)).raw
}

/** As a form sends it: secrets too, unlike in buttons. */
function allValues(command: AnyCommand, raw: RawInput): Record<string, string> {
  return Object.fromEntries(
    [...raw].map(([name, words]) => [
      name,
      optionNamed(command, name)?.facts.rest ? wordsToText(words) : words.map(({ text }) => text).join(' '),
    ]),
  )
}
