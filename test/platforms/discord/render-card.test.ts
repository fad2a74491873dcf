import { ButtonStyle, ComponentType } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { decodeAction, encodeAction } from '#command-kit/action-ref.ts'
import { readCustomId } from '#platforms/discord/custom-ids.ts'
import { type RenderedCard, renderCard, shownIn } from '#platforms/discord/render-card.ts'
import { drawnActions, messageRefusal } from '#test/support/drawn-discord.ts'
import { property } from '#test/support/property.ts'
import { moment, type Span } from '#text/message.ts'
import { actions, button, type Card, card, divider, list, note, type Row, text } from '#view/card.ts'
import { anyCard, gallery } from '../../contracts/card-gallery.ts'
import { rendererContract } from '../../contracts/renderer-contract.ts'
import { componentsOf, customIdsIn, everyComponent, messageProblems, shownWords } from './component-rules.ts'
import { readMarkdown } from './read-markdown.ts'

rendererContract('Discord', {
  draw: (shown) => renderCard(shown),
  problems: (drawn) => [...messageProblems(drawn), messageRefusal(drawn)].filter((one) => one !== null),
  words: shownWords,
})

property('offers nothing but what was made', 'renderer.Discord actions', anyCard, { runs: 150 }, () => (shown) => {
  const made = new Set<string>()
  const urls = new Set<unknown>()
  JSON.stringify(shown, (key, value) => {
    if (key === 'action' || key === 'opens') made.add(encodeAction(value))
    if (key === 'url') urls.add(value)
    return value
  })
  expect(drawnActions(shown).filter((action) => !made.has(encodeAction(action)))).toEqual([])
  const links = texts(renderCard(shown)).flatMap((content) => readMarkdown(content).links)
  expect(links.filter((url) => !urls.has(url))).toEqual([])
})

const ref = (path: string, input: Record<string, string> = {}) => ({ path, input })
const named = (key: string): Card => gallery[key] ?? expect.fail(`no card ${key}`)
const texts = (drawn: RenderedCard) => componentsOf(drawn, ComponentType.TextDisplay).map(({ content }) => content)
const selects = (drawn: RenderedCard) => componentsOf(drawn, ComponentType.StringSelect)
const sections = (drawn: RenderedCard) => componentsOf(drawn, ComponentType.Section)
const labels = (drawn: RenderedCard) =>
  componentsOf(drawn, ComponentType.Button).map((one) => ('label' in one ? one.label : ''))
/** How many controls each row has. */
const rows = (drawn: RenderedCard) =>
  componentsOf(drawn, ComponentType.ActionRow).map(({ components }) => components.length)

const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    label: `Entry ${index}`,
    action: ref('conf mute', { who: `p${index}` }),
  }))
const person = (index: number, opens = true): Row => ({
  line: `Person ${index} · joined`,
  menu: { kind: 'menu', label: `For ${index}`, entries: entries(3) },
  ...(opens && { opens: ref('conf show', { who: `p${index}`, in: 'k3x9ab' }) }),
})
const people = (count: number) => Array.from({ length: count }, (_, index) => person(index))
const missing = (index: number): Row => ({
  line: `Missing ${index} · busy`,
  button: button('Call again', ref('conf callback', { who: `i${index}` })),
})

describe('a card on Discord', () => {
  it('has a heading where something stands below it, and is a plain sentence where nothing does', () => {
    expect(texts(renderCard(card('Bob is muted.', actions(button('Undo', ref('conf unmute'))))))).toEqual([
      'Bob is muted.',
    ])
    expect(texts(renderCard(card('Recordings', list([{ line: 'One' }]))))).toEqual(['### Recordings\nOne'])
  })

  it('keeps what is only text in one component, and small what is only a note', () => {
    const drawn = renderCard(card('x', text('a\nb'), note('c'), divider, text('d')))
    expect(texts(drawn)).toEqual(['### x\na\nb\n-# c', 'd'])
    expect(componentsOf(drawn, ComponentType.Separator)).toHaveLength(1)
  })

  it('notifies nobody, and names people of other platforms', () => {
    const alice: Span = { kind: 'mention', platform: 'discord', workspaceId: '1', userId: '2', name: 'Alice' }
    const drawn = renderCard(card('x', text('by ', alice), text('by ', { ...alice, platform: 'slack' })))
    expect(texts(drawn)).toEqual(['### x\nby <@2>\nby Alice'])
    expect(drawn.allowed_mentions).toEqual({ parse: [] })
  })

  it("shows moments in each reader's own zone, in whole seconds", () => {
    const at = 1_700_000_000_700
    const drawn = renderCard(card('x', text(moment(at, 'time'), moment(at), moment(at, 'relative'))))
    expect(texts(drawn)).toEqual(['### x\n<t:1700000000:t><t:1700000000:f><t:1700000000:R>'])
  })

  it('has a green edge while its conference is live, and none else', () => {
    const edge = (shown: Card) => componentsOf(renderCard(shown), ComponentType.Container)[0]?.accent_color
    expect(edge(named('a conference: 12 people'))).toBe(0x23a55a)
    expect(edge(named('a conference: record'))).toBeUndefined()
  })

  it('can be found again by the ids of its container and first text', () => {
    const drawn = renderCard(card('x', text('y'), divider, text('z')), { ids: [7, 2 ** 31 - 1] })
    expect(messageProblems(drawn)).toEqual([])
    expect(everyComponent(drawn.components).map(({ id }) => id)).toEqual([7, 2 ** 31 - 1, undefined, undefined])
  })

  it('takes no more components than it may', () => {
    for (const shown of Object.values(gallery))
      expect(everyComponent(renderCard(shown, { maxComponents: 20 }).components).length).toBeLessThanOrEqual(20)
  })

  it('drops text before anything that can be pressed', () => {
    const long = Array.from({ length: 5 }, (_, index) => text(`${index} ${'long '.repeat(300)}`))
    const drawn = renderCard(card('x', ...long, actions(button('End', ref('conf end')))))
    expect(shownWords(drawn)).toContain('There is more than one message can hold.')
    expect(labels(drawn)).toEqual(['End'])
    expect(messageProblems(drawn)).toEqual([])
  })
})

