import { expect, it, vi } from 'vitest'
import type { Vault } from '#core/contracts/vault.ts'
import { ConfbotError } from '#core/errors.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createTokenSession, type Token } from '#providers/token-session.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { soon } from '#test/support/soon.ts'

const hourMs = 3_600_000

/** A vault of a process that ended without giving anything back. */
function createSlowVault(): Vault & { readonly names: () => readonly string[] } {
  const kept = new Map<string, string>()
  const slowly = () => new Promise((resolve) => setImmediate(resolve))
  return {
    names: () => [...kept.keys()],
    async get(name) {
      await slowly()
      return kept.get(name) ?? null
    },
    holds: async (name) => kept.has(name),
    async put(name, secret) {
      await slowly()
      kept.set(name, secret)
    },
    async remove(name) {
      kept.delete(name)
    },
  }
}

function createProcess(vault: Vault | undefined, clock = createHandClock(), account = 'me@pbx') {
  let count = 0
  const signIn = vi.fn(async (): Promise<Token> => {
    count += 1
    return { access: `token ${count}`, refresh: null, lifeMs: hourMs }
  })
  const revoke = vi.fn(async () => {})
  const session = createTokenSession(
    { account, signIn, revoke, credentialsOf: (access) => ({ headers: { authorization: access } }) },
    { name: 'office', clock, logger: createSilentLogger(), vault },
  )
  return { session, signIn, revoke, clock }
}
const authorization = 'token 1'

it('signs in once, however many ask at once', async () => {
  const { session, signIn } = createProcess(undefined)
  const all = await Promise.all(Array.from({ length: 10 }, () => session.credentials()))
  expect(new Set(all).size).toBe(1)
  expect(signIn).toHaveBeenCalledOnce()
})

it('uses what the process before has kept, however many ask at once', async () => {
  const vault = createSlowVault()
  const clock = createHandClock()
  await createProcess(vault, clock).session.credentials()
  const next = createProcess(vault, clock)
  const all = await Promise.all(Array.from({ length: 10 }, () => next.session.credentials()))
  expect(all[9]).toEqual({ headers: { authorization } })
  expect(next.signIn).not.toHaveBeenCalled()
})

it('keeps nothing for another account, and nothing that has lapsed', async () => {
  const vault = createSlowVault()
  const clock = createHandClock()
  await createProcess(vault, clock).session.credentials()
  const other = createProcess(vault, clock, 'you@pbx')
  await other.session.credentials()
  expect(other.signIn).toHaveBeenCalledOnce()
  clock.advance(hourMs)
  const late = createProcess(vault, clock, 'you@pbx')
  await late.session.credentials()
  expect(late.signIn).toHaveBeenCalledOnce()
})

it('forgets what it gave back', async () => {
  const vault = createSlowVault()
  const { session, revoke } = createProcess(vault)
  await session.credentials()
  await soon(() => expect(vault.names()).toEqual(['session:office']))
  await session.close()
  expect(revoke).toHaveBeenCalledOnce()
  expect(vault.names()).toEqual([])
})

it('gives back a login that was still being made, and makes none afterwards', async () => {
  const { session, signIn, revoke } = createProcess(createSlowVault())
  const asked = session.credentials()
  await soon(() => expect(signIn).toHaveBeenCalledOnce())
  await session.close()
  expect(revoke).toHaveBeenCalledWith('token 1', expect.any(Number))
  await expect(session.renew(await asked)).rejects.toMatchObject({ code: 'provider.unreachable' })
  await expect(session.credentials()).rejects.toMatchObject({ code: 'provider.unreachable' })
  expect(signIn).toHaveBeenCalledOnce()
})

it('is made anew when it is refused while it is still being kept', async () => {
  const { session, signIn } = createProcess({ ...createSlowVault(), put: () => new Promise(() => {}) })
  const refused = await session.credentials()
  expect(await session.renew(refused)).toEqual({ headers: { authorization: 'token 2' } })
  expect(signIn).toHaveBeenCalledTimes(2)
})

it('is used until it lapses where neither its renewal nor another one is granted', async () => {
  const clock = createHandClock()
  const refused = async () => {
    throw new ConfbotError('provider.rejected')
  }
  const signIn = vi
    .fn<() => Promise<Token>>(refused)
    .mockResolvedValueOnce({ access: 'token 1', refresh: 'renewal 1', lifeMs: hourMs })
  const session = createTokenSession(
    { account: 'me', signIn, refresh: refused, credentialsOf: (access) => ({ headers: { authorization: access } }) },
    { name: 'office', clock, logger: createSilentLogger() },
  )
  const first = await session.credentials()
  clock.advance(0.9 * hourMs)
  expect(await session.credentials()).toBe(first)
  expect(signIn).toHaveBeenCalledTimes(2)
  clock.advance(0.1 * hourMs)
  await expect(session.credentials()).rejects.toMatchObject({ code: 'provider.rejected' })
})

it('is asked for again when the vendor bears it, which may know by how often it was refused', async () => {
  const clock = createHandClock()
  const signIn = vi.fn(async (): Promise<Token> => {
    throw new ConfbotError(signIn.mock.calls.length === 2 ? 'provider.failed' : 'provider.unauthorized')
  })
  const session = createTokenSession(
    {
      account: 'me',
      signIn,
      patienceMs: ({ code }, refusals) => (code === 'provider.unauthorized' ? refusals * hourMs : null),
      credentialsOf: () => ({}),
    },
    { name: 'office', clock, logger: createSilentLogger() },
  )
  const triesAfter = async (ms: number) => {
    clock.advance(ms)
    await expect(session.credentials()).rejects.toThrow()
    return signIn.mock.calls.length
  }
  const hours = [0, 0.9, 0.1, 0, 1.9, 0.1].map((part) => part * hourMs)
  const tries: number[] = []
  for (const ms of hours) tries.push(await triesAfter(ms))
  // What failed in between was no refusal, and held nothing.
  expect(tries).toEqual([1, 1, 2, 3, 3, 4])
})

it('works without a vault that works', async () => {
  const broken: Vault = {
    get: () => Promise.reject(new Error('gone')),
    holds: () => Promise.reject(new Error('gone')),
    put: () => Promise.reject(new Error('gone')),
    remove: () => Promise.reject(new Error('gone')),
  }
  const { session, signIn } = createProcess(broken)
  expect(await session.credentials()).toEqual({ headers: { authorization } })
  await session.credentials()
  expect(signIn).toHaveBeenCalledOnce()
  await session.close()
})

it('tells whoever was refused with the same login why no other could be had', async () => {
  const { session, signIn } = createProcess(undefined)
  const refused = await session.credentials()
  const busy = new ConfbotError('provider.rate-limited', { blanks: { pbx: 'office' } })
  signIn.mockRejectedValueOnce(busy)
  await expect(session.renew(refused)).rejects.toBe(busy)
  await expect(session.renew(refused)).rejects.toBe(busy)
  expect(signIn).toHaveBeenCalledTimes(2)
})
