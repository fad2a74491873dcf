import { describe, expect, it } from 'vitest'
import { documentToFields, mergeDocuments, valuesToDocument, withoutNull } from '#providers/kazoo/document.ts'
import conferences from '../../fixtures/providers/kazoo/conferences.json' with { type: 'json' }

describe('values of room fields', () => {
  it('stand where their paths lead, as what they are', () => {
    const values = {
      name: 'Review',
      'member.join_muted': false,
      'member.pins': '271828,314159',
      'profile.max-members': 20,
      'profile.rate': '48000',
      controls: '{"keys":{"1":"mute"}}',
      flags: 'a,b',
    }
    expect(valuesToDocument(values)).toEqual({
      name: 'Review',
      member: { join_muted: false, pins: ['271828', '314159'] },
      profile: { 'max-members': 20, rate: 48000 },
      controls: { keys: { 1: 'mute' } },
      flags: ['a', 'b'],
    })
  })

  it.each([
    ['true', true],
    ['Yes', true],
    ['off', false],
    ['tone_stream://%(200,0,500)', 'tone_stream://%(200,0,500)'],
    ['', null],
  ])('take a tone of %j for %j', (value, wire) => {
    expect(valuesToDocument({ play_entry_tone: value })).toEqual({ play_entry_tone: wire })
  })

  it('come back from the example of Vinix’s page, without its secrets', () => {
    const fields = documentToFields(conferences['example of Vinix'].request.json.data)
    expect(fields).toMatchObject({
      bridge_username: 'string',
      conference_numbers: '',
      controls: '{}',
      flags: 'string',
      max_participants: 0,
      play_entry_tone: 'true',
      'profile.rate': '8000',
      'profile.interval': 10,
      'profile.alone-sound': 'string',
      'member.join_muted': null,
    })
    expect(Object.keys(fields)).not.toContain('bridge_password')
    expect(Object.keys(fields)).not.toContain('member.pins')
  })

  it('are none where the PBX has something else in their place', () => {
    const fields = documentToFields({ member: 'odd', max_participants: 'many', play_name: 'yes', language: {} })
    expect(fields).toMatchObject({ 'member.numbers': null, max_participants: null, play_name: null, language: null })
  })
})

describe('documents', () => {
  it('are joined as a PATCH joins them, and neither is changed', () => {
    const document = { name: 'a', member: { pins: ['1'], join_muted: true }, profile: { rate: 8000 }, ui: { x: 1 } }
    const changes = { name: 'b', member: { pins: [] }, profile: null }
    expect(mergeDocuments(document, changes)).toEqual({
      name: 'b',
      member: { pins: [], join_muted: true },
      ui: { x: 1 },
    })
    expect(document.member.pins).toEqual(['1'])
  })

  it('that are new take nothing away', () => {
    expect(withoutNull({ name: 'a', owner_id: null, profile: { rate: null, interval: 20 } })).toEqual({
      name: 'a',
      profile: { interval: 20 },
    })
  })
})