it('has what can be done with the only person of a live card in a select, apart from the controls of the conference', () => {
  const [row] = [
    { line: 'Bob', menu: { kind: 'menu', label: 'Bob', entries: entries(3) }, opens: ref('conf show') } as const,
  ]
  const alone = card('Review', list([row]), actions(button('Lock', ref('conf lock', { in: 'k3x9ab' }))))
  expect(labels(renderCard(alone))).toHaveLength(4)
  const live = renderCard({ ...alone, shows: 'k3x9ab' })
  expect(labels(live)).toEqual(['Lock'])
  expect(selects(live)).toHaveLength(1)
})

describe('buttons and menus on Discord', () => {
  it('stand in rows of five; what matters most and what ends things stands out', () => {
    const drawn = renderCard(
      card(
        'x',
        actions(
          button('Join', ref('conf join'), { style: 'primary' }),
          button('End', ref('conf end'), { style: 'danger' }),
          ...entries(10).map(({ label, action }) => button(label, action)),
        ),
      ),
    )
    expect(rows(drawn)).toEqual([5, 5, 2])
    const [join, end, other] = componentsOf(drawn, ComponentType.Button).map(({ style }) => style)
    expect([join, end, other]).toEqual([ButtonStyle.Primary, ButtonStyle.Danger, ButtonStyle.Secondary])
  })

  it('leave the asking to the command, since Discord has no dialog for it', () => {
    const confirm = { title: 'End?', text: 'Now?', confirm: 'End' }
    const drawn = renderCard(card('x', actions(button('End', ref('conf end'), { confirm }))))
    expect(customIdsIn(drawn).map(readCustomId)).toEqual([{ kind: 'action', ref: ref('conf end') }])
  })

  it('are packed so that they can be read back, and kept where they are too long for that', () => {
    const short = ref('conf invite', { who: '<@1>, 50% & "more"=\nyes' })
    const long = ref('conf invite', { who: '1'.repeat(200) })
    const drawn = renderCard(card('x', actions(button('a', short), button('b', long), button('c', long))))
    const [first, ...others] = customIdsIn(drawn).map(readCustomId)
    expect(first).toEqual({ kind: 'action', ref: short })
    const [kept] = drawn.long
    expect(drawn.long).toHaveLength(1)
    expect(others).toEqual([1, 2].map(() => ({ kind: 'long', key: kept?.key })))
    expect(decodeAction(kept?.text ?? '')).toEqual(long)
  })

  it('are named where they cannot be drawn', () => {
    const long = button('Ring all', ref('conf invite', { who: '1'.repeat(4100) }))
    const drawn = renderCard(
      card(
        'x',
        actions(long, { kind: 'link-button', label: 'Dial', url: 'tel:+4930' }),
        list([{ line: 'Bob', button: long }]),
      ),
    )
    expect(labels(drawn)).toEqual([])
    expect(shownWords(drawn)).toMatch(/write the command: Ring all, Dial, Ring all$/)
  })

  it('are gathered in selects where there are more than a message holds', () => {
    const drawn = renderCard(card('x', actions(...entries(60).map(({ label, action }) => button(label, action)))))
    expect(labels(drawn)).toHaveLength(10)
    expect(selects(drawn).map(({ placeholder, options }) => [placeholder, options.length])).toEqual([
      ['More (1–25)', 25],
      ['More (26–50)', 25],
    ])
  })
})

