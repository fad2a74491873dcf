import { expect, test } from 'vitest'
import { parseFilter } from '#sandbox/pbx/dialects/portsip/filter.ts'

const item = {
  subject: "Anna's review",
  extension_number: '8000',
  capacity: 9,
  enable_prompt: true,
  room_pin: null,
  scheduled_start_at: '2026-12-01T14:00:00Z',
}
const fields = new Set(Object.keys(item))

test.each([
  ["extension_number eq '8000'", true],
  ["extension_number eq '8001'", false],
  ["extension_number ne '8001'", true],
  ["extension_number gt '7999'", true],
  ["extension_number ge '8000'", true],
  ["extension_number lt '8000'", false],
  ["extension_number le '8000'", true],
  ['capacity gt 10', false],
  ["capacity lt '10'", true],
  ["capacity eq 'many'", false],
  ['enable_prompt eq true', true],
  ["enable_prompt eq 'false'", false],
  ['room_pin eq null', true],
  ['subject ne null', true],
  ["room_pin ne '123'", true],
  ["room_pin lt '123'", false],
  ["scheduled_start_at lt '2026-12-01T15:30:00+01:00'", true],
  ["scheduled_start_at gt '2026-12-01T15:30:00+01:00'", false],
  ["contains(subject,'na''s rev')", true],
  ["startswith(subject, 'Anna')", true],
  ["startswith(subject,'review')", false],
  ["endswith(subject,'review')", true],
  ["contains(room_pin,'1')", false],
  ["subject eq 'x' or capacity eq 9 and enable_prompt eq false", false],
  ["(subject eq 'x' or capacity eq 9) and enable_prompt eq true", true],
  ["capacity eq 9 or subject eq 'x' and enable_prompt eq false", true],
  ["  capacity   eq 9  and contains( subject , 'review' )  ", true],
])('%s is %s', (expression, expected) => {
  expect(parseFilter(expression, fields)(item)).toBe(expected)
})

test.each([
  'secret eq 1',
  'capacity',
  'capacity eq',
  'capacity equals 9',
  'capacity eq 9 and',
  'capacity eq 9 capacity eq 9',
  '(capacity eq 9',
  'capacity eq 9)',
  'not capacity eq 9',
  "subject eq 'open",
  "subject eq 'Anna's review'",
  'contains(subject)',
  'contains(subject, 5)',
  'subject eq subject',
  'capacity eq 9; drop',
  'constructor eq 1',
  'capacity toString 9',
])('%s cannot be read', (expression) => {
  expect(() => parseFilter(expression, fields)).toThrow(
    expect.objectContaining({ status: 400, code: 'VALIDATE_FAILED' }),
  )
})
