import { expect, test } from 'vitest'
import { emojiToString } from '#sandbox/page/client/slack/blocks/emoji.ts'

test('an emoji is found by its short name or its code points', () => {
  expect(emojiToString('telephone_receiver')).toBe('📞')
  expect(emojiToString('+1::skin-tone-3')).toBe('👍')
  expect(emojiToString('anything', '1f1e9-1f1ea')).toBe('🇩🇪')
})

test('one that nobody knows stays its name', () => {
  expect(emojiToString('partyparrot')).toBe(':partyparrot:')
  expect(emojiToString('partyparrot', 'zz')).toBe(':partyparrot:')
  expect(emojiToString('constructor')).toBe(':constructor:')
})
