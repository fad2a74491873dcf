/**
 * Secrets in the store, sealed with a key that is not there: AES-256-GCM, each under its own name, so that none can be put in
 * another's place. Whoever has the database without the key has nothing.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { KeptValueRepository } from '#core/contracts/store.ts'
import type { Vault } from '#core/contracts/vault.ts'
import type { Clock } from '#lib/clock.ts'

export interface VaultOptions {
  readonly keptValues: KeptValueRepository
  /** Whatever the administrator chose; one that is hard to guess. */
  readonly secretKey: string
  readonly clock: Clock
}

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16
/** Says how it was sealed, so that another way can follow. */
const version = 'v1'

/** What is sealed; `until` within, so that nobody can lengthen a life. */
const Sealed = z.object({ secret: z.string(), until: z.number() })

const stretch = promisify<string, string, number, { N: number; maxmem: number }, Buffer>(scrypt)
/**
 * The key of the cipher, from whatever text. Slow on purpose, against guesses at one that a person made up. The same for every
 * installation with the same text: a salt would have to lie beside what it protects.
 */
const keyOf = (text: string) => stretch(text, 'confbot vault', 32, { N: 2 ** 15, maxmem: 2 ** 26 })

export function createVault({ keptValues, secretKey, clock }: VaultOptions): Vault {
  let key: Promise<Buffer> | undefined
  const derived = () => {
    key ??= keyOf(secretKey)
    return key
  }
  const keptAs = (name: string) => `vault:${name}`

  return {
    async get(name) {
      const text = await keptValues.get(keptAs(name))
      const sealed = text === null ? null : unseal(await derived(), name, text)
      return sealed && clock.now() < sealed.until ? sealed.secret : null
    },
    holds: async (name) => (await keptValues.get(keptAs(name))) !== null,
    async put(name, secret, until) {
      const value = seal(await derived(), name, { secret, until })
      await keptValues.put([{ key: keptAs(name), value, until }])
    },
    remove: (name) => keptValues.remove(keptAs(name)),
  }
}

function seal(key: Buffer, name: string, content: z.output<typeof Sealed>): string {
  const iv = randomBytes(ivBytes)
  const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(`${version} ${name}`))
  const body = Buffer.concat([sealing.update(JSON.stringify(content), 'utf8'), sealing.final()])
  return `${version}.${Buffer.concat([iv, sealing.getAuthTag(), body]).toString('base64url')}`
}

/** null: with another key, under another name, or not what was sealed. */
function unseal(key: Buffer, name: string, text: string): z.output<typeof Sealed> | null {
  const [sealedBy, packed = ''] = text.split('.')
  const bytes = Buffer.from(packed, 'base64url')
  if (sealedBy !== version || bytes.length < ivBytes + tagBytes) return null
  try {
    const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes))
      .setAAD(Buffer.from(`${version} ${name}`))
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    const body = Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()])
    return Sealed.parse(JSON.parse(body.toString('utf8')))
  } catch {
    return null
  }
}
