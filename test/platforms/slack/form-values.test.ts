import { describe, expect, it } from 'vitest'
import {
  actionIdToField,
  fieldActionId,
  metadataToString,
  problemsToErrors,
  stateToChannel,
  stateToValues,
  stringToMetadata,
} from '#platforms/slack/form-values.ts'

const selected = (value: string) => ({ text: { type: 'plain_text' as const, text: value }, value })

describe('what comes back from a form', () => {
  it('becomes the text that a person would have typed, by field', () => {
    const state = {
      subject: { x: { type: 'plain_text_input', value: 'Sprint review' } },
      capacity: { x: { type: 'number_input', value: '20' } },
      locked: { x: { type: 'radio_buttons', selected_option: selected('yes') } },
      mode: { x: { type: 'static_select', selected_option: selected('AUDIO') } },
      who: { x: { type: 'external_select', selected_option: selected('p3') } },
      days: { x: { type: 'multi_static_select', selected_options: [selected('mo'), selected('tu')] } },
      chair: { x: { type: 'users_select', selected_user: 'U1' } },
      people: { x: { type: 'multi_users_select', selected_users: ['U1', 'U2'] } },
      channel: { x: { type: 'conversations_select', selected_conversation: 'C1' } },
      date: { x: { type: 'datepicker', selected_date: '2026-12-01' } },
      time: { x: { type: 'timepicker', selected_time: '09:30' } },
      _place: { _place: { type: 'conversations_select', selected_conversation: 'C9' } },
    }
    expect(stateToValues(state)).toEqual({
      subject: 'Sprint review',
      capacity: '20',
      locked: 'yes',
      mode: 'AUDIO',
      who: 'p3',
      days: 'mo\ntu',
      chair: '<@U1>',
      people: '<@U1>\n<@U2>',
      channel: '<#C1>',
      date: '2026-12-01',
      time: '09:30',
    })
    expect(stateToChannel(state)).toBe('C9')
  })

  it('joins who was chosen beside a field to what was typed into it', () => {
    const users = (...selected_users: string[]) => ({ x: { type: 'multi_users_select', selected_users } })
    expect(
      stateToValues({
        '_people.who': users('U1', 'U2'),
        who: { x: { type: 'plain_text_input', value: '1001' } },
        '_people.members': users('U3'),
        '_people.chair': { x: { type: 'users_select', selected_user: 'U4' } },
        '_people.nobody': users(),
      }),
    ).toEqual({ who: '1001 <@U1> <@U2>', members: '<@U3>', chair: '<@U4>' })
  })

  it('carries whether who submits it has been asked, and whether it was opened from the App Home', () => {
    const form = { path: 'conf schedule', carried: { subject: 'Review' }, workspaceId: 'T1', place: null } as const
    for (const more of [{}, { confirms: true }, { isFromHome: true }] as const)
      expect(stringToMetadata(metadataToString({ ...form, ...more }))).toEqual({ ...form, ...more })
  })

  it('leaves out what was left empty', () => {
    expect(
      stateToValues({
        a: { x: { type: 'plain_text_input', value: null } },
        b: { x: { type: 'static_select', selected_option: null } },
        c: { x: { type: 'multi_users_select', selected_users: [] } },
      }),
    ).toEqual({})
    expect(stateToChannel({})).toBeNull()
  })

  it('is not trusted to be ours', () => {
    for (const text of [
      '',
      '{}',
      'null',
      '{"path":1}',
      '{"path":"x","carried":{"a":1},"workspaceId":"T1","place":null}',
    ])
      expect(stringToMetadata(text)).toBeNull()
  })

  it('says problems at their fields, and those of no field at the first', () => {
    const problems = [
      ['who', 'Needed.'],
      ['in', 'Ambiguous.'],
    ] as const
    expect(problemsToErrors(problems, ['who', 'pin'])).toEqual({ who: 'Needed. in: Ambiguous.' })
    expect(problemsToErrors(problems, [])).toEqual({})
  })

  it('tells from an element which option of which command it asks for', () => {
    expect(actionIdToField(fieldActionId('confadmin room edit', 'fields.subject'))).toEqual({
      path: 'confadmin room edit',
      option: 'fields.subject',
    })
    expect(actionIdToField('a1')).toBeNull()
  })
})
