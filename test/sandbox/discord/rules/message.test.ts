/** What may stand in a message, at and beyond every limit. */
import { describe, expect, test } from 'vitest'
import { DiscordRefusal } from '#sandbox/discord/refusal.ts'
import { type MessageUse, parseMessage } from '#sandbox/discord/rules/message.ts'
import { problemCodes } from '../serve-rest.ts'

const isV2 = 1 << 15
const ephemeral = 1 << 6
const long = (length: number) => 'x'.repeat(length)
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index))

const text = (content = 'Hello') => ({ type: 10, content })
const button = (custom_id = 'go', more = {}) => ({ type: 2, style: 1, label: 'Go', custom_id, ...more })
const row = (...components: readonly unknown[]) => ({ type: 1, components })
const option = (value: string, more = {}) => ({ label: value, value, ...more })
const select = (more = {}) => ({ type: 3, custom_id: 'pick', options: [option('a'), option('b')], ...more })
const section = (more = {}) => ({ type: 9, components: [text()], accessory: button(), ...more })
const container = (...components: readonly unknown[]) => ({ type: 17, components })

/** The codes that a body is refused with, none where it passes; a code of its own that is no form's: `{code}`. */
function problems(body: unknown, use: MessageUse = 'create'): Record<string, unknown> {
  try {
    parseMessage(body, { use })
    return {}
  } catch (error) {
    if (!(error instanceof DiscordRefusal)) throw error
    return error.code === 50035 ? problemCodes({ ...error.fields }) : { code: error.code }
  }
}
const v2 = (...components: readonly unknown[]) => problems({ flags: isV2, components })

