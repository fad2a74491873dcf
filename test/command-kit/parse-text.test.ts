import { describe, expect, it } from 'vitest'
import { createCommandIndex } from '#command-kit/command-index.ts'
import { parseText } from '#command-kit/parse-text.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { buttonsOf, startCommands, textOf } from '#test/support/commands.ts'
import { anna, ben } from '#test/support/service.ts'
import { sampleRoots } from './sample-kit.ts'

const index = createCommandIndex(sampleRoots())

/** Path and texts by option. */
function parse(typed: string) {
  const { command, raw } = parseText(index, 'conf', typed)
  return [command.path, Object.fromEntries([...raw].map(([name, words]) => [name, words.map(({ text }) => text)]))]
}
function refusal(typed: string): ConfbotError {
  try {
    parse(typed)
  } catch (error) {
    if (error instanceof ConfbotError) return error
    throw error
  }
  throw new Error(`"${typed}" was read`)
}

describe('parseText', () => {
  it('gives words by position: one each, and the rest to the list', () => {
    expect(parse('greet "Sprint review" +4930901800, 1001')).toEqual([
      'conf greet',
      { subject: ['Sprint review'], who: ['+4930901800', '1001'] },
    ])
  })

  it('lets a command say itself which words are for which option', () => {
    expect(parse('book Big 2026-12-01 room pin:2468')).toEqual([
      'conf book',
      { what: ['Big room'], day: ['2026-12-01'], pin: ['2468'] },
    ])
  })

  it.each([
    ['name:value', 'for:90m'],
    ['name: value', 'for: 90m'],
    ['name:"value"', 'for:"90m"'],
    ['name: "value"', 'for: “90m”'],
    ['--name value', '--for 90m'],
    ['--name=value', '--for=90m'],
    ['--name="value"', '--for="90m"'],
    ['--name:value', '--for:90m'],
    ['an em dash', '—for 90m'],
    ['an en dash', '–for=90m'],
    ['two typographic dashes', '−−for 90m'],
    ['another case', 'For:90m'],
    ['a full-width colon', 'for：90m'],
    ['a no-break space', 'for:\u00a090m'],
  ])('takes an option written as %s', (_name, typed) => {
    const expected = ['conf greet', { subject: ['Review'], for: ['90m'] }]
    expect(parse(`greet Review ${typed}`)).toEqual(expected)
    expect(parse(`greet ${typed} Review`)).toEqual(expected)
  })

  it('takes a flag without a value, and with one', () => {
    expect(parse('greet --loud Review')).toEqual(['conf greet', { subject: ['Review'], loud: ['yes'] }])
    expect(parse('greet Review —loud')).toEqual(['conf greet', { subject: ['Review'], loud: ['yes'] }])
    expect(parse('greet --loud=no Review')).toEqual(['conf greet', { subject: ['Review'], loud: ['no'] }])
    expect(parse('greet loud:off Review')).toEqual(['conf greet', { subject: ['Review'], loud: ['off'] }])
  })

  it.each(['http://example.org', '10:30', 'Q3–Review', 'a=b', '-x', '–', 'constructor:x', '__proto__:x', 'for'])(
    'takes %s as a plain word',
    (typed) => {
      expect(parse(`greet ${typed}`)).toEqual(['conf greet', { subject: [typed] }])
    },
  )

  it('never takes a quoted word as an option', () => {
    expect(parse('greet "--loud" "in:1"')).toEqual(['conf greet', { subject: ['--loud'], who: ['in:1'] }])
  })

  it('takes a list by name, with what follows after commas', () => {
    expect(parse('greet who:1001, 1002,1003 Review')).toEqual([
      'conf greet',
      { who: ['1001', '1002', '1003'], subject: ['Review'] },
    ])
  })

  it('leaves all words to a last option of one text, unless commas part them', () => {
    expect(parse('drop Anna Meier in:8001')).toEqual(['conf drop', { who: ['Anna Meier'], in: ['8001'] }])
    expect(refusal('drop Anna, Bob').code).toBe('input.too-much')
  })

  it('keeps the typography of somebody’s own words', () => {
    expect(parse('greet “Q3 – the ‘big’ one”')).toEqual(['conf greet', { subject: ['Q3 – the ‘big’ one'] }])
  })

  it('refuses words that no option takes', () => {
    expect(refusal('peek closely')).toMatchObject({ code: 'input.too-much', details: { blanks: { typed: 'closely' } } })
  })

  it('refuses an option without its value', () => {
    expect(refusal('greet Review for:')).toMatchObject({ code: 'input.invalid', details: { option: 'for' } })
    expect(refusal('greet Review --for --loud')).toMatchObject({ code: 'input.invalid', details: { option: 'for' } })
  })

  it('offers the command again with the nearest option', () => {
    expect(refusal('greet Review --laud 1001 pin:2468')).toMatchObject({
      code: 'input.unknown-option',
      details: {
        blanks: { typed: '--laud' },
        choices: [{ path: 'conf greet', input: { subject: 'Review', who: '1001', loud: 'yes' } }],
      },
    })
  })

  it('offers the nearest command with the same words, without secrets', () => {
    expect(refusal('gret "Sprint review" 1001 pin:2468')).toMatchObject({
      code: 'input.unknown-command',
      details: {
        blanks: { typed: 'gret' },
        choices: [{ label: '/conf greet', path: 'conf greet', input: { subject: 'Sprint review', who: '1001' } }],
      },
    })
  })

  it('names the commands of a group that was typed alone', () => {
    expect(refusal('RECORD')).toMatchObject({
      code: 'input.incomplete-command',
      details: { blanks: { typed: 'record' } },
    })
    const { choices = [] } = refusal('record').details
    expect(choices.map(({ path }) => path)).toEqual(['conf record start', 'conf record stop'])
  })

  it('does not take quoted words for a command', () => {
    expect(refusal('"greet" Review').code).toBe('input.unknown-command')
  })

  it('runs the root’s own command when nothing is typed', () => {
    expect(parse(' \u00a0 ')).toEqual(['conf home', {}])
  })

  it.each([
    ['unknown options', `greet ${'--lould '.repeat(1_250)}`],
    ['half-open references', `greet ${'<'.repeat(10_000)}`],
    ['labels', `greet ${'<a|'.repeat(3_300)}`],
    ['words', `greet ${'a '.repeat(5_000)}`],
  ])('reads 10,000 characters of %s without trying again and again', (_name, typed) => {
    try {
      parse(typed)
    } catch (error) {
      expect(isConfbotError(error)).toBe(true)
    }
  })
})

