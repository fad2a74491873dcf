import { describe, expect, test } from 'vitest'
import { mrkdwnToParts, plainToParts } from '#sandbox/page/client/slack/blocks/mrkdwn.ts'

const inlines = (text: string) => {
  const [part, ...others] = mrkdwnToParts(text)
  expect(others).toEqual([])
  expect(part?.type).toBe('rich_text_section')
  return part?.elements
}
const text = (words: string, style?: object) => ({ type: 'text', text: words, ...(style && { style }) })

describe('mrkdwn', () => {
  test('is bold, italic, struck out and code', () => {
    expect(inlines('a *b* _c_ ~d~ `e`')).toEqual([
      text('a '),
      text('b', { bold: true }),
      text(' '),
      text('c', { italic: true }),
      text(' '),
      text('d', { strike: true }),
      text(' '),
      text('e', { code: true }),
    ])
  })

  test('nests its marks, but reads nothing in code', () => {
    expect(inlines('*a _b_*')).toEqual([text('a ', { bold: true }), text('b', { bold: true, italic: true })])
    expect(inlines('`*a* <b>`')).toEqual([text('*a* <b>', { code: true })])
  })

  test.each(['2*3*4', 'snake_case_name', '* a*', '*a', 'a * b * c', '**', '*a\nb*'])('%j has no marks', (words) => {
    expect(inlines(words)).toEqual([text(words)])
  })

  test('has three escaped characters, each read once', () => {
    expect(inlines('&lt;b&gt; &amp;amp; &quot;')).toEqual([text('<b> &amp; &quot;')])
    expect(inlines('&lt;!here&gt;')).toEqual([text('<!here>')])
  })

  test.each([
    ['<@U0BOB>', { type: 'user', user_id: 'U0BOB' }],
    ['<@U0BOB|bob>', { type: 'user', user_id: 'U0BOB' }],
    ['<#C0OPS|ops>', { type: 'channel', channel_id: 'C0OPS' }],
    ['<!here>', { type: 'broadcast', range: 'here' }],
    ['<!everyone|everyone>', { type: 'broadcast', range: 'everyone' }],
    ['<!subteam^S0LEADS>', { type: 'usergroup', usergroup_id: 'S0LEADS' }],
    ['<!subteam^S0LEADS|@leads>', text('@leads')],
    ['<https://a.example/?b=1&amp;c=2>', { type: 'link', url: 'https://a.example/?b=1&c=2' }],
    ['<tel:+4930901820|a &amp; b>', { type: 'link', url: 'tel:+4930901820', text: 'a & b' }],
    ['<!date^1^{time}|then>', { type: 'date', timestamp: 1, format: '{time}', fallback: 'then' }],
    [
      '<!date^1^{time}^https://a.example|then>',
      { type: 'date', timestamp: 1, format: '{time}', url: 'https://a.example', fallback: 'then' },
    ],
    ['<!unknown^1|label>', text('label')],
    [':tada:', { type: 'emoji', name: 'tada' }],
  ])('reads %s', (words, inline) => {
    expect(inlines(words)).toEqual([inline])
    expect(inlines(`*${words}*`)).toEqual([{ ...inline, style: { bold: true } }])
  })

  test('is quoted by the line and fenced as code', () => {
    expect(mrkdwnToParts('a\n> b\n&gt; *c*\nd```\n*e*\n```f')).toEqual([
      { type: 'rich_text_section', elements: [text('a')] },
      { type: 'rich_text_quote', elements: [text('b\n'), text('c', { bold: true })] },
      { type: 'rich_text_section', elements: [text('d')] },
      { type: 'rich_text_preformatted', elements: [text('*e*')] },
      { type: 'rich_text_section', elements: [text('f')] },
    ])
  })
})

describe('plain text', () => {
  const elements = (...given: Parameters<typeof plainToParts>) => plainToParts(...given)[0]?.elements

  test('has emoji, and nothing else', () => {
    expect(elements('*a* <!here> :tada:')).toEqual([text('*a* <!here> '), { type: 'emoji', name: 'tada' }])
  })

  test('has no emoji where they are switched off', () => {
    expect(elements('at 10:30:00', false)).toEqual([text('at 10'), text(':30:'), text('00')])
  })
})