describe('a message', () => {
  test.each([
    ['content', { content: long(2000) }],
    ['content and legacy components', { content: 'a', components: [row(button())] }],
    ['an embed', { embeds: [{ title: long(256), description: long(4096), fields: [{ name: 'a', value: 'b' }] }] }],
    ['a nonce', { content: 'a', nonce: long(25), enforce_nonce: true }],
    ['null for what there is not', { content: 'a', embeds: null, components: null, flags: null, nonce: null }],
    ['whom it may notify', { content: 'a', allowed_mentions: { parse: ['roles'], users: ['1'], replied_user: false } }],
  ])('may have %s', (_, body) => {
    expect(problems(body)).toEqual({})
  })

  test.each([
    ['too long a content', { content: long(2001) }, { content: 'BASE_TYPE_MAX_LENGTH' }],
    ['a number for a text', { content: 7 }, { content: 'STRING_TYPE_CONVERT' }],
    ['too long a nonce', { content: 'a', nonce: long(26) }, { nonce: 'BASE_TYPE_MAX_LENGTH' }],
    ['an unknown field', { content: 'a', poll: {} }, { poll: 'UNKNOWN_FIELD' }],
    ['speech', { content: 'a', tts: true }, { tts: 'BASE_TYPE_CHOICES' }],
    ['EPHEMERAL in a channel', { content: 'a', flags: ephemeral }, { flags: 'MESSAGE_FLAGS_INVALID' }],
    [
      'an unknown kind of mention',
      { content: 'a', allowed_mentions: { parse: ['here'] } },
      { 'allowed_mentions.parse.0': 'BASE_TYPE_CHOICES' },
    ],
    [
      'a kind both parsed and listed',
      { content: 'a', allowed_mentions: { parse: ['users'], users: ['1'] } },
      { allowed_mentions: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE' },
    ],
    ['too many embeds', { embeds: many(11, () => ({ title: 'a' })) }, { embeds: 'BASE_TYPE_MAX_LENGTH' }],
    [
      'too long embeds',
      { embeds: many(2, () => ({ description: long(3001) })) },
      { embeds: 'MAX_EMBED_SIZE_EXCEEDED' },
    ],
    [
      'a file that did not come',
      { content: 'a', attachments: [{ id: 0 }] },
      { 'attachments.0.id': 'ATTACHMENT_NOT_FOUND' },
    ],
    [
      'six legacy rows',
      { content: 'a', components: many(6, (i) => row(button(`${i}`))) },
      { components: 'BASE_TYPE_MAX_LENGTH' },
    ],
    [
      'V2 components without the flag',
      { content: 'a', components: [text()] },
      { 'components.0.type': 'UNION_TYPE_CHOICES' },
    ],
    ['nothing', {}, { code: 50006 }],
    ['a content of spaces', { content: ' \n ' }, { code: 50006 }],
    ['an empty content', { content: '', components: [] }, { code: 50006 }],
    ['nothing of V2', { flags: isV2, components: [] }, { code: 50006 }],
  ])('may not have %s', (_, body, expected) => {
    expect(problems(body)).toEqual(expected)
  })

  test('of Components V2 has neither content nor embeds', () => {
    expect(problems({ flags: isV2, components: [text()], content: 'a', embeds: [{ title: 'b' }] })).toEqual({
      content: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      embeds: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    })
    expect(problems({ flags: isV2, components: [text()], content: '', embeds: [] })).toEqual({})
  })

  test('answers an interaction for one person, without nonce and reply', () => {
    const body = { flags: ephemeral | isV2, components: [text()] }
    expect(problems(body, 'callback')).toEqual({})
    expect(problems(body, 'follow-up')).toEqual({})
    expect(problems(body, 'edit')).toEqual({ flags: 'MESSAGE_FLAGS_INVALID' })
    expect(problems({ ...body, nonce: 'a' }, 'callback')).toEqual({ nonce: 'UNKNOWN_FIELD' })
  })

  test('that is wrong within the answer to an interaction is wrong there', () => {
    const parse = () => parseMessage({ content: 7 }, { use: 'callback', at: ['data'] })
    expect(parse).toThrow(expect.objectContaining({ fields: { errors: { data: { content: expect.anything() } } } }))
  })
})

test('more text than Discord can process is no problem of the form', () => {
  // Three bytes a letter, and 12 for the display: 3386 letters fit.
  expect(v2(text('会'.repeat(3386)))).toEqual({})
  expect(v2(text('会'.repeat(3387)))).toEqual({ code: 0 })
})

describe('components', () => {
  test.each([
    [
      'all there is',
      [
        container(text(), section(), { type: 14, divider: false, spacing: 2 }, row(button('other')), {
          type: 12,
          items: [{ media: { url: 'https://example.org/a.png' } }],
        }),
      ],
    ],
    ['five buttons', [row(...many(5, (i) => button(`${i}`)))]],
    ['a menu', [row(select({ min_values: 0, max_values: 2, placeholder: long(150) }))]],
    [
      'pickers',
      [
        row({ type: 5, custom_id: 'who', default_values: [{ id: '1', type: 'user' }] }),
        row({ type: 8, custom_id: 'where', channel_types: [0] }),
      ],
    ],
    ['a link', [row({ type: 2, style: 5, label: 'Join', url: 'https://example.org' })]],
    ['a button of an emoji', [row({ type: 2, style: 2, custom_id: 'a', emoji: { name: '📞' } })]],
    ['a picture beside a text', [section({ accessory: { type: 11, media: { url: 'https://example.org/a.png' } } })]],
    ['40 in all', [container(...many(39, () => text()))]],
    ['4000 characters in all', [text(long(2000)), container(text(long(2000)))]],
    [
      'ids of one’s own',
      [
        { ...container({ ...text(), id: 2_147_483_647 }), id: 1 },
        { ...text(), id: 0 },
        { ...text(), id: 0 },
      ],
    ],
  ])('may be %s', (_, components) => {
    expect(v2(...components)).toEqual({})
  })

  test.each([
    ['six buttons', [row(...many(6, (i) => button(`${i}`)))], { 'components.0.components': 'BASE_TYPE_MAX_LENGTH' }],
    ['an empty row', [row()], { 'components.0.components': 'BASE_TYPE_MIN_LENGTH' }],
    [
      'a menu beside a button',
      [row(select(), button())],
      { 'components.0.components': 'COMPONENT_LAYOUT_WIDTH_EXCEEDED' },
    ],
    ['41 in all', [container(...many(40, () => text()))], { components: 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED' }],
    [
      '4001 characters in all',
      [text(long(2000)), container(text(long(2001)))],
      { components: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED' },
    ],
    ['a text of spaces', [text(' \n')], { 'components.0.content': 'BASE_TYPE_REQUIRED' }],
    ['an empty text', [text('')], { 'components.0.content': 'BASE_TYPE_REQUIRED' }],
    [
      'a custom id twice',
      [row(button('a')), row(button('a'))],
      { 'components.1.components.0.custom_id': 'COMPONENT_CUSTOM_ID_DUPLICATED' },
    ],
    [
      'an id twice',
      [{ ...text(), id: 4 }, container({ ...text(), id: 4 })],
      { 'components.1.components.0.id': 'COMPONENT_ID_DUPLICATED' },
    ],
    ['too great an id', [{ ...text(), id: 2 ** 31 }], { 'components.0.id': 'NUMBER_TYPE_MAX' }],
    [
      'too long a custom id',
      [row(button(long(101)))],
      { 'components.0.components.0.custom_id': 'BASE_TYPE_MAX_LENGTH' },
    ],
    [
      'too long a label',
      [row(button('a', { label: long(81) }))],
      { 'components.0.components.0.label': 'BASE_TYPE_MAX_LENGTH' },
    ],
    [
      'a button with nothing on it',
      [row(button('a', { label: undefined }))],
      { 'components.0.components.0': 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED' },
    ],
    [
      'a button without custom id',
      [row({ type: 2, style: 1, label: 'a' })],
      { 'components.0.components.0.custom_id': 'BASE_TYPE_REQUIRED' },
    ],
    [
      'a link with custom id',
      [row({ type: 2, style: 5, label: 'a', url: 'https://a.example', custom_id: 'a' })],
      { 'components.0.components.0.custom_id': 'UNKNOWN_FIELD' },
    ],
    [
      'a link to a phone',
      [row({ type: 2, style: 5, label: 'a', url: 'tel:+4930901820' })],
      { 'components.0.components.0.url': 'URL_TYPE_INVALID_URL' },
    ],
    [
      'too long a link',
      [row({ type: 2, style: 5, label: 'a', url: `https://a.example/${long(500)}` })],
      { 'components.0.components.0.url': 'BASE_TYPE_MAX_LENGTH' },
    ],
    ['an unknown style', [row(button('a', { style: 9 }))], { 'components.0.components.0.style': 'UNION_TYPE_CHOICES' }],
    [
      'a picker of people that begins with a channel',
      [row({ type: 5, custom_id: 'a', default_values: [{ id: '1', type: 'channel' }] })],
      { 'components.0.components.0.default_values.0.type': 'BASE_TYPE_CHOICES' },
    ],
    ['an unknown type', [{ type: 99 }], { 'components.0.type': 'UNION_TYPE_CHOICES' }],
    ['no type', [{}], { 'components.0.type': 'BASE_TYPE_REQUIRED' }],
    ['no component', ['text'], { 'components.0': 'MODEL_TYPE_CONVERT' }],
    ['a button on its own', [button()], { 'components.0.type': 'UNION_TYPE_CHOICES' }],
    [
      'a container within another',
      [container(container(text()))],
      { 'components.0.components.0.type': 'UNION_TYPE_CHOICES' },
    ],
    ['an empty container', [container()], { 'components.0.components': 'BASE_TYPE_MIN_LENGTH' }],
    [
      'a section of four texts',
      [section({ components: many(4, () => text()) })],
      { 'components.0.components': 'BASE_TYPE_MAX_LENGTH' },
    ],
    [
      'a section without anything beside it',
      [section({ accessory: undefined })],
      { 'components.0.accessory': 'BASE_TYPE_REQUIRED' },
    ],
    [
      'a file from elsewhere',
      [{ type: 13, file: { url: 'https://example.org/a.ics' } }],
      { 'components.0.file.url': 'URL_TYPE_INVALID_SCHEME' },
    ],
    [
      '26 options',
      [row(select({ options: many(26, (i) => option(`${i}`)) }))],
      { 'components.0.components.0.options': 'BASE_TYPE_MAX_LENGTH' },
    ],
    ['no options', [row(select({ options: [] }))], { 'components.0.components.0.options': 'BASE_TYPE_MIN_LENGTH' }],
    [
      'an option twice',
      [row(select({ options: [option('a'), option('a')] }))],
      { 'components.0.components.0.options.1.value': 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED' },
    ],
    [
      'more to choose than options',
      [row(select({ max_values: 3 }))],
      { 'components.0.components.0.max_values': 'NUMBER_TYPE_MAX' },
    ],
    [
      'more at least than at most',
      [row(select({ min_values: 2 }))],
      { 'components.0.components.0.min_values': 'SELECT_COMPONENT_MIN_VALUES_EXCEEDS_MAX_VALUES' },
    ],
    [
      'two chosen of one',
      [row(select({ options: [option('a', { default: true }), option('b', { default: true })] }))],
      { 'components.0.components.0.options': 'BASE_TYPE_BAD_LENGTH' },
    ],
    ['an unknown field', [{ ...text(), text: 'a' }], { 'components.0.text': 'UNKNOWN_FIELD' }],
    [
      'a text input',
      [row({ type: 4, custom_id: 'a', style: 1 })],
      { 'components.0.components.0.type': 'UNION_TYPE_CHOICES' },
    ],
  ])('may not be %s', (_, components, expected) => {
    expect(v2(...components)).toEqual(expected)
  })
})