describe('what is a command of the other root', () => {
  it.each([
    ['audit before:5', 'conf', [{ path: 'confadmin audit', input: { before: '5' } }]],
    ['status', 'conf', [{ path: 'confadmin status', input: {} }]],
    ['room list', 'conf', [{ path: 'confadmin room list', input: {} }]],
    ['mute Bob', 'confadmin', [{ path: 'conf mute', input: { who: 'Bob' } }]],
  ])('is offered with the same words: %s, typed after /%s', async (typed, root, choices) => {
    const { type } = await startCommands()
    const said = await type(typed, { root })
    expect(textOf(said)).toContain('There is no command')
    expect(buttonsOf(said).slice(0, choices.length)).toMatchObject(choices)
  })

  it('is offered with all the commands of a group', async () => {
    const { type } = await startCommands()
    const paths = buttonsOf(await type('room')).map(({ path }) => path)
    expect(paths.length).toBeGreaterThan(2)
    for (const path of paths) expect(path).toMatch(/^confadmin room /)
  })

  it('is offered to nobody who may not use it', async () => {
    const { type } = await startCommands()
    expect(anna.isAdministrator).toBe(true)
    const said = await type('audit', { actor: ben })
    expect(textOf(said)).toContain('There is no command “audit”')
    expect(buttonsOf(said).filter(({ path }) => path.startsWith('confadmin'))).toEqual([])
  })
})
