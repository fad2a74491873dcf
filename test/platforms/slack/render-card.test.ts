import type { KnownBlock } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { decodeAction } from '#command-kit/action-ref.ts'
import { limits } from '#platforms/slack/limits.ts'
import { type RenderedCard, renderCard } from '#platforms/slack/render-card.ts'
import { moment, type Span } from '#text/message.ts'
import { actions, button, card, list, note, text } from '#view/card.ts'
import { gallery } from '../../contracts/card-gallery.ts'
import { rendererContract } from '../../contracts/renderer-contract.ts'
import { blockProblems, fallbackProblems, shownWords } from './block-kit-rules.ts'

const slackContract = (mentions: 'native' | 'name') =>
  rendererContract<RenderedCard>(`Slack (mentions as ${mentions})`, {
    draw: (shown) => renderCard(shown, { mentions }),
    problems: ({ blocks, text: fallback }) => [...blockProblems(blocks, 50), ...fallbackProblems(fallback)],
    words: ({ blocks }) => shownWords(blocks).replaceAll('U1', 'Alice'),
  })

slackContract('name')
slackContract('native')

const ref = (path: string, input: Record<string, string> = {}) => ({ path, input })
const of = <Type extends KnownBlock['type']>(blocks: readonly KnownBlock[], type: Type) =>
  blocks.filter((block): block is Extract<KnownBlock, { type: Type }> => block.type === type)
const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    label: `Entry ${index}`,
    action: ref('conf mute', { who: `p${index}` }),
  }))
const accessoryOf = (count: number) => {
  const [section] = of(
    renderCard(
      card('x', list([{ line: 'Alice', menu: { kind: 'menu', label: 'For Alice', entries: entries(count) } }])),
    ).blocks,
    'section',
  )
  return section?.accessory
}

