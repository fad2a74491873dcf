import { expect, it } from 'vitest'
import type { DialResult } from '#core/service/dial.ts'
import { card } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { dialResultNodes } from '#view/presenters/dial-result.ts'

const result = (name: string | null, outcome: DialResult['outcome'], code: DialResult['code'] = null): DialResult => ({
  invitee: { name, number: '+4930901877', masked: '+49 ···877', person: null },
  outcome,
  code,
})

it('one line for each, with name and masked number, and what the PBX made of it', () => {
  const said = cardToPlainText(
    card(
      'Invited',
      ...dialResultNodes([
        result('Dora', 'rung'),
        result(null, 'already'),
        result(null, 'failed', 'provider.timeout'),
        result(null, 'failed', 'provider.rejected'),
      ]),
    ),
    { language: 'en' },
  ).split('\n')
  expect(said).toHaveLength(5)
  expect(said[1]).toMatch(/^• Dora · \+49 ···877 · /)
  expect(new Set(said.slice(1).map((line) => line.split(' · ').at(-1))).size).toBe(4)
  expect(said.join()).not.toContain('901877')
})

it('nothing when nobody was rung', () => {
  expect(dialResultNodes([])).toEqual([])
})
