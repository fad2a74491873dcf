import { describe, expect, it } from 'vitest'
import { decodeAction } from '#command-kit/action-ref.ts'
import {
  actionToCustomId,
  draftCustomId,
  draftVerbs,
  longActionKey,
  menuCustomId,
  readCustomId,
} from '#platforms/discord/custom-ids.ts'

describe('a custom_id', () => {
  it('carries a command, and which of its message’s it is', () => {
    const action = { path: 'conf mute', input: { who: 'p3', in: 'k3x9ab' } } as const
    const first = actionToCustomId(action, 1)
    expect(first.long).toBeNull()
    expect(readCustomId(first.customId)).toEqual({ kind: 'action', ref: action })
    expect(actionToCustomId(action, 2).customId).not.toBe(first.customId)
  })

  it('names a command that is too long for it, the same way each time', () => {
    const action = { path: 'conf invite', input: { who: 'x'.repeat(200) } }
    const { customId, long } = actionToCustomId(action, 99)
    expect(customId.length).toBeLessThanOrEqual(100)
    expect(readCustomId(customId)).toEqual({ kind: 'long', key: long?.key })
    expect(decodeAction(long?.text ?? '')).toEqual(action)
    expect(actionToCustomId(action, 99).long?.key).toBe(long?.key)
    expect(long?.key.startsWith(longActionKey(''))).toBe(true)
  })

  it.each(draftVerbs)('says which control of which draft it is: %s', (verb) => {
    const control = { id: 'k3x9abcd', verb, section: 24, revision: 7 }
    expect(readCustomId(draftCustomId(control))).toEqual({ kind: 'draft', ...control })
  })

  it('is a menu', () => {
    expect(readCustomId(menuCustomId(3))).toEqual({ kind: 'menu' })
  })

  it.each([
    '',
    'x',
    '/',
    '/id/edit/0',
    '/id/steal/0/0',
    '/i d/edit/0/0',
    '/id/edit/-1/0',
    '1|',
    '1#short',
    '1$more',
    '100$',
  ])('of nobody’s is none: %s', (text) => expect(readCustomId(text)).toBeNull())
})