describe('a card on Slack', () => {
  it('has a heading where something stands below it, and is a plain sentence where nothing does', () => {
    const kinds = (shown: Parameters<typeof renderCard>[0]) => renderCard(shown).blocks.map(({ type }) => type)
    expect(kinds(card('Bob is muted.', actions(button('Undo', ref('conf unmute')))))).toEqual(['rich_text', 'actions'])
    expect(kinds(card('Recordings', list([{ line: 'One' }])))[0]).toBe('header')
  })

  it('mentions nobody in a message for all, and may in a private one', () => {
    const alice: Span = { kind: 'mention', platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Alice' }
    const shared = JSON.stringify(renderCard(card('x', text('by ', alice), note(alice))))
    expect(shared).not.toContain('U1')
    expect(shared).toContain('Alice')
    expect(JSON.stringify(renderCard(card('x', text(alice)), { mentions: 'native' }).blocks)).toContain(
      '"user_id":"U1"',
    )
  })

  it("shows moments in each reader's own zone, in text, notes and rows alike", () => {
    const at = moment(1_700_000_000_700, 'time')
    const { blocks } = renderCard(
      card('x', text(at), note('as of ', at), list([{ line: ['Alice ', at], button: button('b', ref('conf mute')) }])),
    )
    const drawn = JSON.stringify(blocks)
    expect(drawn.match(/"timestamp":1700000000,"format":"\{time\}"/g)).toHaveLength(2)
    expect(drawn.match(/<!date\^1700000000\^\{time\}\|22:13 UTC>/g)).toHaveLength(1)
    // In a section the moment would stand in a column of its own: the row is a line, and its button follows.
    expect(blocks.slice(-2)).toMatchObject([{ type: 'rich_text' }, { type: 'actions' }])
  })

  it('draws a menu as a button, an overflow menu or a select, by its entries', () => {
    expect(accessoryOf(1)).toMatchObject({ type: 'button', value: 'conf mute?who=p0' })
    expect(accessoryOf(2)).toMatchObject({ type: 'overflow' })
    expect(accessoryOf(5)).toMatchObject({ type: 'overflow' })
    expect(accessoryOf(6)).toMatchObject({ type: 'static_select', placeholder: { text: 'For Alice' } })
  })

  it('gives entries whose command is too long for a menu buttons of their own', () => {
    const long = { label: 'Long', action: ref('conf invite', { who: '1'.repeat(200) }) }
    const { blocks } = renderCard(
      card('x', list([{ line: 'Alice', menu: { kind: 'menu', label: 'm', entries: [long, ...entries(1)] } }])),
    )
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'actions'])
    expect(of(blocks, 'actions')[0]?.elements.map(({ type }) => type)).toEqual(['button', 'button'])
  })

  it("asks with Slack's own dialog, and then says that it asked; a menu's entry leaves the asking to the command", () => {
    const asking = { label: 'End', action: ref('conf end'), confirm: { title: 'End?', text: 'Now?', confirm: 'End' } }
    const { blocks } = renderCard(
      card('x', actions({ kind: 'button', ...asking }, { kind: 'menu', label: 'm', entries: [asking, ...entries(1)] })),
    )
    const [end, menu] = of(blocks, 'actions')[0]?.elements ?? []
    expect(end).toMatchObject({ value: '!conf end', confirm: { title: { text: 'End?' }, deny: { text: 'Cancel' } } })
    expect(menu).toMatchObject({ options: [{ value: 'conf end' }, {}] })
  })

  it('names the buttons that it cannot draw', () => {
    const long = button('Ring all', ref('conf invite', { who: '1'.repeat(2100) }))
    const { blocks } = renderCard(
      card(
        'x',
        actions(long, { kind: 'link-button', label: 'Open', url: 'javascript:alert(1)' }),
        list([{ line: 'Bob', button: long }]),
      ),
    )
    expect(JSON.stringify(blocks)).not.toContain('"button"')
    expect(shownWords(blocks)).toMatch(/write the command: Ring all, Open, Ring all$/)
  })

  it('packs commands so that they can be read back', () => {
    const action = ref('conf invite', { who: '<@U1>, 50% & "more"=\nyes', in: 'k3x9ab' })
    const { blocks } = renderCard(card('x', actions(button('Invite', action))))
    const [element] = of(blocks, 'actions')[0]?.elements ?? []
    expect(element?.type === 'button' && decodeAction(element.value ?? '')).toEqual(action)
  })

  it('shows as many rows as there is room for and offers the rest', () => {
    const { blocks } = renderCard(gallery.overflowing ?? card(''))
    const rows = of(blocks, 'section').filter(({ accessory }) => accessory?.type === 'overflow')
    expect(rows.length).toBeGreaterThan(10)
    expect(shownWords(blocks)).toContain(`and ${200 - rows.length} more`)
    expect(of(blocks, 'section').at(-1)?.accessory ?? {}).toMatchObject({ type: 'button', text: { text: 'All 200' } })
  })

  it('shows 30 people with their menus, a line of state and two rows of controls', () => {
    const people = Array.from({ length: 30 }, (_, index) => ({
      line: `Person ${index} · +49 30 ••• ${index} · joined`,
      menu: { kind: 'menu' as const, label: `For ${index}`, entries: entries(4) },
    }))
    const controls = Array.from({ length: 10 }, (_, index) => button(`Control ${index}`, ref('conf lock')))
    const { blocks } = renderCard(
      card(
        'Sprint review',
        text('Live'),
        list(people, button('All 80', ref('conf roster'))),
        actions(...controls),
        note('As of'),
      ),
    )
    expect(of(blocks, 'section').filter(({ accessory }) => accessory?.type === 'overflow')).toHaveLength(30)
    expect(shownWords(blocks)).not.toMatch(/and \d+ more/)
    expect(shownWords(blocks)).toContain('All 80')
  })

  it('gives blocks no ids, so that each version of a message gets new ones', () => {
    expect(JSON.stringify(renderCard(gallery.full ?? card('')).blocks)).not.toContain('block_id')
  })

  it('names in the header, and there alone, which live conference a card shows', () => {
    const [header, ...others] = renderCard({ ...(gallery.full ?? card('')), shows: 'k3x9ab' }).blocks
    expect(header).toMatchObject({ type: 'header', block_id: 'shows:k3x9ab' })
    expect(JSON.stringify(others)).not.toContain('block_id')
  })

  it('fills the App Home up to its own limit', () => {
    const rows = Array.from({ length: 120 }, (_, index) => ({
      line: `R${index}`,
      button: button('b', ref('conf show')),
    }))
    expect(renderCard(card('x', list(rows)), { maxBlocks: limits.blocksPerView }).blocks).toHaveLength(100)
  })

  it('escapes its fallback text once and never cuts an entity', () => {
    const { text: fallback } = renderCard(card('a & b', text('<'.repeat(5000))))
    expect(fallback.startsWith('a &amp; b')).toBe(true)
    expect(fallbackProblems(fallback)).toEqual([])
  })
})
