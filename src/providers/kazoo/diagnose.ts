/** What `npm run doctor` asks of a KAZOO PBX: its address and clock, the login, and whether the account's conferences can be read. */
import { type Check, fail, ok } from '#core/contracts/diagnosis.ts'
import { isConfbotError } from '#core/errors.ts'
import { pbxFailureFinding, signInFailureFinding } from '#core/pbx-failure.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { addressCheck } from '../diagnosis.ts'
import type { HttpDeps } from '../http.ts'
import type { ConferenceClient } from './client.ts'
import type { KazooSettings } from './config.ts'
import type { KazooSession } from './session.ts'

export function diagnoseKazoo(
  settings: KazooSettings,
  session: KazooSession,
  pbx: Pick<ConferenceClient, 'listConferences'>,
  deps: HttpDeps,
): readonly Check[] {
  const { url, username, operator = 'none' } = settings
  // Answered with 401 as long as nobody has signed in.
  const address = addressCheck({
    ...deps,
    ...connectionOptions(settings),
    url: `${url.replace(/\/+$/, '')}/token_auth`,
  })
  const login: Check = {
    what: say('doctor.pbx.what.login'),
    after: address,
    async run() {
      try {
        await session.credentials()
        return [ok(username === undefined ? say('kazoo.doctor.key') : say('doctor.pbx.login', { username }))]
      } catch (error) {
        if (!isConfbotError(error, 'provider.unauthorized', 'provider.forbidden')) return [signInFailureFinding(error)]
        return [
          username === undefined
            ? fail(say('kazoo.doctor.key-refused'), say('kazoo.doctor.key-refused.next'))
            : fail(say('kazoo.doctor.login-refused', { username }), say('kazoo.doctor.login-refused.next')),
        ]
      }
    },
  }
  const account: Check = {
    what: say('kazoo.doctor.what.account'),
    after: login,
    async run() {
      const id = await session.accountId().catch(() => settings.accountId ?? '')
      try {
        await pbx.listConferences(undefined, 1)
        return [ok(say('kazoo.doctor.account', { account: id, operator }))]
      } catch (error) {
        if (isConfbotError(error, 'provider.not-found'))
          return [fail(say('kazoo.doctor.no-account', { account: id }), say('kazoo.doctor.no-account.next'))]
        if (isConfbotError(error, 'provider.forbidden'))
          return [fail(say('kazoo.doctor.forbidden', { account: id }), say('kazoo.doctor.forbidden.next'))]
        return [pbxFailureFinding(error, say('doctor.pbx.doing.rooms'))]
      }
    },
  }
  return [address, login, account]
}
