import { describe, expect, test } from 'vitest'
import { contentToValue, initialContent, stateToContent } from '#sandbox/page/client/slack/blocks/element-content.ts'

const option = (value: string) => ({ value, text: { type: 'plain_text' as const, text: value.toUpperCase() } })
const action_id = 'a'

describe('what an element holds', () => {
  test.each([
    [{ type: 'plain_text_input', value: 'words' }, 'words'],
    [{ type: 'plain_text_input', value: null }, null],
    [{ type: 'static_select', selected_option: option('x') }, 'x'],
    [{ type: 'external_select', selected_option: null }, null],
    [{ type: 'multi_static_select', selected_options: [option('x'), option('y')] }, ['x', 'y']],
    [{ type: 'checkboxes', selected_options: [] }, []],
    [{ type: 'users_select', selected_user: 'U1' }, 'U1'],
    [{ type: 'multi_users_select', selected_users: ['U1', 'U2'] }, ['U1', 'U2']],
    [{ type: 'datepicker', selected_date: '2026-11-21' }, '2026-11-21'],
    [{ type: 'timepicker', selected_time: '15:07', timezone: 'Europe/Berlin' }, '15:07'],
    [{ type: 'datetimepicker', selected_date_time: 1_795_265_351 }, '1795265351'],
    [
      {
        type: 'rich_text_input',
        rich_text_value: { elements: [{ elements: [{ type: 'text', text: 'a' }, { text: 'b' }] }] },
      },
      'ab',
    ],
  ])('%j goes back as %j', (state, value) => {
    expect(contentToValue(stateToContent(state))).toEqual(value)
  })

  test('keeps the texts of chosen options', () => {
    expect(stateToContent({ type: 'external_select', selected_option: option('x') }).options).toEqual([option('x')])
  })

  test('is at first what the app has put there', () => {
    const date = initialContent({ type: 'datepicker', action_id, initial_date: '2026-11-21' })
    expect(contentToValue(date)).toBe('2026-11-21')
    const options = [option('x'), option('y')]
    const chosen = initialContent({ type: 'checkboxes', action_id, options, initial_options: [option('y')] })
    expect(contentToValue(chosen)).toEqual(['y'])
    expect(contentToValue(initialContent({ type: 'number_input', action_id, min_value: '1' }))).toBeNull()
  })
})
