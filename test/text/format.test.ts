import { describe, expect, it } from 'vitest'
import { spanToPieces, spanToString } from '#text/format.ts'
import { bold, code, link, type Mention, moment, say } from '#text/message.ts'

const anna: Mention = { kind: 'mention', platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Anna' }

describe('spanToPieces', () => {
  it('keeps what stands in a blank as it is, with the styles around it', () => {
    expect(spanToPieces(bold(say('error.card.problem', { option: code('pin'), problem: anna })))).toEqual([
      { kind: 'text', text: 'pin', styles: ['bold', 'code'] },
      { kind: 'text', text: ': ', styles: ['bold'] },
      { ...anna, styles: ['bold'] },
    ])
  })

  it('never reads somebody’s words as a message or as markup', () => {
    const words = '{option} <b>*bold*</b> <@U1>'
    expect(spanToPieces(say('form.problem.choice', { choices: words }))).toEqual([
      { kind: 'text', text: `Give one of: ${words}.`, styles: [] },
    ])
  })
})

describe('spanToString', () => {
  it('counts', () => {
    expect(spanToString(say('form.problem.too-long', { max: 1 }))).toBe('At most 1 character.')
    expect(spanToString(say('form.problem.too-long', { max: 2 }))).toBe('At most 2 characters.')
  })

  it('writes links, mentions and instants in words', () => {
    const at = Date.UTC(2026, 11, 1, 15, 4)
    expect(spanToString(link('https://a.example', 'plan'))).toBe('plan (https://a.example)')
    expect(spanToString(link('https://a.example', 'https://a.example'))).toBe('https://a.example')
    expect(spanToString(anna)).toBe('@Anna')
    expect(spanToString(moment(at))).toBe('2026-12-01 15:04 UTC')
    expect(spanToString(moment(at, 'time'))).toBe('15:04 UTC')
    expect(spanToString(7)).toBe('7')
  })
})
