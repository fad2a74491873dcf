import { expect, onTestFinished, test } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { sandboxFor } from '../src/connect.ts'
import { configFrom } from './support/config.ts'

async function standInsWith(env: Readonly<Record<string, string>>) {
  const deps = { clock: createMovableClock(), logger: createSilentLogger() }
  const sandbox = await sandboxFor(configFrom(env), deps, () => 'http://127.0.0.1:1')
  onTestFinished(() => sandbox.close())
  return [...sandbox.credentials().pbxs.keys()]
}

test('the sandbox stands in for PBXs where none is configured, and for none beside real ones', async () => {
  const kinds = { CONFBOT_SANDBOX_PBXS: 'portsip,kazoo' }
  const real = {
    ...{ CONFBOT_SANDBOX_REAL_PBX: '1', PBX_KIND: 'portsip', PBX_URL: 'http://127.0.0.1:9' },
    ...{ PBX_USERNAME: 'confbot', PBX_PASSWORD: 'swordfish', PBX_DOMAIN: 'office.example' },
    ...{ PBX_ROOMS: '8000-8009', PBX_EXTENSIONS: '1000-1009', PBX_COUNTRIES: 'DE' },
  }
  expect(await standInsWith(kinds)).toEqual(['portsip', 'kazoo'])
  expect(await standInsWith({ CONFBOT_SANDBOX_REAL_PBX: '1', ...kinds })).toEqual(['portsip', 'kazoo'])
  expect(await standInsWith({ ...kinds, ...real })).toEqual([])
})
