import { describe, expect, it } from 'vitest'
import { bold, link, moment, say } from '#text/message.ts'
import { actions, button, type Card, card, divider, fields, list, note, text } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'

const draw = (one: Card, options: { maxLength?: number; actions?: boolean } = {}) =>
  cardToPlainText(one, { language: 'en', ...options })
const end = { path: 'conf end', input: {} }
const full = card(
  say('error.card.title'),
  text('Review ', bold('now'), ' ', link('https://example.org', 'plan')),
  fields(['Room', '8001'], ['Since', [moment(Date.UTC(2026, 11, 1, 15)), ' by Anna']]),
  divider,
  list(
    [
      {
        line: 'Anna',
        menu: {
          kind: 'menu',
          label: 'For Anna',
          entries: [
            { label: 'Mute', action: end },
            { label: 'Kick', action: end },
          ],
        },
      },
      { line: ['Bob', ' · muted'], button: button('Unmute', end) },
    ],
    button('All 80', end),
  ),
  {
    kind: 'table',
    head: ['Name', 'Number'],
    rows: [
      ['Anna', '1001'],
      ['Bartholomew', '1002'],
    ],
  },
  actions(button('End', end), { kind: 'link-button', label: 'Join', url: 'tel:+4930' }),
  note('As of now'),
)

describe('cardToPlainText', () => {
  it('draws every kind of node', () => {
    expect(draw(full)).toBe(
      [
        'That did not work',
        'Review now plan (https://example.org)',
        'Room: 8001',
        'Since: 2026-12-01 15:00 UTC by Anna',
        '---',
        '• Anna [For Anna: Mute | Kick]',
        '• Bob · muted [Unmute]',
        '[All 80]',
        'Name         Number',
        'Anna         1001',
        'Bartholomew  1002',
        '[End] [Join] tel:+4930',
        'As of now',
      ].join('\n'),
    )
  })

  it('leaves out what can be clicked when told so', () => {
    const drawn = draw(full, { actions: false })
    for (const label of ['Mute', 'All 80', '[End]', 'tel:']) expect(drawn).not.toContain(label)
    expect(drawn).toContain('• Bob · muted\n')
  })

  it('says what does not fit', () => {
    const rows = Array.from({ length: 80 }, (_, at) => ({ line: `Person ${at}` }))
    const drawn = draw(card('Roster', list(rows)), { maxLength: 100 })
    expect(drawn.length).toBeLessThanOrEqual(100)
    expect(drawn).toMatch(/^Roster\n• Person 0\n.*… and 74 more lines$/s)
  })

  it.each([0, 1, 5, 20])('never writes more than %i characters', (maxLength) => {
    expect(draw(card('👍'.repeat(30), text('x'.repeat(50))), { maxLength }).length).toBeLessThanOrEqual(maxLength)
  })

  it('never cuts a character in half', () => {
    expect(draw(card('👍👍👍👍'), { maxLength: 4 })).toBe('👍…')
  })

  it('lets nobody’s words steer a terminal, fake a line or turn the text', () => {
    const hostile = 'Eve\u001b[2J\n[Confirm]\u202e\u0007\u009b'
    expect(draw(card(hostile, list([{ line: hostile }])))).toBe('Eve[2J [Confirm]\n• Eve[2J [Confirm]')
  })

  it('keeps the lines of a text', () => {
    expect(draw(card('Help', text('one\ntwo')))).toBe('Help\none\ntwo')
  })
})
