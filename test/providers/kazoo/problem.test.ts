import { expect, it } from 'vitest'
import { wireToProblem } from '#providers/kazoo/problem.ts'
import conferences from '../../fixtures/providers/kazoo/conferences.json' with { type: 'json' }

const stock = (data: unknown, message = 'validation error') => ({ status: 'error', error: '400', message, data })

it.each([
  [
    'several fields',
    {
      name: { minLength: { message: 'String must be at least 1 characters', target: 1, value: '' } },
      'member.pins.1': { type: { message: 'Value did not match type(s): string', value: 7 } },
    },
    'String must be at least 1 characters (name); Value did not match type(s): string (member.pins.1)',
  ],
  [
    'fields within others',
    { profile: { rate: { enum: { message: 'Value not found' } } } },
    'Value not found (profile.rate)',
  ],
  [
    'the number that is taken',
    { numbers: { unique: { message: 'Numbers already in use', cause: '8000' } } },
    'Numbers already in use: 8000 (numbers)',
  ],
  ['no cause of another rule', { pins: { type: { message: 'odd', cause: '271828', value: '271828' } } }, 'odd (pins)'],
  ['the message beside none', { message: 'invalid credentials' }, 'invalid credentials'],
])('tells %s', (_, data, message) => {
  expect(wireToProblem(stock(data))?.message).toBe(message)
})

it('tells the word for it where there is nothing else', () => {
  expect(wireToProblem(stock({}, 'bad_identifier'))).toEqual({
    message: 'bad_identifier',
    vendorCode: '400 bad_identifier',
  })
})

it('reads the error of Vinix’s page', () => {
  expect(wireToProblem(conferences['error of Vinix'].json)).toEqual({ message: 'string', vendorCode: 'string' })
})

it.each([[null], ['error'], [{}], [{ message: 'x' }], [{ data: {}, status: 'success' }]])(
  'reads none in %j',
  (body) => {
    expect(wireToProblem(body)).toBeNull()
  },
)
