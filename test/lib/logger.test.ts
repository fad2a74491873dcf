import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { createLogger } from '#lib/logger.ts'

function logged(...[facts, words]: [facts: object, words?: string]): Record<string, unknown> {
  const destination = new PassThrough()
  createLogger({ level: 'info', destination }).info(facts, words)
  return JSON.parse(String(destination.read()))
}

it('hides what `redact` hides, however deep it lies', () => {
  expect(logged({ a: { b: { c: { moderatorpassword: 'planted' } } }, room_pin: '2718' }, 'said')).toMatchObject({
    a: { b: { c: { moderatorpassword: '[redacted]' } } },
    room_pin: '[redacted]',
    msg: 'said',
  })
  expect(logged({ asked: 'https://pbx.example.com/api?token=planted', number: '+4930901800' })).toMatchObject({
    asked: 'https://pbx.example.com/api?token=[redacted]',
    number: '+49 ···800',
  })
})

it('tells where an error came from, without the secrets in it', () => {
  const error = Object.assign(new Error('token=planted', { cause: new Error('password: planted') }), {
    code: 'E_PLANNED',
    config: { headers: { authorization: 'Bearer planted' } },
  })
  const { err } = logged({ err: error })
  expect(err).toMatchObject({ type: 'Error', code: 'E_PLANNED', stack: expect.stringContaining('logger.test.ts') })
  expect(JSON.stringify(err)).not.toContain('planted')
})

it('does not go round in circles', () => {
  const parent: Record<string, unknown> = { name: 'parent' }
  parent.child = { parent }
  expect(logged({ parent })).toMatchObject({ parent: { name: 'parent', child: { parent: '[circle]' } } })
})
