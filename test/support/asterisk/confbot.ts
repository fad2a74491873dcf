/** The whole application behind the sandbox's Slack, with a real Asterisk as its PBX, which asks it who may enter. */
import { randomBytes } from 'node:crypto'
import { type RunningApp, startApp } from '../app.ts'
import type { Asterisk } from './server.ts'

/** How confbot is told of this PBX. Extensions are 1001 to 1009; rooms 8000 to 8099. */
export function pbxEnvironment({ ami, ari }: Asterisk, entrySecret: string): Readonly<Record<string, string>> {
  return {
    PBX_KIND: 'asterisk',
    PBX_URL: `tcp://${ami.host}:${ami.port}`,
    PBX_AMI_USER: ami.user,
    PBX_AMI_SECRET: ami.secret,
    PBX_ARI_URL: ari.url,
    PBX_ARI_USER: ari.user,
    PBX_ARI_PASSWORD: ari.password,
    PBX_ENTRY_SECRET: entrySecret,
    PBX_OUTSIDE_CHANNEL: 'PJSIP/{number}@outside',
    PBX_ROOMS: '8000-8099',
    PBX_EXTENSIONS: '1001-1009',
    PBX_COUNTRIES: 'DE',
  }
}

export async function startAppOn(asterisk: Asterisk, env: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
  const entrySecret = randomBytes(18).toString('base64url')
  const app = await startApp({ CONFBOT_SANDBOX_REAL_PBX: '1', ...pbxEnvironment(asterisk, entrySecret), ...env })
  await asterisk.setEntryUrl(`${app.address}/pbx/asterisk/entry/${entrySecret}`)
  return app
}
