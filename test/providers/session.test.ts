import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ConfbotError } from '#core/errors.ts'
import type { Http, HttpCall } from '#providers/http.ts'
import { authorizedHttp, type Credentials, type Session } from '#providers/session.ts'

/** A PBX that accepts one token, and a session that gets the tokens one after another. */
function open(accepted: string, tokens: readonly string[]) {
  const calls: HttpCall[] = []
  const [first = '', ...later] = tokens
  let present: Credentials = { query: { access_token: first } }
  const http: Http = {
    async call(call: HttpCall) {
      calls.push(call)
      if (call.query?.access_token !== accepted) throw new ConfbotError('provider.unauthorized')
    },
    async close() {},
  }
  const session: Session = {
    credentials: async () => present,
    async renew(refused) {
      expect(refused).toBe(present)
      present = { query: { access_token: later.shift() ?? '' } }
      return present
    },
    async close() {},
  }
  return { calls, authorized: authorizedHttp(http, session) }
}

describe('a call in the name of an account', () => {
  it('carries the credentials beside its own query', async () => {
    const { calls, authorized } = open('a', ['a'])
    await authorized.call({ method: 'GET', path: '/rooms', query: { page: 2 } }, z.unknown())
    expect(calls).toMatchObject([{ method: 'GET', path: '/rooms', query: { page: 2, access_token: 'a' } }])
  })

  it('is repeated once with new ones when they are refused', async () => {
    const { calls, authorized } = open('b', ['a', 'b'])
    await authorized.call({ method: 'POST', path: '/rooms/1/lock' })
    expect(calls.map((call) => call.query?.access_token)).toEqual(['a', 'b'])
  })

  it('is not repeated twice', async () => {
    const { calls, authorized } = open('c', ['a', 'b', 'c'])
    await expect(authorized.call({ method: 'POST', path: '/rooms/1/lock' })).rejects.toMatchObject({
      code: 'provider.unauthorized',
    })
    expect(calls).toHaveLength(2)
  })
})