describe('a list on Discord', () => {
  it('is lines with one select of those that something can be done with, and what that is', () => {
    const drawn = renderCard(card('x', list([...people(2), { line: 'Emil · invited' }])))
    expect(texts(drawn)).toEqual(['### x\n- Person 0 · joined\n- Person 1 · joined\n- Emil · invited'])
    const [select] = selects(drawn)
    expect(select?.options.map(({ label, description }) => [label, description])).toEqual([
      ['Person 0 · joined', 'Entry 0, Entry 1, Entry 2'],
      ['Person 1 · joined', 'Entry 0, Entry 1, Entry 2'],
    ])
    const refs = select?.options.map(({ value }) => readCustomId(value))
    expect(refs).toEqual(
      [0, 1].map((index) => ({ kind: 'action', ref: ref('conf show', { who: `p${index}`, in: 'k3x9ab' }) })),
    )
  })

  it('of one row has all that can be done with it as buttons', () => {
    const drawn = renderCard(card('Alice', list([person(0)])))
    expect(texts(drawn)).toEqual(['### Alice\nPerson 0 · joined'])
    expect(labels(drawn)).toEqual(['Entry 0', 'Entry 1', 'Entry 2'])
  })

  it('has a single button beside its line', () => {
    const drawn = renderCard(card('x', list([...people(2), missing(0)])))
    expect(sections(drawn)).toMatchObject([
      { components: [{ content: '- Missing 0 · busy' }], accessory: { label: 'Call again' } },
    ])
  })

  it('has it in the select where there is no room beside so many lines', () => {
    const drawn = renderCard(
      card('x', list([...people(2), ...Array.from({ length: 18 }, (_, index) => missing(index))])),
    )
    expect(sections(drawn)).toEqual([])
    expect(selects(drawn).map(({ options }) => options.length)).toEqual([20])
    expect(selects(drawn)[0]?.options.at(-1)).toMatchObject({ label: 'Missing 17 · busy', description: 'Call again' })
  })

  it('shows a full live card: 30 people, all of them to choose from, and every control', () => {
    const drawn = renderCard(named('a conference: 80 people'))
    expect(selects(drawn).map(({ options }) => options.length)).toEqual([25, 5])
    expect(shownWords(drawn)).not.toMatch(/and \d+ more/)
    expect(labels(drawn)).toEqual(expect.arrayContaining(['All 82', 'Unlock', 'Stop recording', 'End']))
  })

  it('shows rows with menus that nothing opens as long as there is room for a select each', () => {
    const drawn = renderCard(card('x', list(Array.from({ length: 40 }, (_, index) => person(index, false)))))
    const shown = selects(drawn).length
    expect(shown).toBeGreaterThan(5)
    expect(shownWords(drawn)).toContain(`and ${40 - shown} more`)
  })

  it('gives a short list all that it needs, and the long ones the rest', () => {
    const rowsOf = (count: number, words: string) =>
      list(Array.from({ length: count }, (_, index) => ({ line: `${words} ${index} ${'·'.repeat(80)}` })))
    const drawn = shownWords(renderCard(card('x', rowsOf(90, 'long'), rowsOf(15, 'short'))))
    expect(drawn.match(/short \d+/g)).toHaveLength(15)
    const shown = drawn.match(/long \d+/g)?.length ?? 0
    expect(drawn).toContain(`and ${90 - shown} more`)
    expect(shown).toBeGreaterThan(20)
  })
})

describe('a message with a live card', () => {
  const received = (shown: Card) => structuredClone(renderCard(shown))

  it.each(['a conference: 0 people', 'a conference: 1 people', 'a conference: 12 people', 'a conference: 80 people'])(
    'tells which conference it shows: %s',
    (key) => {
      expect(shownIn(received(named(key)))).toBe(named(key).shows)
    },
  )

  it('is told from other cards about the same conference', () => {
    const { shows: _, ...others } = named('a conference: 12 people')
    expect(shownIn(received(others))).toBeNull()
    expect(shownIn({ components: [] })).toBeNull()
    expect(shownIn({})).toBeNull()
  })

  it('tells it by a control of that very conference, which still does what it says', () => {
    const other = button('Other', ref('conf lock', { in: 'zzzzzz' }))
    const own = button('Own', ref('conf lock', { in: 'k3x9ab' }))
    const drawn = renderCard({ ...card('x', text('y'), actions(other, own, own)), shows: 'k3x9ab' })
    expect(shownIn(drawn)).toBe('k3x9ab')
    expect(customIdsIn(drawn).map(readCustomId)).toEqual(
      [other, own, own].map(({ action }) => ({ kind: 'action', ref: action })),
    )
  })
})
