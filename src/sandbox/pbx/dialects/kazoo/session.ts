/**
 * KAZOO's sign-in: a token by the hash of name and password, or by the account's API key, and its end. Sources: 2600hz, "User
 * Authentication", "Account API Authentication", token_auth; Vinix, "Authentication".
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import type { Account } from '../../dialect.ts'
import { invalidCredentials, invalidField, isObject, ok, Refusal, type Success, toGregorian } from './wire.ts'

/** `token_auth_expiry_s`, as it is set from the beginning. */
const lifeSeconds = 3600

const hex32 = (text: string) => createHash('md5').update(text).digest('hex')

/** 32 hexadecimal characters, like the ids of all documents. */
const accountIdOf = ({ domain }: Account): string => hex32(`account ${domain}`)

/** The 64 characters of an account's API key, as the administrator of the sandbox's account reads them in its portal. */
export const apiKeyOf = ({ username, password, domain }: Account): string =>
  createHmac('sha256', password).update(`${username}@${domain}`).digest('hex')

export type Sessions = ReturnType<typeof createSessions>

/** Tokens lapse after an hour of `clock`, or when they are given back. */
export function createSessions(clock: Clock, account: Account) {
  const tokens = new Map<string, number>()
  const accountId = accountIdOf(account)
  const ownerId = hex32(`user ${account.username}`)

  const open = (method: 'cb_user_auth' | 'cb_api_auth'): Success => {
    const expiresAt = clock.now() + lifeSeconds * 1000
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { iss: 'kazoo', account_id: accountId, method, exp: toGregorian(expiresAt) }
    const token = `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.${randomBytes(32).toString('base64url')}`
    tokens.set(token, expiresAt)
    return {
      status: 201,
      data: {
        account_id: accountId,
        ...(method === 'cb_user_auth' && { owner_id: ownerId }),
        apps: [],
        is_reseller: false,
        language: 'en-us',
        account_name: account.domain,
      },
      envelope: { auth_token: token },
    }
  }

  const isValid = (token: string) => (tokens.get(token) ?? 0) > clock.now()

  return {
    accountId,
    /** PUT /user_auth. The name in the hash is in lower case; one of the account's name, realm and id says which account. */
    byUser(data: unknown): Success {
      const { credentials, method = 'md5', account_name, account_realm, account_id } = isObject(data) ? data : {}
      if (typeof credentials !== 'string' || credentials === '')
        throw invalidField('credentials', 'required', 'Field is required but missing')
      if (method !== 'md5' && method !== 'sha')
        throw invalidField('method', 'enum', 'Value not found in enumerated list of values', { target: ['md5', 'sha'] })
      const { username, password, domain } = account
      const expected = createHash(method === 'md5' ? 'md5' : 'sha1')
        .update(`${username.toLowerCase()}:${password}`)
        .digest('hex')
      const names = [account_name, account_realm].filter((name) => name !== undefined)
      const isAccount =
        account_id === accountId || names.some((name) => String(name).toLowerCase() === domain.toLowerCase())
      if (credentials !== expected || !isAccount) throw invalidCredentials()
      return open('cb_user_auth')
    },
    /** PUT /api_auth. */
    byKey(data: unknown): Success {
      const key = isObject(data) ? data.api_key : undefined
      if (typeof key !== 'string') throw invalidField('api_key', 'required', 'Field is required but missing')
      if (key.length !== 64)
        throw invalidField('api_key', key.length < 64 ? 'minLength' : 'maxLength', 'String must be 64 characters', {
          target: 64,
        })
      if (key !== apiKeyOf(account)) throw invalidCredentials()
      return open('cb_api_auth')
    },
    /** GET /token_auth. */
    show: (): Success => ok({ account_id: accountId, method: 'cb_token_auth' }),
    /** DELETE /token_auth. */
    revoke(token: string): Success {
      tokens.delete(token)
      return ok({})
    },
    isValid,
    /** Throws a 401 Refusal for a token that is missing, unknown, given back or lapsed, a 403 one for another account. */
    check(token: string, askedAccount: string | undefined): void {
      if (!isValid(token)) throw invalidCredentials()
      if (askedAccount !== undefined && askedAccount !== accountId) throw new Refusal(403, 'forbidden')
    },
    reset: () => tokens.clear(),
  }
}
