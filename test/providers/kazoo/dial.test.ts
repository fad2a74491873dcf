import { expect, it } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { providerError } from '#providers/failure.ts'
import { createDialler } from '#providers/kazoo/dial.ts'
import { DialReply } from '#providers/kazoo/schema.ts'

/** Rings, and is answered by the PBX when nobody waits any more. */
async function ringLate() {
  const clock = createMovableClock()
  const answer = Promise.withResolvers<DialReply>()
  const dialler = createDialler(
    { dial: () => answer.promise },
    { name: 'office', clock, logger: createSilentLogger() },
    () => 'call-of-ours',
  )
  const call = dialler.ring('room', '+4930901800')
  clock.advance(1_500)
  return { dialler, answer, ...(await call) }
}

it.each([
  ['provider.rejected', 'failed'],
  ['provider.forbidden', 'failed'],
  ['provider.rate-limited', 'failed'],
  ['provider.unanswered', null],
  ['provider.failed', null],
  ['provider.malformed', null],
] as const)('a call whose answer is late and %s has come to: %s', async (code, failure) => {
  const late = await ringLate()
  late.answer.reject(providerError(code, 'office', new Error('late')))
  expect(await late.failure).toBe(failure)
})

it('a call that came to nothing for another reason has failed', async () => {
  const late = await ringLate()
  late.answer.resolve(DialReply.parse({ data: { endpoint_responses: [{ status: 'error', message: 'no route' }] } }))
  expect(await late.failure).toBe('failed')
})

it('a leg under another id than ours is known by ours', async () => {
  const late = await ringLate()
  expect(late.dialler.callIdOf('theirs')).toBe('theirs')
  late.answer.resolve(DialReply.parse({ data: { endpoint_responses: [{ status: 'success', call_id: 'theirs' }] } }))
  expect(await late.failure).toBeNull()
  expect(late.dialler.callIdOf('theirs')).toBe('call-of-ours')
})
