import { expect, it, onTestFinished } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { createVault } from '#storage/vault.ts'
import { createHandClock } from '#test/support/hand-clock.ts'

async function openVaults() {
  const clock = createHandClock()
  const store = await openStore({ kind: 'sqlite', path: ':memory:', clock, logger: createSilentLogger() })
  onTestFinished(() => store.close())
  const { keptValues } = store
  return { clock, keptValues, vaultOf: (secretKey: string) => createVault({ keptValues, secretKey, clock }) }
}
const key = 'a key that nobody guesses'
const secret = 'a-token-of-the-PBX'

it('keeps what it was given, until its time, for whoever has the key', async () => {
  const { clock, vaultOf } = await openVaults()
  expect(await vaultOf(key).get('session:office')).toBeNull()
  await vaultOf(key).put('session:office', 'an older one', clock.now() + 1_000)
  await vaultOf(key).put('session:office', secret, clock.now() + 60_000)
  clock.advance(59_999)
  expect(await vaultOf(key).get('session:office')).toBe(secret)
  clock.advance(1)
  expect(await vaultOf(key).get('session:office')).toBeNull()
})

it('forgets', async () => {
  const { clock, vaultOf } = await openVaults()
  const vault = vaultOf(key)
  await vault.put('session:office', secret, clock.now() + 60_000)
  await vault.remove('session:office')
  expect(await vault.get('session:office')).toBeNull()
})

it('gives nothing to another key, and takes a new value with it', async () => {
  const { clock, vaultOf } = await openVaults()
  await vaultOf(key).put('session:office', secret, clock.now() + 60_000)
  const other = vaultOf('another key that is changed')
  expect(await other.get('session:office')).toBeNull()
  expect(await other.holds('session:office')).toBe(true)
  expect(await other.holds('session:other')).toBe(false)
  await other.put('session:office', 'new', clock.now() + 60_000)
  expect(await other.get('session:office')).toBe('new')
})

it('leaves nothing in the store that can be read, and never the same twice', async () => {
  const { clock, keptValues, vaultOf } = await openVaults()
  const read = async () => (await keptValues.get('vault:session:office')) ?? ''
  await vaultOf(key).put('session:office', secret, clock.now() + 60_000)
  const first = await read()
  await vaultOf(key).put('session:office', secret, clock.now() + 60_000)
  expect(await read()).not.toBe(first)
  for (const text of [first, Buffer.from(first.split('.')[1] ?? '', 'base64url').toString('latin1')])
    expect(text).not.toContain(secret)
})

it('opens nothing that was swapped, lengthened or broken', async () => {
  const { clock, keptValues, vaultOf } = await openVaults()
  const vault = vaultOf(key)
  const until = clock.now() + 60_000
  await vault.put('session:office', secret, until)
  const value = (await keptValues.get('vault:session:office')) ?? ''
  await keptValues.put([{ key: 'vault:session:branch', value, until }])
  expect(await vault.get('session:branch')).toBeNull()
  await keptValues.put([{ key: 'vault:session:office', value, until: until + 60_000 }])
  clock.advance(60_000)
  expect(await vault.get('session:office')).toBeNull()
  for (const broken of [
    '',
    'v1.',
    'v1.AAAA',
    value.slice(0, -4),
    value.replace(/^v1/, 'v2'),
    `${value.slice(0, 40)}A${value.slice(41)}x`,
  ]) {
    await keptValues.put([{ key: 'vault:session:broken', value: broken, until: until + 60_000 }])
    expect(await vault.get('session:broken')).toBeNull()
  }
})
