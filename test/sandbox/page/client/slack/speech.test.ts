import { expect, test } from 'vitest'
import { textToSpeech } from '#sandbox/page/client/slack/speech.ts'

const names = { personName: (id: string) => `person ${id}`, channelName: (id: string) => `channel ${id}` }

test('a text is said without its markup, with names in place of ids', () => {
  const text = '*Open* for <@U1> in <#C1>: <tel:+4930901800|dial> &amp; wait <!date^1^{time}|12:53 UTC>'
  expect(textToSpeech(text, names)).toBe('Open for person U1 in channel C1: dial & wait 12:53 UTC')
})
