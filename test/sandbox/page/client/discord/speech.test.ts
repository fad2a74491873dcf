import { expect, test } from 'vitest'
import type { Message } from '#sandbox/page/client/discord/shapes.ts'
import { messageToSpeech } from '#sandbox/page/client/discord/speech.ts'

const listener = {
  timeZone: 'Etc/UTC',
  now: Date.parse('2026-11-21T12:00:00Z'),
  personName: (id: string) => (id === '1200000000000000101' ? 'Alice' : id),
  channelName: (id: string) => (id === '1200000000000000301' ? 'general' : id),
  roleName: (id: string) => (id === '1200000000000000202' ? 'Staff' : id),
}

test('a card is said text by text, without markup, with names in place of ids', () => {
  const message: Message = {
    id: '1',
    channel_id: '1',
    type: 0,
    author: { id: '2', username: 'confbot', bot: true },
    content: '',
    timestamp: '2026-11-21T12:00:00Z',
    edited_timestamp: null,
    components: [
      {
        type: 17,
        components: [
          {
            type: 10,
            content: '### Sprint review\n**Live** for <@1200000000000000101> and <@&1200000000000000202>\n- one\n- two',
          },
          {
            type: 9,
            components: [{ type: 10, content: 'in <#1200000000000000301> at <t:1795262400:t>' }],
            accessory: { type: 2, style: 2, label: 'Mute', custom_id: 'm' },
          },
          { type: 14 },
        ],
      },
    ],
  }
  expect(messageToSpeech(message, listener)).toBe(
    'Sprint review Live for Alice and Staff one, two in general at 12:00 PM',
  )
})
