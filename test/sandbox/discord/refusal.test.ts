/** Problems as Discord nests them. */
import { expect, test } from 'vitest'
import { invalidForm, refusal } from '#sandbox/discord/refusal.ts'

test('each problem stands at its place, several at one place together', () => {
  const at = (path: readonly (string | number)[], code: string) => ({ path, code, message: code })
  const { status, code, message, fields } = invalidForm([
    at([], 'WHOLE'),
    at(['components', 0, 'label'], 'LONG'),
    at(['components', 0, 'label'], 'ODD'),
    at(['components', 0], 'ROW'),
  ])
  expect([status, code, message]).toEqual([400, 50035, 'Invalid Form Body'])
  expect(JSON.parse(JSON.stringify(fields.errors))).toEqual({
    _errors: [{ code: 'WHOLE', message: 'WHOLE' }],
    components: {
      0: {
        _errors: [{ code: 'ROW', message: 'ROW' }],
        label: {
          _errors: [
            { code: 'LONG', message: 'LONG' },
            { code: 'ODD', message: 'ODD' },
          ],
        },
      },
    },
  })
})

test('a field that is called like an object’s own is a field', () => {
  const { fields } = invalidForm([{ path: ['__proto__'], code: 'UNKNOWN_FIELD', message: '' }])
  expect(JSON.stringify(fields.errors)).toContain('"__proto__":{"_errors"')
  expect({}).not.toHaveProperty('_errors')
})

test('a code has its status and words', () => {
  expect(refusal(10008)).toMatchObject({ status: 404, code: 10008, message: 'Unknown Message' })
})
