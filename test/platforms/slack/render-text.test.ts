import { describe, expect, it } from 'vitest'
import { renderTable } from '#platforms/slack/render-table.ts'
import { labelText, lineToElements, lineToTextObjects } from '#platforms/slack/render-text.ts'
import { bold, code, link, type Mention, moment, quiet, say } from '#text/message.ts'
import { shownWords } from './block-kit-rules.ts'

const shared = { language: 'en', mentions: 'name' } as const

describe('text for Slack', () => {
  it('is a single line where labels stand, and never empty', () => {
    expect(labelText('  Sprint\n review ', 75, 'en')).toEqual({
      type: 'plain_text',
      text: 'Sprint review',
      emoji: false,
    })
    expect(labelText('', 75, 'en').text).toBe('–')
  })

  it('keeps its styles, as far as Slack has them', () => {
    expect(lineToElements([bold('a'), code(bold('b')), quiet('c'), code(moment(0, 'time'))], shared)).toEqual([
      { type: 'text', text: 'a', style: { bold: true } },
      { type: 'text', text: 'b', style: { bold: true, code: true } },
      { type: 'text', text: 'c', style: { italic: true } },
      { type: 'date', timestamp: 0, format: '{time}', fallback: '00:00 UTC' },
    ])
  })

  it('links only to what can be opened or dialled', () => {
    const [dial, script] = lineToElements([link('tel:+4930', '+49 30'), link('javascript:alert(1)', 'x')], shared)
    expect([dial?.type, script?.type]).toEqual(['link', 'text'])
  })

  it('mentions people of Slack alone', () => {
    const person: Mention = { kind: 'mention', platform: 'discord', workspaceId: '1', userId: '2', name: 'here' }
    expect(lineToElements(person, { ...shared, mentions: 'native' })).toEqual([{ type: 'text', text: 'here' }])
  })

  it('stands beside its moments where no rich text can be, up to so many', () => {
    const line = [say('card.as-of', { at: moment(0, 'time') }), ' · more']
    expect(lineToTextObjects(line, 'en', 10, 100)).toEqual([
      { type: 'plain_text', text: 'As of', emoji: false },
      { type: 'mrkdwn', text: '<!date^0^{time}|00:00 UTC>', verbatim: true },
      { type: 'plain_text', text: '· more', emoji: false },
    ])
    expect(lineToTextObjects(line, 'en', 2, 100)).toBeNull()
  })
})

describe('a table', () => {
  it('says how many rows it left out', () => {
    const rows = Array.from({ length: 500 }, (_, index) => [`row ${index}`])
    const words = shownWords(renderTable(['Row'], rows, 'en'))
    const shown = words.match(/row \d+/g)?.length ?? 0
    expect(words).toContain(`and ${500 - shown} more`)
  })

  it('without columns is nothing', () => {
    expect(renderTable([], [['x']], 'en')).toEqual([])
  })
})
